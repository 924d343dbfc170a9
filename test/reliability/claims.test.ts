import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seedTown } from '../../scripts/bench/claims-town.ts'
import type { Database } from '../../server/platform/database.pg.ts'
import { createTestDatabase } from '../harness/database.ts'
import { reached } from '../harness/reached.ts'

const run = promisify(execFile)
const PROCESSES = 2
const AGENTS = 50

let database: Database & { drop: () => Promise<void> }
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

async function seed(size: number): Promise<void> {
  const client = new pg.Client(database.url)
  await client.connect()
  await seedTown(client, size, 30)
  await client.end()
}

/** What all agents of all processes got, in no order. */
async function claimAll(mode: 'claims' | 'naive'): Promise<string[]> {
  const worker = new URL('./claims-process.ts', import.meta.url).pathname
  const args = ['--import', 'tsx', worker, database.url, mode, String(AGENTS / PROCESSES)]
  const outputs = await Promise.all(
    Array.from({ length: PROCESSES }, () =>
      run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024, timeout: 100_000 }),
    ),
  )
  return outputs.flatMap(({ stdout }) => stdout.split('\n').filter((line) => line !== ''))
}

it('R1 · hands 20,000 customers to 50 agents in two processes, each to one and none twice', {
  timeout: 120_000,
}, async ({ task }) => {
  await seed(20_000)
  const got = await claimAll('claims')
  reached(task, `${got.length} claims by ${AGENTS} agents in ${PROCESSES} processes`, {
    doubles: got.length - new Set(got).size,
  })
  expect(got.length).toBe(20_000)
  expect(new Set(got).size).toBe(20_000)
  expect(await database.db.workItem.count({ where: { state: 'closed', fence: 1n } })).toBe(20_000)
  expect(await database.db.queueHead.count()).toBe(0)
})

it('R1 control · looking first and writing afterwards hands customers out twice', {
  timeout: 120_000,
}, async ({ task }) => {
  await seed(200)
  const got = await claimAll('naive')
  reached(task, 'the naive claim', { doubles: got.length - new Set(got).size })
  expect(got.length).toBeGreaterThan(new Set(got).size)
})
