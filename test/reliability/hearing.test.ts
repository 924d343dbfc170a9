import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SupervisionMode } from '#contract/floor'
import type { UserId } from '#contract/ids'
import { createChance } from '../../scripts/carrier/clock/prng.ts'
import type { PhonePort } from '../../server/telephony/port.ts'
import { createLine, type Line } from '../harness/line.ts'
import { reached } from '../harness/reached.ts'
import { seatAgents } from '../harness/shift.ts'
import { sized } from '../harness/sized.ts'
import { hearsNow, seatSid, seatSupervisor } from '../harness/talks.ts'

/** R18: a supervisor's mode is changed at random, each wish sent twice and out of order, through two servers. */
const CHANGES = sized(1_000, 10_000)
const AT_ONCE = 6
/** So far a wish may be overtaken by later ones. */
const OVERTAKEN_BY = 4
const REST_EVERY = 50
const MODES: readonly SupervisionMode[] = ['off', 'listen', 'whisper', 'join']

let line: Line
let agent: UserId
let customer: string
beforeAll(async () => {
  line = await createLine({ speed: 1 })
  line.carrier.setPersona('*', { kind: 'answers', ringSeconds: 1, talkSeconds: 3_000 })
  const [desk] = await seatAgents(line, 1)
  if (!desk) throw new Error('nobody sits')
  agent = desk.agentId
  const id = line.newCallId()
  await line.telephony.dial({ id, workItemId: desk.workItemId, fence: desk.fence }, agent)
  await line.until(async () => (await line.telephony.readCall(line.db, id))?.state === 'answered')
  customer = (await line.telephony.readCall(line.db, id))?.sid ?? ''
})
afterAll(() => line?.close())

const truth = () => line.carrier.truth.since(0)
const hears = (sid: string, other: string): boolean => hearsNow(line.carrier, sid, other)

/** What the network was asked: the span in which a leg may have been told to join. */
type Span = { from: number; until: number }
/** A port that notes when it asks for what. */
function noting(port: PhonePort, joins: Span[]): PhonePort {
  const close = (): void => {
    for (const span of joins) if (span.until === Number.POSITIVE_INFINITY) span.until = Date.now()
  }
  return {
    ...port,
    supervise: async (room, leg, mode, agentLeg) => {
      if (mode === 'join') joins.push({ from: Date.now(), until: Number.POSITIVE_INFINITY })
      const done = await port.supervise(room, leg, mode, agentLeg)
      if (done && mode !== 'join') close()
      return done
    },
    move: async (leg, room, how) => {
      const done = await port.move(leg, room, how)
      if (done) close()
      return done
    },
  }
}
/** The checker: moments at which the customer began to hear the supervisor though nobody had asked for it. */
const findUnasked = (sid: string, joins: readonly Span[]): string[] =>
  truth()
    .filter((one) => one.event === 'hear' && one.sid === customer && one.other === sid)
    .map(({ at }) => at)
    .filter((at) => {
      const when = line.setting.origin + (Date.parse(at) - line.setting.epoch) / line.setting.speed
      return !joins.some(({ from, until }) => from - 5 <= when && when <= until + 5)
    })

it('R18 · lets the customer hear a supervisor in join alone', { timeout: 300_000 }, async ({ task }) => {
  const joins: Span[] = []
  const lead = await seatSupervisor(line)
  const sid = await seatSid(line, lead)
  const servers = [line.serve({}, noting(line.port, joins)), line.serve({}, noting(line.port, joins))]
  const chance = createChance(18)
  const wishes = Array.from({ length: CHANGES }, (_, n) => ({
    revision: n + 1,
    mode: MODES[Math.floor(chance() * MODES.length)] ?? 'listen',
  }))
  let wrong = 0
  for (let from = 0; from < CHANGES; from += REST_EVERY) {
    const batch = wishes.slice(from, from + REST_EVERY)
    const sent = [...batch, ...batch]
      .map((wish) => ({ wish, order: wish.revision + chance() * OVERTAKEN_BY }))
      .sort((a, b) => a.order - b.order)
      .values()
    const send = async (nth: number): Promise<void> => {
      for (const { wish } of sent)
        await servers[nth % servers.length]?.supervision?.supervise(lead, agent, wish.mode, wish.revision)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, (_, nth) => send(nth)))
    await line.until(async () => {
      await servers[0]?.supervision?.sweep()
      const row = await line.db.supervision.findUniqueOrThrow({ where: { supervisorId: lead } })
      return row.applied === row.revision
    })
    const mode = batch.at(-1)?.mode
    const own = await seatSid(line, agent)
    if (hears(customer, sid) !== (mode === 'join')) wrong++
    if (hears(own, sid) !== (mode === 'join' || mode === 'whisper')) wrong++
    if (hears(sid, customer) !== (mode !== 'off')) wrong++
  }
  const unasked = findUnasked(sid, joins)
  reached(task, `${CHANGES} changes, each twice and out of order, two servers`, {
    'heard unasked': unasked.length,
    'wrong at rest': wrong,
    joins: joins.length,
  })
  expect(unasked).toEqual([])
  expect(wrong).toBe(0)
  expect(joins.length).toBeGreaterThan(CHANGES / 200)
})

it('R18 control · a whisper that is ended by one field alone is heard, and found', async () => {
  const joins: Span[] = []
  const lead = await seatSupervisor(line)
  const sid = await seatSid(line, lead)
  const server = line.serve({}, noting(line.port, joins))
  await server.supervision?.supervise(lead, agent, 'whisper', 1)
  const client = line.carrier.url
  const path = `/2010-04-01/Accounts/${line.account.accountSid}/Conferences`
  const authorization = `Basic ${Buffer.from(`${line.account.accountSid}:${line.account.authToken}`).toString('base64')}`
  const rooms = (await (
    await fetch(`${client}${path}.json?FriendlyName=agent-${agent}&Status=in-progress`, { headers: { authorization } })
  ).json()) as { conferences: { sid: string }[] }
  await fetch(`${client}${path}/${rooms.conferences[0]?.sid}/Participants/${sid}.json`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Coaching=false',
  })
  await line.until(async () => hears(customer, sid))
  expect(findUnasked(sid, joins)).toHaveLength(1)
})
