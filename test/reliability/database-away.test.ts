import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Carrier, startCarrier } from '../../scripts/carrier/carrier.ts'
import { WILLING } from '../../scripts/carrier/people/persona.ts'
import { callAs } from '../harness/browser-call.ts'
import { createTestDatabase } from '../harness/database.ts'
import { type Desk, seedDesks } from '../harness/desks.ts'
import { clockFrom, findFreePort } from '../harness/house.ts'
import { openPhone } from '../harness/network.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'
import { promised, sized } from '../harness/sized.ts'
import { startWay, type Way } from '../harness/way.ts'

/** R22: half a minute in the long form. */
const AWAY_MS = sized(8_000, 30_000)
const RESUMES_WITHIN_MS = promised(10_000)
/** The beat goes every five seconds. */
const TOLD_WITHIN_MS = promised(7_000)
const TALKING = sized(5, 20)
const WAITING = sized(5, 20)
const AGAIN_MS = 250
const MONDAY_NOON = '2026-03-02T07:00:00Z'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let way: Way
let carrier: Carrier
let server: ServerProcess
let dataDir: string
const sessionSecret = randomBytes(32).toString('hex')

beforeAll(async () => {
  database = await createTestDatabase()
  const direct = new URL(database.url)
  way = await startWay(Number(direct.port))
  dataDir = await mkdtemp(join(tmpdir(), 'bazgasht-away-'))
  const account = { account: `AC${randomBytes(16).toString('hex')}`, token: randomBytes(16).toString('hex') }
  const clock = clockFrom(MONDAY_NOON)
  carrier = await startCarrier({ ...account, personaFor: () => WILLING, clock, callsPerSecond: 100 })
  carrier.setPersona('*', { kind: 'answers', ringSeconds: 2, talkSeconds: 3_000 })
  direct.port = String(way.port)
  server = await startServer({
    NODE_ENV: 'test',
    PORT: String(await findFreePort()),
    DATA_DIR: dataDir,
    DATABASE_URL: direct.href,
    SESSION_SECRET: sessionSecret,
    LOG_LEVEL: 'error',
    CLOCK: JSON.stringify(clock),
    TWILIO_ACCOUNT_SID: account.account,
    TWILIO_AUTH_TOKEN: account.token,
    TWILIO_API_BASE_URL: carrier.url,
    TWILIO_FROM: '+15005550006',
    TWILIO_CALLS_PER_SECOND: '50',
  })
})
afterAll(async () => {
  await server?.stop()
  await carrier?.close()
  await way?.close()
  await database?.drop()
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
})

const seat = async (count: number): Promise<Desk[]> => {
  const now = new Date(carrier.clock.now())
  const desks = await seedDesks(database, { count, now, sessionSecret, state: 'preview' })
  for (const { userId } of desks) await openPhone(carrier, userId)
  return desks
}
const dial = (desk: Desk) =>
  callAs(desk, server.url, '/calls', { body: { id: randomUUID(), workItemId: desk.workItemId, fence: desk.fence } })
const stateOf = async ({ workItemId }: Desk) =>
  (await database.db.call.findFirst({ where: { workItemId }, orderBy: { dialledAt: 'desc' } }))?.state
const truth = (event: string, desks: readonly Desk[], since = 0) =>
  carrier.truth.since(since).filter((one) => one.event === event && desks.some(({ e164 }) => e164 === one.to))

const watchDesk = async (desk: Desk): Promise<{ socket: Socket; heard: (event: string) => number }> => {
  const times = new Map<string, number>()
  const headers = { cookie: desk.cookie, origin: server.url }
  const socket = io(server.url, { forceNew: true, transports: ['websocket'], extraHeaders: headers })
  await new Promise((done, fail) => socket.once('connect', () => done(null)).once('connect_error', fail))
  socket.onAny((event: string) => times.set(event, performance.now()))
  const answer = await socket.timeout(8_000).emitWithAck('topic:watch', { topic: `agent:${desk.userId}` })
  expect(answer.ok).toBe(true)
  return { socket, heard: (event) => times.get(event) ?? Number.NEGATIVE_INFINITY }
}

it('R22 · dials nobody while the database is away, keeps every conversation, says so to every desk and goes on by itself', {
  timeout: 180_000,
}, async () => {
  const talking = await seat(TALKING)
  const waiting = await seat(WAITING)
  await Promise.all(
    talking.map(async (desk) => {
      await dial(desk)
      await expect.poll(() => stateOf(desk), { timeout: 40_000 }).toBe('answered')
    }),
  )
  const [first] = talking
  if (!first) throw new Error('no desk')
  const screen = await watchDesk(first)

  const before = carrier.truth.since(0).length
  await way.refuse()
  const gone = performance.now()
  while (performance.now() - gone < AWAY_MS) {
    const answers = await Promise.all(waiting.map((desk) => dial(desk)))
    for (const answer of answers) expect(answer === null || answer.status >= 500).toBe(true)
    await wait(AGAIN_MS)
  }
  expect(screen.heard('data:away') - gone).toBeLessThan(TOLD_WITHIN_MS)
  expect(screen.heard('data:away')).toBeGreaterThan(gone)
  expect(screen.socket.connected).toBe(true)
  expect((await fetch(`${server.url}/health`)).status).toBe(200) // it has not fallen over

  await way.restore()
  const back = performance.now()
  const dialled = truth('invite', waiting, before)
  expect(dialled).toEqual([])
  const next = waiting[0] ?? first
  await expect.poll(async () => (await dial(next))?.status, { timeout: 30_000, interval: 100 }).toBe(200)
  const resumedMs = performance.now() - back
  expect(resumedMs).toBeLessThan(RESUMES_WITHIN_MS)
  await expect.poll(() => screen.heard('topic:versions') > back, { timeout: 15_000 }).toBe(true)
  await expect.poll(() => stateOf(next), { timeout: 20_000 }).toBe('answered')

  expect(truth('end', talking)).toEqual([])
  for (const desk of talking) expect(await stateOf(desk)).toBe('answered')
  expect(truth('invite', talking)).toHaveLength(TALKING)
  screen.socket.disconnect()
  console.log('database away:', JSON.stringify({ awayMs: AWAY_MS, resumedMs: Math.round(resumedMs) }))
})

it('R22 control · a conversation that we end is found in the network’s log', { timeout: 90_000 }, async () => {
  const [desk] = await seat(1)
  if (!desk) throw new Error('no desk')
  await dial(desk)
  await expect.poll(() => stateOf(desk), { timeout: 40_000 }).toBe('answered')
  const call = await database.db.call.findFirstOrThrow({ where: { workItemId: desk.workItemId } })
  await callAs(desk, server.url, `/calls/${call.id}/hang-up`, { body: {} })
  await expect.poll(() => truth('end', [desk]).length, { timeout: 20_000 }).toBe(1)
})
