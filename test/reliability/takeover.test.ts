import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallId } from '#contract/ids'
import type { AgentDesk } from '#contract/live'
import { type Answer, callAs } from '../harness/browser-call.ts'
import { deskOf, openScreen, openScreens, quantile, type Screen, shows } from '../harness/crowd.ts'
import { type Desk, seedDesks } from '../harness/desks.ts'
import { clockFrom, type Ground, layGround } from '../harness/house.ts'
import { openPhone } from '../harness/network.ts'
import { outcomeOf } from '../harness/outcome.ts'
import { reached } from '../harness/reached.ts'
import { type Several, startSeveral } from '../harness/several.ts'
import { promised, sized } from '../harness/sized.ts'

/** R13, R14 and R19: three server processes behind one address, their agents on the phone. */
const SERVERS = 3
const TALKS = 50
const BACK_WITHIN_MS = promised(5_000)
const CUT_WITHIN_MS = promised(2_000)
/** Every desk is cut off and reloaded so often. */
const RETURNS = sized(8, 20)
const TWICE = sized(30, 1_000)
/** Where the machine is not measured by how many there are. */
const FEWER = sized(16, 50)
const AT_ONCE = 10
const MOST_TRIES = 20
const AGAIN_MS = 250
const LONG_MS = sized(240_000, 1_800_000)
const MONDAY_NOON = '2026-03-02T07:00:00Z'

let ground: Ground
let house: Several
const open: Screen[] = []

beforeAll(async () => {
  ground = await layGround({ clock: clockFrom(MONDAY_NOON) })
  ground.carrier.setPersona('*', { kind: 'answers', ringSeconds: 1, talkSeconds: 3_600, saysStop: false })
  house = await startSeveral(ground, SERVERS)
})
afterAll(async () => {
  for (const { line } of open) line.close()
  await house?.close()
  await ground?.close()
})

const until = async (what: () => Promise<boolean> | boolean, withinMs = 120_000): Promise<void> => {
  for (let waited = 0; !(await what()); waited += 50) {
    if (waited > withinMs) throw new Error('did not come to pass')
    await wait(50)
  }
}
const seed = (count: number, state: 'preview' | 'spoken' = 'preview'): Promise<Desk[]> =>
  seedDesks(ground.database, {
    count,
    now: new Date(MONDAY_NOON),
    sessionSecret: ground.env.SESSION_SECRET ?? '',
    state,
  })
const openDesks = async (desks: readonly Desk[]): Promise<Screen[]> => {
  const screens = await openScreens(house.url, desks)
  open.push(...screens)
  return screens
}

/** As the desk does: what got no answer, or only a machine without breath, is sent again as it was. */
async function insist(who: Desk, path: string, body: unknown): Promise<void> {
  let answer: Answer | null = null
  for (let tries = 0; tries < MOST_TRIES && answer?.status !== 200; tries++) {
    if (tries > 0) await wait(AGAIN_MS)
    answer = await callAs(who, house.url, path, { body })
  }
  expect(answer, `${path}: ${JSON.stringify(answer)}`).toMatchObject({ status: 200 })
}

/** So many at once do it to each of these. */
async function each<T>(list: readonly T[], work: (one: T, index: number) => Promise<void>): Promise<void> {
  const queue = list.entries()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [index, one] of queue) await work(one, index)
    }),
  )
}

/** Each agent's softphone is open and her customer is rung; done when both are talking. Answers the calls in the desks' order. */
async function talk(desks: readonly Desk[]): Promise<CallId[]> {
  const calls = desks.map(() => randomUUID() as CallId)
  await each(desks, async (desk, i) => {
    await openPhone(ground.carrier, desk.userId)
    const body = { id: calls[i], workItemId: desk.workItemId, fence: desk.fence }
    await insist(desk, '/calls', body)
  })
  const { db } = ground.database
  await until(async () => (await db.call.count({ where: { id: { in: calls }, state: 'answered' } })) === calls.length)
  return calls
}

/** The checker: customers whose line ended, or who no longer hear their agent, since this line of the truth. */
const findDropped = (desks: readonly Desk[], since: number): string[] => {
  const numbers = new Set(desks.map(({ e164 }) => e164))
  const lines = ground.carrier.truth.since(0)
  const legs = new Map(lines.flatMap(({ event, sid, to }) => (event === 'invite' && sid && to ? [[sid, to]] : [])))
  const ended = lines.slice(since).filter(({ event }) => event === 'end' || event === 'unbridge')
  const whose = ended.flatMap(({ sid, other }) => [legs.get(sid ?? ''), legs.get(String(other))])
  return [...new Set(whose.flatMap((number) => (number && numbers.has(number) ? [number] : [])))]
}
const truthNow = (): number => ground.carrier.truth.since(0).length

