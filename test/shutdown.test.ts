import { setTimeout as wait } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callAs } from './harness/browser-call.ts'
import { type Desk, seedDesks, seedStaff } from './harness/desks.ts'
import { clockFrom, findFreePort, type House, startHouse } from './harness/house.ts'
import { outcomeOf } from './harness/outcome.ts'
import { type ServerProcess, startServer } from './harness/server-process.ts'

const MONDAY_NOON = '2026-03-02T07:00:00Z'
const DESKS = 600
const SCREENS = 10
/** Each sends its next save as soon as the last was answered. */
const AT_ONCE = 8
const DRAIN_SECONDS = 1

let house: House
beforeAll(async () => {
  house = await startHouse({ clock: clockFrom(MONDAY_NOON), carried: false })
})
afterAll(() => house?.close())

const seeding = () => ({ now: new Date(MONDAY_NOON), sessionSecret: house.env.SESSION_SECRET ?? '' })
const another = async (more = {}): Promise<ServerProcess> =>
  startServer({ ...house.env, LOG_LEVEL: 'info', PORT: String(await findFreePort()), ...more })
const untilEnded = async (server: ServerProcess, withinMs: number) => {
  const late = performance.now() + withinMs
  while (server.ended() === null && performance.now() < late) await wait(20)
  return server.ended()
}
const ready = async (server: ServerProcess) => {
  const answer = await fetch(`${server.url}/ready`).catch(() => null)
  return answer && [answer.status, (await answer.json()).reasons]
}

it('stops in order under load: no acknowledged save is lost, no answer is a fault, the screens are told, and it ends well', {
  timeout: 120_000,
}, async () => {
  const server = await another({ DRAIN_SECONDS: String(DRAIN_SECONDS), PGAPPNAME: 'stopped' })
  const desks = await seedDesks(house.database, { ...seeding(), count: DESKS, state: 'spoken' })
  const watchers = await seedStaff(house.database, { ...seeding(), count: SCREENS, role: 'supervisor' })
  let told = 0
  let sentAway = 0
  const screens = await Promise.all(
    watchers.map(async ({ cookie }) => {
      const socket = io(server.url, {
        forceNew: true,
        reconnection: false,
        transports: ['websocket'],
        extraHeaders: { cookie, origin: server.url },
      })
      socket.on('server:closing', () => told++)
      socket.on('disconnect', () => sentAway++)
      await new Promise((done, fail) => socket.once('connect', () => done(null)).once('connect_error', fail))
      return socket
    }),
  )
  expect(await ready(server)).toEqual([200, []])

  const acknowledged: Desk[] = []
  const faults: unknown[] = []
  let unheard = 0
  const queue = desks.values()
  const saving = Array.from({ length: AT_ONCE }, async () => {
    for (const desk of queue) {
      const answer = await callAs(desk, server.url, '/outcomes', { body: outcomeOf(desk, new Date(MONDAY_NOON)) })
      if (answer === null) unheard++
      else if (answer.status === 200) acknowledged.push(desk)
      else faults.push(answer)
    }
  })
  while (acknowledged.length < AT_ONCE) await wait(5)
  server.signal('SIGTERM')
  await wait(200)
  const whileDraining = await ready(server)
  await Promise.all(saving)
  expect(await untilEnded(server, 20_000)).toBe(0)

  expect(whileDraining).toEqual([503, ['stopping']])
  expect(faults, server.printed()).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(0)
  const saved = await house.database.db.disposition.findMany({ select: { agentId: true } })
  const savers = new Set(saved.map(({ agentId }) => agentId))
  expect(acknowledged.filter(({ userId }) => !savers.has(userId))).toEqual([])
  expect(saved.length).toBeLessThanOrEqual(acknowledged.length + unheard)
  expect([told, sentAway]).toEqual([SCREENS, SCREENS])
  for (const screen of screens) screen.close()
  expect(server.printed()).not.toMatch(/"level":"error"/)

  // The load was there to the end, and nothing of the process is left at the database.
  expect(unheard).toBeGreaterThan(0)
  const left = await house.database.db.$queryRaw<{ n: bigint }[]>`
    SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'stopped'`
  expect(Number(left[0]?.n)).toBe(0)
})

it('ends at once at a second signal', { timeout: 60_000 }, async () => {
  const server = await another({ DRAIN_SECONDS: '30' })
  server.signal('SIGTERM')
  while (!(await ready(server))?.[1].includes('stopping')) await wait(20)
  expect(server.ended()).toBeNull()
  server.signal('SIGTERM')
  expect(await untilEnded(server, 5_000)).toBe(1)
})
