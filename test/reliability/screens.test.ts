import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { PresenceState } from '#contract/staff'
import { readVersions } from '../../server/platform/bus.pg.ts'
import { deskOf, openScreen, type Screen } from '../harness/crowd.ts'
import { seedStaff } from '../harness/desks.ts'
import { type Entrance, openEntrance } from '../harness/entrance.ts'
import { clockFrom, findFreePort, type House, startHouse } from '../harness/house.ts'
import { reached } from '../harness/reached.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'

/** R20: two hundred screens on two processes; what is changed reaches each, whatever is killed between commit and push. */
const AGENTS = 150
const WALLS = 50
const ROUNDS = 2
const CHANGES = 60
const BEAT_MS = 5_000
const LAST_VERSION_MS = 5_000
const MONDAY_NOON = '2026-03-02T07:00:00Z'

let house: House
let other: ServerProcess
let entrance: Entrance
let admin: pg.Client
let otherEnv: Record<string, string>
const screens: Screen[] = []

beforeAll(async () => {
  house = await startHouse({ clock: clockFrom(MONDAY_NOON), carried: false })
  otherEnv = { ...house.env, PORT: String(await findFreePort()) }
  other = await startServer(otherEnv)
  entrance = await openEntrance([`http://127.0.0.1:${house.env.PORT}`, other.url])
  admin = new pg.Client(inject('postgresUrl'))
  await admin.connect()
})
afterAll(async () => {
  for (const { line } of screens) line.close()
  await entrance?.close()
  await admin?.end()
  await other?.kill()
  await house?.close()
})

const behind = async (): Promise<Screen[]> => {
  const versions = await readVersions(house.database.db, [...new Set(screens.map(({ topic }) => topic))])
  return screens.filter(({ topic, line }) => line.read(topic).version !== versions.get(topic))
}

/** Milliseconds until every screen shows the last version. */
async function catchUp(withinMs: number): Promise<number> {
  const from = performance.now()
  for (;;) {
    const late = await behind()
    const passed = performance.now() - from
    if (late.length === 0) return Math.round(passed)
    if (passed > withinMs)
      throw new Error(
        `${late.length} of ${screens.length} screens behind after ${Math.round(passed)} ms: ${late[0]?.topic}`,
      )
    await wait(50)
  }
}

const countLost = (): number => screens.reduce((sum, { lost }) => sum + lost, 0)

const last = new Map<string, PresenceState>()
/** Agents go to break and come back from being offline: a change and its versions in one transaction, as everywhere. */
async function change(count: number, from: number): Promise<void> {
  const agents = screens.filter(({ topic }) => topic !== 'wall')
  for (let i = 0; i < count; i++) {
    const agent = agents[(from + i * 7) % agents.length]
    if (!agent) continue
    const { userId } = agent.who
    const to: PresenceState = last.get(userId) === 'offline' ? 'break' : 'offline'
    const moved = await house.database.tx((tx) =>
      house.app.staff.presence.move(tx, userId, [to === 'break' ? 'offline' : 'break'], to, new Date(MONDAY_NOON)),
    )
    if (moved) last.set(userId, to)
  }
}

const database = () => new URL(house.database.url).pathname.slice(1)
const deafen = async (): Promise<number> => {
  const ended = await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'LISTEN live_topic%'`,
    [database()],
  )
  return ended.rowCount ?? 0
}

it('R20 · leaves no screen behind when processes die or go deaf between commit and push, and none goes back', {
  timeout: 240_000,
}, async ({ task }) => {
  const staff = { now: new Date(MONDAY_NOON), sessionSecret: house.env.SESSION_SECRET ?? '' }
  const agents = await seedStaff(house.database, { ...staff, count: AGENTS, role: 'agent' })
  const leads = await seedStaff(house.database, { ...staff, count: WALLS, role: 'supervisor' })
  for (const who of agents) screens.push(openScreen(entrance.url, who, `agent:${who.userId}`))
  for (const who of leads) screens.push(openScreen(entrance.url, who, 'wall'))
  const opened = await catchUp(60_000)
  const figures = { screens: screens.length, opened, plain: 0, deaf: [] as number[], killed: [] as number[], moved: 0 }

  await change(CHANGES, 0)
  figures.plain = await catchUp(LAST_VERSION_MS)

  for (let round = 0; round < ROUNDS; round++) {
    // Nobody listens at the commit: only the heartbeat can tell.
    expect(await deafen()).toBeGreaterThanOrEqual(2)
    await change(CHANGES / 4, round * 31)
    figures.deaf.push(await catchUp(BEAT_MS + LAST_VERSION_MS))

    // One process dies with commits that it has not pushed; its screens go to the other.
    expect(screens.filter(({ socket }) => !socket.connected)).toEqual([])
    const lost = countLost()
    await change(CHANGES / 4, round * 57)
    const dying = other.kill()
    await change(CHANGES / 4, round * 83)
    await dying
    figures.killed.push(await catchUp(BEAT_MS + LAST_VERSION_MS))
    figures.moved += countLost() - lost
    other = await startServer(otherEnv)
    // Half of the screens come to the new process.
    for (const { socket } of screens.filter((_, i) => i % 2 === 0)) socket.io.engine.close()
    await catchUp(BEAT_MS + LAST_VERSION_MS)
    for (let tries = 0; tries < 100 && screens.some(({ socket }) => !socket.connected); tries++) await wait(100)
  }

  reached(task, `${figures.screens} screens, ${ROUNDS} rounds of deaf servers and of kill -9 between commit and push`, {
    'ms behind at most': Math.max(figures.plain, ...figures.deaf, ...figures.killed),
    'screens moved to the survivor': figures.moved,
    behind: (await behind()).length,
  })
  expect(figures.moved).toBeGreaterThan(screens.length / 5)
  expect(await behind()).toEqual([])
  // What is shown is what is so, and nobody ever saw an older version after a newer one.
  for (const screen of screens) {
    const { who, topic, seen } = screen
    expect(seen.every((version, i) => i === 0 || version >= (seen[i - 1] ?? 0))).toBe(true)
    expect(seen.length).toBeGreaterThan(0)
    if (topic !== 'wall') expect(deskOf(screen)?.state).toBe(last.get(who.userId) ?? 'break')
  }
})

it('R20 control · a screen that heeds neither heartbeat nor push misses what is changed meanwhile', async ({
  task,
}) => {
  const [screen] = screens
  if (!screen) throw new Error('no screen is open')
  screen.socket.off('topic:versions')
  screen.socket.off('topic:changed')
  await change(1, 0)
  await expect(catchUp(BEAT_MS + 1_000)).rejects.toThrow('1 of 200 screens behind')
  reached(task, 'one deaf screen', { behind: 1 })
})
