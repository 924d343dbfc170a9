import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** A process of ours that stands still in the middle of a transaction, with a lock that everybody wants. */
const STANDS_STILL = (url: string) => `
  import { openDatabase } from './server/platform/database.pg.ts'
  const { tx } = openDatabase(${JSON.stringify(url)}, 1)
  await tx(async (held) => {
    await held.$queryRaw\`SELECT pg_advisory_xact_lock(4711)::text\`
    process.kill(process.pid, 'SIGSTOP')
  })`

it('takes its locks from a process that stands still in a transaction', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', STANDS_STILL(database.url)])
  const isHeld = async () =>
    (
      await database.db.$queryRaw<{ held: bigint }[]>`
      SELECT count(*) AS held FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND granted`
    )[0]?.held === 1n
  try {
    await expect.poll(isHeld, { timeout: 20_000 }).toBe(true)
    await expect.poll(isHeld, { timeout: 20_000, interval: 200 }).toBe(false)
    expect(child.exitCode).toBeNull()
  } finally {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
})
