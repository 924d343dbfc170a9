import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallId, UserId } from '#contract/ids'
import type { TruthLine } from '../../scripts/carrier/truth/truth.ts'
import { checkConversations } from '../../scripts/shift/truth-checks.ts'
import { callAs } from '../harness/browser-call.ts'
import { deskOf, openScreens, type Screen } from '../harness/crowd.ts'
import { seedStaff } from '../harness/desks.ts'
import { clockFrom, type Ground, layGround } from '../harness/house.ts'
import { openPhone } from '../harness/network.ts'
import { reached } from '../harness/reached.ts'
import { type Several, startSeveral } from '../harness/several.ts'
import { sized } from '../harness/sized.ts'
import { seedWaiting } from '../harness/waiting.ts'

/** R1, the calls truly placed: a floor at work behind one address while its servers are killed, judged by the network's own log. */
const SERVERS = 3
const AGENTS = sized(24, 100)
const CUSTOMERS = sized(400, 5_000)
const WORK_MS = sized(30_000, 900_000)
const KILL_EVERY_MS = 5_000
const RENEW_MS = 5_000
const STEP_MS = 100
const TALK_STEPS = 5
const MONDAY_NOON = '2026-03-02T07:00:00Z'
const noon = new Date(MONDAY_NOON)

let ground: Ground
let house: Several
let screens: Screen[] = []
let seen: TruthLine[] = []

beforeAll(async () => {
  ground = await layGround({ clock: clockFrom(MONDAY_NOON) })
  ground.carrier.setPersona('*', { kind: 'answers', ringSeconds: 0.2, talkSeconds: 3_600, saysStop: false })
  house = await startSeveral(ground, SERVERS)
})
afterAll(async () => {
  for (const { line } of screens) line.close()
  await house?.close()
  await ground?.close()
})

const wrapUpOf = (workItemId: string, fence: string, callId: string | null, answered: boolean) => ({
  id: randomUUID(),
  workItemId,
  fence,
  callId,
  outcome: answered ? 'L.NOW' : 'X.NA',
  reasons: answered ? [{ code: 'PRC.HIGH', source: 'customer_said', severity: 2 }] : [],
  words: '',
  competitor: null,
  offers: [],
  promises: [],
  note: '',
  callbackAt: null,
  promisedAt: null,
  next: 'ready',
})

/** An agent who does what her screen shows, until the shift ends. What got no answer is asked again, as her page does. */
async function work(screen: Screen, isOver: () => boolean): Promise<void> {
  const { who, line } = screen
  const dials = new Map<string, CallId>()
  let renewedAt = 0
  let talked = 0
  while (!isOver()) {
    await wait(STEP_MS)
    const desk = deskOf(screen)
    if (!desk) continue
    const { card, call, state } = desk
    if (state === 'break' || state === 'offline')
      await callAs(who, house.url, '/presence', { method: 'PUT', body: { state: 'ready' } })
    if (!card) continue
    const { workItemId, fence } = card
    if (performance.now() - renewedAt > RENEW_MS) {
      renewedAt = performance.now()
      void line.renewLease({ workItemId, fence })
    }
    if (state === 'preview') {
      // The same id for each try: dialling twice dials once.
      const id = dials.get(workItemId) ?? (randomUUID() as CallId)
      dials.set(workItemId, id)
      await callAs(who, house.url, '/calls', { body: { id, workItemId, fence } })
    } else if (state === 'talking' && call) {
      if (++talked < TALK_STEPS) continue
      talked = 0
      await callAs(who, house.url, `/calls/${call.id}/hang-up`, { body: {} })
    } else if (state === 'wrapUp' && call) {
      const body = wrapUpOf(workItemId, fence, call.id, call.answeredAt !== null)
      await callAs(who, house.url, '/outcomes', { body })
    }
  }
}

/** One at a time is killed, and started again. */
async function killServers(isOver: () => boolean): Promise<number> {
  let kills = 0
  while (!isOver()) {
    await wait(KILL_EVERY_MS)
    if (isOver()) break
    const nth = kills % SERVERS
    await house.servers[nth]?.kill()
    kills++
    await house.restart(nth)
  }
  return kills
}

it('R1 · never lets two agents talk to one customer, nor one agent to two, while its servers are killed', {
  timeout: sized(240_000, 3_600_000),
}, async ({ task }) => {
  const agents = await seedStaff(ground.database, {
    now: noon,
    sessionSecret: ground.env.SESSION_SECRET ?? '',
    count: AGENTS,
    role: 'agent',
  })
  await seedWaiting(ground.database, CUSTOMERS, noon)
  for (const { userId } of agents) await openPhone(ground.carrier, userId as UserId)
  screens = await openScreens(house.url, agents)
  const from = performance.now()
  const isOver = () => performance.now() - from > WORK_MS
  const [kills] = await Promise.all([killServers(isOver), ...screens.map((screen) => work(screen, isOver))])

  seen = ground.carrier.truth.since(0)
  const { began, broken } = checkConversations(seen)
  const rung = seen.flatMap(({ event, to }) => (event === 'invite' && to?.startsWith('+') ? [to] : []))
  const { db } = ground.database
  const written = await db.disposition.count({ where: { setBy: 'agent' } })
  reached(task, `${AGENTS} agents on the phone ${WORK_MS / 1_000} s, ${SERVERS} servers`, {
    'kills by -9': kills,
    'customers rung': rung.length,
    bridges: began,
    'written up': written,
    overlaps: broken.length,
    'rung twice': rung.length - new Set(rung).size,
  })
  expect(broken).toEqual([])
  expect(new Set(rung).size).toBe(rung.length)
  expect(kills).toBeGreaterThan(0)
  expect(began).toBeGreaterThan(AGENTS / 2)
  expect(written).toBeGreaterThan(AGENTS / 2)
})

it('R1 control · a second agent on a line that stands is found', ({ task }) => {
  const customers = new Map(seen.flatMap(({ event, sid, to }) => (event === 'invite' && sid && to ? [[sid, to]] : [])))
  const bridge = seen.find(({ event, sid }) => event === 'bridge' && customers.get(sid ?? '')?.startsWith('+'))
  const stranger = [...customers].find(([sid, to]) => !to.startsWith('+') && sid !== bridge?.other)?.[0]
  if (!bridge || !stranger) throw new Error('nobody talked')
  const at = seen.indexOf(bridge) + 1
  const { broken } = checkConversations([...seen.slice(0, at), { ...bridge, other: stranger }, ...seen.slice(at)])
  reached(task, 'one bridge put in by hand', { overlaps: broken.length })
  expect(broken.length).toBeGreaterThan(0)
})
