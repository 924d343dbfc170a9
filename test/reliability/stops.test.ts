import { randomUUID } from 'node:crypto'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callAs, codeOf } from '../harness/browser-call.ts'
import { type Desk, seedDesks } from '../harness/desks.ts'
import { clockFrom, findFreePort, type House, startHouse } from '../harness/house.ts'
import { openPhone } from '../harness/network.ts'
import { reached } from '../harness/reached.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'
import { promised, sized } from '../harness/sized.ts'

/** R8: stops at random moments around dials, in two processes, judged by the network's own log. */
const DIALS = sized(300, 100_000)
const AT_ONCE = sized(8, 32)
const LONGEST_WAY_MS = 150
const REST_DELAY_MS = 120
const LATEST_STOP_MS = 2_400
/** Nineteen of twenty, and the last: both processes, the network and the database share two cores here. */
const CANCEL_WITHIN_MS = promised(1_000)
const CANCEL_AT_LAST_MS = promised(2_000)
const MONDAY_NOON = '2026-03-02T07:00:00Z'

type Round = {
  desk: Desk
  callId: string
  /** When the dial was asked for, and when the stop was acknowledged to who pressed it; the house's time. */
  askedAt: number
  stoppedAt: number
  refusal: string
}

let house: House
let slowWay: Server
let other: ServerProcess

/** The way to the carrier takes its time, so that stops fall between the last look and the carrier's taking the call. */
const startSlowWay = async (carrierUrl: string): Promise<Server> => {
  let turn = 0
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = []
    for await (const part of req) parts.push(part as Buffer)
    if (req.method === 'POST') await wait((turn++ * 37) % LONGEST_WAY_MS)
    const onward = request(`${carrierUrl}${req.url}`, { method: req.method, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    })
    onward.once('error', () => res.destroy())
    onward.end(Buffer.concat(parts))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return server
}

beforeAll(async () => {
  house = await startHouse({ clock: clockFrom(MONDAY_NOON) })
  slowWay = await startSlowWay(house.carrier.url)
  const way = `http://127.0.0.1:${(slowWay.address() as AddressInfo).port}`
  other = await startServer({ ...house.env, PORT: String(await findFreePort()), TWILIO_API_BASE_URL: way })
  house.carrier.setFaults({ restDelayMs: REST_DELAY_MS })
  house.carrier.setPersona('*', { kind: 'answers', ringSeconds: 29, talkSeconds: 60 })
})
afterAll(async () => {
  await other?.stop()
  slowWay?.closeAllConnections()
  slowWay?.close()
  await house?.close()
})

const houseTime = (): number => {
  const { origin, epoch, speed } = JSON.parse(house.env.CLOCK ?? '{}') as Record<'origin' | 'epoch' | 'speed', number>
  return epoch + (Date.now() - origin) * speed
}

const sitDown = async (desk: Desk): Promise<void> => {
  await openPhone(house.carrier, desk.userId)
}

async function play(desk: Desk, turn: number): Promise<Round> {
  const callId = randomUUID()
  const url = (nth: number) => ((turn + nth) % 2 ? other.url : house.url)
  // A quarter is stopped before the dial, the rest while it is asked, sent, taken or ringing.
  const stopAfterMs = turn % 4 === 0 ? 0 : (turn * 131) % LATEST_STOP_MS
  const before = turn % 4 === 0
  const dial = async () => {
    const askedAt = houseTime()
    const body = { id: callId, workItemId: desk.workItemId, fence: desk.fence }
    return { askedAt, answer: await callAs(desk, url(0), '/calls', { body }) }
  }
  const stop = async () => {
    await wait(stopAfterMs)
    const body = { workItemId: desk.workItemId, fence: desk.fence, code: turn % 2 ? 'S.CALL' : 'S.ALL' }
    const answer = await callAs(desk, url(turn % 3 ? 1 : 0), '/stops', { body })
    expect(answer, JSON.stringify(answer)).toMatchObject({ status: 200 })
    return houseTime()
  }
  const stopped = before ? await stop() : null
  const [dialled, stoppedAt] = await Promise.all([dial(), stopped ?? stop()])
  return { desk, callId, askedAt: dialled.askedAt, stoppedAt, refusal: codeOf(dialled.answer) }
}

type Seen = { to: string; intent: string | undefined; at: number }
type Intent = { id: string; createdAt: Date; sentAt: Date | null }

