import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeState, closeScreens, drive, openScreens, quantile, type Screen } from '../harness/crowd.ts'
import { seedStaff } from '../harness/desks.ts'
import { clockFrom, type Ground, layGround } from '../harness/house.ts'
import { reached } from '../harness/reached.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'
import { promised, sized } from '../harness/sized.ts'

/** R21: two hundred desks and the walls above them, fifty changes a second, whether or not the earlier ones are shown. */
const AGENTS = 200
const WALLS = 10
const PER_SECOND = 50
const SECONDS = sized(8, 300)
const SHOWN_WITHIN_MS = promised(250)
const LOOP_MS = promised(50)
const HALT_MS = 2 * SHOWN_WITHIN_MS
const MONDAY_NOON = '2026-03-02T07:00:00Z'

let ground: Ground
let server: ServerProcess
let desks: Screen[] = []
let walls: Screen[] = []

beforeAll(async () => {
  ground = await layGround({ clock: clockFrom(MONDAY_NOON), carried: false })
  server = await startServer(ground.env, { probed: true })
  const staff = { now: new Date(MONDAY_NOON), sessionSecret: ground.env.SESSION_SECRET ?? '' }
  const agents = await seedStaff(ground.database, { ...staff, count: AGENTS, role: 'agent' })
  const leads = await seedStaff(ground.database, { ...staff, count: WALLS, role: 'supervisor' })
  desks = await openScreens(server.url, agents)
  walls = await openScreens(server.url, [], leads)
  await drive({ perSecond: PER_SECOND, seconds: 3 }, change) // what is slow only the first time
})
afterAll(async () => {
  closeScreens([...desks, ...walls])
  await server?.kill()
  await ground?.close()
})

let turn = 0
/** Each takes her turn, so that nobody says two things at once; answers when her own screen shows it. */
const change = (): Promise<number> => changeState(server.url, desks[turn++ % AGENTS] as Screen)

/** The 99th percentiles, and whether every change was shown: one that is not within a quarter of a minute throws. */
async function measure(seconds: number) {
  await server.loopDelay()
  const shown = await drive({ perSecond: PER_SECOND, seconds }, change)
  return { shown: Math.round(quantile(shown, 0.99)), loop: Math.round(await server.loopDelay()), changes: shown.length }
}

it('R21 · shows each of fifty changes a second to two hundred desks and the walls, and keeps nobody waiting', async ({
  task,
}) => {
  const seen = walls.map((wall) => wall.seen.length)
  const { shown, loop, changes } = await measure(SECONDS)
  reached(task, `${AGENTS} desks and ${WALLS} walls, ${PER_SECOND} changes a second for ${SECONDS} s`, {
    'changes shown': changes,
    'ms until shown (p99)': shown,
    'ms of event loop (p99)': loop,
  })
  expect(changes).toBe(PER_SECOND * SECONDS)
  expect(shown).toBeLessThanOrEqual(SHOWN_WITHIN_MS)
  expect(loop).toBeLessThanOrEqual(LOOP_MS)
  for (const [i, wall] of walls.entries()) expect(wall.seen.length).toBeGreaterThan(seen[i] ?? 0)
  for (const { seen: versions } of [...desks, ...walls])
    expect(versions.every((version, i) => i === 0 || version >= (versions[i - 1] ?? 0))).toBe(true)
})

it('R21 control · a server that stands still again and again is found', async ({ task }) => {
  let going = true
  const halting = (async () => {
    while (going) {
      server.signal('SIGSTOP')
      await wait(HALT_MS)
      server.signal('SIGCONT')
      await wait(HALT_MS)
    }
  })()
  try {
    const { shown, loop } = await measure(4)
    reached(task, `${HALT_MS} ms of every ${2 * HALT_MS}`, {
      'ms until shown (p99)': shown,
      'ms of event loop (p99)': loop,
    })
    expect(shown).toBeGreaterThan(SHOWN_WITHIN_MS)
  } finally {
    going = false
    await halting
  }
})
