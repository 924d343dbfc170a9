import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Signed, seedStaff } from './harness/desks.ts'
import { clockFrom, type Ground, layGround } from './harness/house.ts'
import { type ServerProcess, startServer } from './harness/server-process.ts'
import { sendFile, untilRun } from './harness/upload.ts'

/** Above a megabyte, so that the server reads and writes it in a thread of its own. */
const ROWS = 40_000
const CUSTOMERS = 500
const MONDAY_NOON = '2026-03-02T07:00:00Z'

let ground: Ground
let folder: string
let server: ServerProcess
let who: Signed
let path: string

beforeAll(async () => {
  ground = await layGround({ clock: clockFrom(MONDAY_NOON, 10), carried: false })
  folder = await mkdtemp(join(tmpdir(), 'bazgasht-import-'))
  server = await startServer(ground.env)
  const seeding = {
    count: 1,
    role: 'supervisor' as const,
    now: new Date(MONDAY_NOON),
    sessionSecret: ground.env.SESSION_SECRET ?? '',
  }
  const [one] = await seedStaff(ground.database, seeding)
  if (!one) throw new Error('nobody is signed in')
  who = one
  await ground.database.db.$executeRaw`
    INSERT INTO customer (id, external_id, household_id, name, search_name, attributes, created_at)
    SELECT gen_random_uuid(), 'C' || i, gen_random_uuid(), 'A', 'a', '{}', now() FROM generate_series(0, ${CUSTOMERS - 1}::int) AS i`
  const lines = Array.from(
    { length: ROWS },
    (_, i) => `C${i % CUSTOMERS},O${i},2025-05-${(i % 28) + 1},${100 + i},item ${i}`,
  )
  path = join(folder, 'purchases.csv')
  await writeFile(path, `external_id,order_id,date,amount,items\n${lines.join('\n')}\n`)
})
afterAll(async () => {
  await server?.kill()
  await ground?.close()
  await rm(folder, { recursive: true, force: true })
})

it('goes on with a large upload where a killed server left it, and no row comes twice or is lost', {
  timeout: 120_000,
}, async () => {
  const id = await sendFile(server.url, who, path, 'purchases')
  const half = await untilRun(server.url, who, id, ({ rowsNew }) => rowsNew > 0)
  expect(half).toMatchObject({ state: 'running' })
  await server.kill()
  const kept = await ground.database.db.purchase.count()
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThan(ROWS)

  server = await startServer(ground.env)
  const run = await untilRun(server.url, who, id)
  expect(run).toMatchObject({ state: 'done', rowsRead: ROWS, rowsNew: ROWS, rowsSame: 0, rowsFaulty: 0, resumes: 1 })
  expect(await ground.database.db.purchase.count()).toBe(ROWS)
  expect(await readdir(join(ground.env.DATA_DIR ?? '', 'imports'))).toEqual([])
})
