import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runShift } from '../../scripts/shift/shift.ts'
import { createTestDatabase } from '../harness/database.ts'
import { reached } from '../harness/reached.ts'
import { sized } from '../harness/sized.ts'

/** A day of a centre, short; its checks have their controls in `scripts/shift/truth-checks.test.ts`. */
const AGENTS = sized(4, 20)
const HOURS = sized(0.25, 8)
const SIZE = sized(300, 5_000)
const SPEED = sized(30, 60)

let database: Awaited<ReturnType<typeof createTestDatabase>>
let dataDir: string
beforeAll(async () => {
  database = await createTestDatabase(20)
  dataDir = await mkdtemp(join(tmpdir(), 'bazgasht-shift-'))
})
afterAll(async () => {
  await database?.drop()
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
})

it('breaks no rule in a shift on the real server, and wins somebody back', {
  timeout: sized(180_000, 1_200_000),
}, async ({ task }) => {
  const settings = { agents: AGENTS, hours: HOURS, seed: 1, size: SIZE, speed: SPEED }
  const report = await runShift({ ...settings, dataDir, databaseUrl: database.url, say: () => {} })
  const { heard, conversations, won, broken } = report
  reached(task, `${AGENTS} agents for ${HOURS} h`, { rung: heard.dialled, conversations, won, broken: broken.length })
  expect(broken).toEqual([])
  expect(heard.dialled).toBeGreaterThan(AGENTS)
  expect(conversations).toBe(heard.toAgent.count + heard.toHuman.count)
  expect(report.reached).toBeGreaterThan(0)
})