/** Milliseconds from then until this screen has a connection again and has been told anew what it should show. */
async function backAfter({ socket, topic }: Screen, from: number, what: (desk: AgentDesk) => boolean): Promise<number> {
  for (;;) {
    if (socket.connected) {
      const answer = await socket
        .timeout(BACK_WITHIN_MS)
        .emitWithAck('topic:watch', { topic })
        .catch(() => null)
      if (answer?.ok && what(answer.push.document as AgentDesk)) return performance.now() - from
    }
    if (performance.now() - from > 60_000) throw new Error('never back')
    await wait(20)
  }
}
const isTalking =
  ({ workItemId }: Desk) =>
  (desk: AgentDesk): boolean =>
    desk.state === 'talking' && desk.call?.state === 'answered' && desk.card?.workItemId === workItemId

/** Each call is ended by its agent, and written up. */
async function finish(desks: readonly Desk[], calls: readonly CallId[], screens: readonly Screen[]): Promise<void> {
  await each(desks, async (desk, i) => {
    const screen = screens[i]
    const callId = calls[i]
    if (!screen || !callId) throw new Error('no screen')
    await insist(desk, `/calls/${callId}/hang-up`, {})
    await shows(screen, ({ state, wrapUp }) => state === 'wrapUp' && wrapUp !== null, 30_000)
    await insist(desk, '/outcomes', outcomeOf({ ...desk, callId }, new Date(MONDAY_NOON)))
    await shows(screen, ({ state }) => state === 'break', 30_000)
  })
  for (const { line } of screens) line.close()
  const { db } = ground.database
  expect(await db.disposition.count({ where: { callId: { in: [...calls] } } })).toBe(desks.length)
}

it('R14 · drops no call when its server is killed, and shows each again at another that ends and writes it up', {
  timeout: LONG_MS,
}, async ({ task }) => {
  const desks = await seed(TALKS)
  const screens = await openDesks(desks)
  const calls = await talk(desks)
  const since = truthNow()

  const from = performance.now()
  await house.servers[1]?.kill()
  const back = await Promise.all(screens.map((screen, i) => backAfter(screen, from, isTalking(desks[i] as Desk))))
  const moved = screens.filter(({ lost }) => lost > 0).length
  await wait(2_000) // what the survivors' sweeps do about calls of a dead process is done
  const dropped = findDropped(desks, since)
  reached(task, `${TALKS} talking, one of ${SERVERS} servers killed by -9`, {
    dropped: dropped.length,
    'screens moved': moved,
    'ms until the last was back': Math.round(Math.max(...back)),
  })
  expect(dropped).toEqual([])
  expect(moved).toBeGreaterThan(TALKS / 10)
  expect(Math.max(...back)).toBeLessThanOrEqual(BACK_WITHIN_MS)
  await finish(desks, calls, screens)
  await house.restart(1)
})

it('R14 · drops no call when every server is killed, and shows each again when one is back', {
  timeout: LONG_MS,
}, async ({ task }) => {
  const desks = await seed(FEWER)
  const screens = await openDesks(desks)
  const calls = await talk(desks)
  const since = truthNow()

  await Promise.all(house.servers.map((server) => server.kill()))
  const killed = performance.now()
  await house.restart(0)
  const ready = performance.now()
  const back = await Promise.all(screens.map((screen, i) => backAfter(screen, ready, isTalking(desks[i] as Desk))))
  const dropped = findDropped(desks, since)
  reached(task, `${FEWER} talking, all ${SERVERS} servers killed by -9, one started again`, {
    dropped: dropped.length,
    'ms until it was up': Math.round(ready - killed),
    'ms more until the last was back': Math.round(Math.max(...back)),
  })
  expect(dropped).toEqual([])
  expect(Math.max(...back)).toBeLessThanOrEqual(BACK_WITHIN_MS)
  await finish(desks, calls, screens)
  await Promise.all([house.restart(1), house.restart(2)])
})

it('R14 control · a call that our side ends is found among the dropped', async ({ task }) => {
  const desks = await seed(2)
  const [call] = await talk(desks)
  const since = truthNow()
  const [victim] = desks
  if (!victim) throw new Error('no desk')
  await callAs(victim, house.url, `/calls/${call}/hang-up`, { body: {} })
  await until(() => findDropped(desks, since).length > 0)
  const dropped = findDropped(desks, since)
  reached(task, 'one of two hung up', { dropped: dropped.length })
  expect(dropped).toEqual([victim.e164])
})

let returned: { screens: Screen[]; desks: Desk[] }

/** The checker: screens that show somebody else's customer, or none. */
const findWrong = (screens: readonly Screen[], desks: readonly Desk[]): number =>
  screens.filter((screen, i) => deskOf(screen)?.card?.workItemId !== desks[i]?.workItemId).length