/** The checker: what rang though its dial was created, or its last look taken, after the stop was acknowledged. */
const findIllegal = (invites: readonly Seen[], rounds: readonly Round[], intents: ReadonlyMap<string, Intent>) => {
  const byNumber = new Map(rounds.map((round) => [round.desk.e164, round]))
  return invites.filter(({ to }) => {
    const round = byNumber.get(to)
    const intent = round && intents.get(round.callId)
    if (!round || !intent) return true
    return intent.createdAt.getTime() > round.stoppedAt || (intent.sentAt?.getTime() ?? 0) > round.stoppedAt
  })
}

const truth = (event: string): Seen[] =>
  house.carrier.truth
    .since(0)
    .flatMap((line) =>
      line.event === event && line.to?.startsWith('+')
        ? [{ to: line.to, intent: line.intent, at: Date.parse(line.at) }]
        : [],
    )

/** What the first test saw; its control looks at the same with one dial more. */
let seen: { invites: Seen[]; rounds: Round[]; intents: Map<string, Intent>; refused: Round[] }

it('R8 · places no call whose dial came after a stop, and ends those that were on their way', {
  timeout: sized(240_000, 36_000_000),
}, async ({ task }) => {
  const desks = await seedDesks(house.database, {
    count: DIALS,
    now: new Date(houseTime()),
    sessionSecret: house.env.SESSION_SECRET ?? '',
    state: 'preview',
  })
  const rounds: Round[] = []
  const queue = desks.entries()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [turn, desk] of queue) {
        await sitDown(desk)
        rounds.push(await play(desk, turn))
      }
    }),
  )
  const { db } = house.database
  for (let tries = 0; tries < 100; tries++) {
    if ((await db.dialIntent.count({ where: { state: { notIn: ['done', 'refused'] } } })) === 0) break
    await wait(100)
  }

  const intents = new Map((await db.dialIntent.findMany()).map((intent) => [intent.id, intent]))
  const invites = truth('invite')
  const ends = new Map(truth('end').map((end) => [end.to, end.at]))
  const stops = new Map(rounds.map(({ desk, stoppedAt }) => [desk.e164, stoppedAt]))
  const late = invites.map(
    ({ to, at }) => (ends.get(to) ?? Number.POSITIVE_INFINITY) - Math.max(at, stops.get(to) ?? 0),
  )
  const refusedBefore = rounds.filter(({ askedAt, stoppedAt }) => askedAt >= stoppedAt)
  seen = { invites, rounds, intents, refused: refusedBefore }
  reached(task, `${rounds.length} dials and stops at random moments in two processes`, {
    'asked after the stop': refusedBefore.length,
    rang: invites.length,
    illegal: findIllegal(invites, rounds, intents).length,
    'ended after more than a second': late.filter((ms) => ms > 1_000).length,
    'ms to the end at most': late.reduce((most, ms) => Math.max(most, ms), 0),
  })

  expect(rounds).toHaveLength(DIALS)
  expect(invites.length).toBeGreaterThan(DIALS / 10)
  expect(new Set(invites.map(({ to }) => to)).size).toBe(invites.length)
  expect(findIllegal(invites, rounds, intents)).toEqual([])
  expect(refusedBefore.length).toBeGreaterThanOrEqual(DIALS / 4)
  expect(refusedBefore.filter(({ refusal }) => refusal !== 'call.refused')).toEqual([])
  expect(late.filter((ms) => ms > CANCEL_AT_LAST_MS)).toEqual([])
  expect(late.filter((ms) => ms > CANCEL_WITHIN_MS).length).toBeLessThanOrEqual(invites.length / 20)
  // Whoever was never rung has not used up a try.
  const rung = new Set(invites.map(({ to }) => to))
  const spared = rounds.filter(({ desk }) => !rung.has(desk.e164)).map(({ callId }) => callId)
  expect(await db.attempt.count({ where: { id: { in: spared }, counted: true } })).toBe(0)
})

it('R8 control · a dial that asks nobody rings after the stop, and is found', ({ task }) => {
  const { invites, rounds, intents, refused } = seen
  const [victim] = refused
  if (!victim) throw new Error('nobody was stopped before a dial')
  const careless: Intent = { id: victim.callId, createdAt: new Date(houseTime()), sentAt: null }
  const hand = { to: victim.desk.e164, intent: victim.callId, at: houseTime() }
  const illegal = findIllegal([...invites, hand], rounds, new Map([...intents, [victim.callId, careless]]))
  reached(task, 'one dial by hand', { illegal: illegal.length })
  expect(illegal).toEqual([hand])
})
