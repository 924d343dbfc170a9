import { afterEach, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import { createLine, type HeldCustomer, type Line } from '../harness/line.ts'
import { reached } from '../harness/reached.ts'
import { sized } from '../harness/sized.ts'

/** The carrier rings one call a second: what comes sooner waits in its queue and is rung whenever its turn comes. */
const CARRIER_RATE = 1
/** The house's clock goes slowly, so that a busy machine is in time. */
const SLOW = 0.25
/** Of calling hours in Tashkent. */
const CLOSES = Date.UTC(2026, 2, 2, 15)

let line: Line
let agent: UserId
let her: HeldCustomer
let strangers = 0

const open = async (epoch: number, speed: number): Promise<void> => {
  line = await createLine({ speed, carrierCallsPerSecond: CARRIER_RATE, epoch })
  line.carrier.setPersona('*', { kind: 'no-answer', ringSeconds: 20 })
  agent = await line.addAgent()
  her = await line.giveCustomer(agent)
  await line.telephony.followPresence(agent)
  await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
}
afterEach(() => line?.close())

const clockReaches = (at: number) => line.until(async () => line.clock.now().getTime() >= at, 60_000)
const invites = (to = her.e164) => line.carrier.truth.since(0).filter((one) => one.event === 'invite' && one.to === to)
const dial = () => line.telephony.dial({ id: line.newCallId(), workItemId: her.workItemId, fence: her.fence }, agent)
const endOf = async (id: string) => (await line.db.call.findUnique({ where: { id } }))?.endedAs
/** Calls of the same account that nobody takes back: they stand before us, and are the control. Returns the last one's number. */
const occupy = async (calls: number): Promise<string> => {
  let to = ''
  for (let i = 0; i < calls; i++) {
    to = `+99899999${String(++strangers).padStart(4, '0')}`
    await line.port.dial({ intentId: line.newCallId(), agentId: agent, to })
  }
  return to
}

/** R9: seconds until a call's turn comes, and until calling hours end. */
const LONGEST_QUEUE_S = 120
const ROUNDS = sized(6, 200)
/** No queue; a short one that is over before the hour, and one that is over after it; long ones. */
const FIRST_ROUNDS = [
  [0, 1_500],
  [1, 3_500],
  [1, 600],
  [0, 400],
  [37, 1_700],
  [111, 4_300],
] as const
const drawRound = (nth: number): readonly [queueS: number, leftMs: number] =>
  FIRST_ROUNDS[nth] ?? [
    (nth * (nth % 2 === 0 ? 1 : 37)) % (nth % 2 === 0 ? 3 : LONGEST_QUEUE_S + 1),
    400 + ((nth * 1_300) % 4_000),
  ]

it('R9 · rings nobody after calling hours, whatever the carrier’s queue', {
  timeout: sized(120_000, 1_800_000),
}, async ({ task }) => {
  const found = { dialled: 0, rung: 0, 'taken back': 0, 'rung outside hours': 0 }
  for (let nth = 0; nth < ROUNDS; nth++) {
    const [queueS, leftMs] = drawRound(nth)
    if (nth > 0) await line.close()
    await open(CLOSES - 4_400 - leftMs, 1)
    await clockReaches(CLOSES - leftMs)
    await occupy(queueS)
    const { id } = await dial().catch((error: unknown) => {
      expect(error).toMatchObject({ problem: { code: 'call.refused' } }) // past the hour already
      return { id: null }
    })
    if (id !== null) {
      found.dialled++
      // Rung, or given up, before anybody can be called there: from then on nothing of it is left to ring.
      await line.until(async () => invites().length > 0 || (await endOf(id)) === 'canceled', 30_000)
      await line.until(async () => line.clock.now().getTime() > CLOSES + 1_000, 30_000)
      const [invite] = invites()
      found[invite ? 'rung' : 'taken back']++
      if (invite && Date.parse(invite.at) >= CLOSES) found['rung outside hours']++
      const leg = (await line.db.dialIntent.findUniqueOrThrow({ where: { id } })).sid
      if (!invite && leg !== null)
        expect(line.carrier.truth.since(0).some((one) => one.event === 'end' && one.sid === leg)).toBe(true)
    }
  }
  reached(task, `${ROUNDS} dials in the last seconds of the day, a queue of 0 to ${LONGEST_QUEUE_S} s`, found)
  expect(found.rung).toBeGreaterThan(0)
  expect(found['taken back']).toBeGreaterThan(0)
  expect(found['rung outside hours']).toBe(0)
})

it('takes back a call that would wait long in the carrier’s queue', { timeout: 60_000 }, async () => {
  await open(CLOSES - 3_600_000, 0.6)
  const before = await occupy(4)
  const view = await dial()
  const control = await occupy(1)
  await line.until(async () => (await endOf(view.id)) === 'canceled')
  await line.until(async () => invites(control).length === 1, 40_000)
  expect(invites(before)).toHaveLength(1)
  expect(invites()).toEqual([])
})

it('takes back a call that still waits there when its permit ends', { timeout: 60_000 }, async () => {
  await open(CLOSES - 3_600_000, SLOW)
  await occupy(1)
  const view = await dial()
  const control = await occupy(1)
  expect(await endOf(view.id)).toBeNull() // a second's wait is nothing to take a call back for
  await line.db.dialIntent.update({
    where: { id: view.id },
    data: { permit: { until: line.clock.now().toISOString() } },
  })
  await line.telephony.sweep(line.clock.now())
  await line.until(async () => (await endOf(view.id)) === 'canceled')
  await line.until(async () => invites(control).length === 1, 40_000)
  expect(invites()).toEqual([])
})

it('R9 control · a call in the same queue that nobody takes back rings after calling hours, and is found', {
  timeout: 60_000,
}, async () => {
  await open(CLOSES - 2_500, SLOW)
  await clockReaches(CLOSES - 700)
  await occupy(1)
  const view = await dial()
  const control = await occupy(1)
  await line.until(async () => invites(control).length === 1, 40_000)
  expect(Date.parse(invites(control)[0]?.at ?? '')).toBeGreaterThanOrEqual(CLOSES)
  expect(await endOf(view.id)).toBe('canceled')
  expect(invites()).toEqual([])
})