it('R13 · gives each agent her own customer back when her line is cut or her page reloaded', {
  timeout: LONG_MS,
}, async ({ task }) => {
  const desks = await seed(FEWER, 'spoken')
  const screens = await openDesks(desks)
  const holds = (desk: Desk) => (document: AgentDesk) => document.card?.workItemId === desk.workItemId
  const cut: number[] = []
  const reloaded: number[] = []
  let wrong = 0
  for (let round = 0; round <= RETURNS; round++) {
    const from = performance.now()
    for (const { socket } of screens) socket.io.engine.close()
    await until(() => screens.every(({ lost }) => lost > round))
    const afterCut = await Promise.all(screens.map((screen, i) => backAfter(screen, from, holds(desks[i] as Desk))))
    wrong += findWrong(screens, desks)
    const fresh = desks.map((desk) => openScreen(house.url, desk, `agent:${desk.userId}`))
    open.push(...fresh)
    const afterReload = await Promise.all(fresh.map((screen) => shows(screen, ({ card }) => card !== null, 30_000)))
    wrong += findWrong(fresh, desks)
    for (const { line } of fresh) line.close()
    if (round === 0) continue // these processes may have served nobody yet
    cut.push(...afterCut)
    reloaded.push(...afterReload)
  }
  reached(task, `${desks.length} desks, each cut off and reloaded ${RETURNS} times`, {
    returns: cut.length + reloaded.length,
    'wrong customers': wrong,
    'ms p99 after a cut': Math.round(quantile(cut, 0.99)),
    'ms p99 after a reload': Math.round(quantile(reloaded, 0.99)),
  })
  expect(wrong).toBe(0)
  expect(quantile(cut, 0.99)).toBeLessThanOrEqual(CUT_WITHIN_MS)
  expect(quantile(reloaded, 0.99)).toBeLessThanOrEqual(CUT_WITHIN_MS)
  returned = { screens, desks }
})

it("R13 control · screens that show each other's customers are found", ({ task }) => {
  const { screens, desks } = returned
  const wrong = findWrong(screens.slice(0, 2), desks.slice(0, 2).reverse())
  reached(task, 'two desks exchanged', { 'wrong customers': wrong })
  expect(wrong).toBe(2)
})

/** The checker: facts of a call that are kept more than once. */
const countRepeated = async (calls: readonly CallId[]): Promise<number> => {
  const facts = await ground.database.db.webhookInbox.findMany({
    where: { intentId: { in: [...calls] }, kind: 'webhook' },
    select: { sid: true, seq: true, status: true },
  })
  return facts.length - new Set(facts.map((fact) => JSON.stringify(fact))).size
}

it('R19 · makes one card, one call and one entry of the history of webhooks that all come twice', {
  timeout: LONG_MS,
}, async ({ task }) => {
  const { db } = ground.database
  ground.carrier.setFaults({ duplicate: 1 })
  const since = truthNow()
  const calls: CallId[] = []
  const done: Desk[] = []
  for (let start = 0; start < TWICE; start += FEWER) {
    const desks = await seed(Math.min(FEWER, TWICE - start))
    const screens = await openDesks(desks)
    const made = await talk(desks)
    await finish(desks, made, screens)
    calls.push(...made)
    done.push(...desks)
  }
  const taken = ground.carrier.truth.since(since).filter(({ event }) => event === 'hook-acked').length
  const customers = { customerId: { in: done.map(({ customerId }) => customerId) } }
  const made = await db.call.count({ where: customers })
  const entries = await db.contactRecord.count({ where: { ...customers, kind: 'disposition' } })
  const seated = { sid: { in: (await db.seat.findMany({ select: { sid: true } })).flatMap(({ sid }) => sid ?? []) } }
  const facts =
    (await db.webhookInbox.count({ where: { intentId: { in: calls }, kind: 'webhook' } })) +
    (await db.webhookInbox.count({ where: { ...seated, kind: 'seat' } }))
  const repeated = await countRepeated(calls)
  reached(task, `${TWICE} calls of ours, every webhook of customer and seat sent twice`, {
    'webhooks taken': taken,
    calls: made,
    'entries in the history': entries,
    'facts kept twice': repeated,
  })
  expect(taken).toBeGreaterThan(TWICE * 4)
  expect(facts).toBeGreaterThan(TWICE)
  expect(repeated).toBe(0)
  expect(made).toBe(TWICE)
  expect(entries).toBe(TWICE)
  expect(await db.dialIntent.count({ where: customers })).toBe(TWICE)
  expect(await db.attempt.count({ where: { ...customers, counted: true } })).toBe(TWICE)
})

it('R19 control · an inbox without its key keeps twice what comes twice', { timeout: LONG_MS }, async ({ task }) => {
  const key = 'webhook_inbox_sid_kind_seq_status_key'
  await ground.database.db.$executeRawUnsafe(`DROP INDEX ${key}`)
  const calls = await talk(await seed(2))
  await until(async () => (await countRepeated(calls)) > 0)
  const repeated = await countRepeated(calls)
  reached(task, '2 calls, the unique index dropped', { 'facts kept twice': repeated })
  expect(repeated).toBeGreaterThan(0)
})
