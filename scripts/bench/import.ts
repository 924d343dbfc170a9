import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { finished } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { applyMigrations } from '../../server/platform/migrations.pg.ts'
import { type Signed, seedStaff } from '../../test/harness/desks.ts'
import { findFreePort } from '../../test/harness/house.ts'
import { type ServerProcess, startServer } from '../../test/harness/server-process.ts'
import { sendFile, untilRun } from '../../test/harness/upload.ts'

export type ImportBenchResult = {
  rows: number
  customers: number
  fileMb: number
  /** From the run's start to its end, read, checked and written by the server that serves everybody else. */
  rowsPerSecond: number
  /** The same rows by one INSERT … SELECT into a table with the same indexes and keys, in the same database. */
  floorPerSecond: number
  ratio: number
  uploadSeconds: number
  /** The server process: after a small import that warmed it, and at its largest during this one. */
  memoryMb: { before: number; peak: number; growth: number }
  /** Of the thread that serves requests and pushes, from the first byte of the upload to the end of the import. */
  eventLoopP99Ms: number
}

const SECRET = 'bench'.repeat(8)
const DAY_MS = 86_400_000
const START = Date.parse('2024-01-01T08:00:00Z')
const SAMPLE_MS = 250
const LINES_AT_ONCE = 10_000
const MB = 1024 * 1024

/** Orders with a number each, spread over the customers, three years long. */
async function writePurchases(path: string, rows: number, customers: number): Promise<void> {
  const file = createWriteStream(path)
  file.write('external_id,order_id,date,amount,items\n')
  for (let from = 0; from < rows; from += LINES_AT_ONCE) {
    const lines: string[] = []
    for (let i = from; i < Math.min(rows, from + LINES_AT_ONCE); i++) {
      const at = new Date(START + (i % 900) * DAY_MS + (i % 40_000) * 1_000).toISOString()
      lines.push(`C${(i * 7_919) % customers},O${i},${at},${1_000 + (i % 90_000)},item ${i % 50}`)
    }
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain')
  }
  file.end()
  await finished(file)
}

/** How long the sending and the run took, seconds. */
async function importFile({ url }: ServerProcess, who: Signed, path: string) {
  const begin = performance.now()
  const id = await sendFile(url, who, path, 'purchases')
  const uploadSeconds = (performance.now() - begin) / 1_000
  const run = await untilRun(url, who, id)
  if (run.state !== 'done' || run.rowsFaulty > 0) throw new Error(`the import ended: ${JSON.stringify(run)}`)
  return { uploadSeconds, runSeconds: (Date.parse(run.finishedAt ?? '') - Date.parse(run.startedAt)) / 1_000 }
}

/** The faster of two: what this machine can do at best with these rows. */
async function measureFloor(url: string, rows: number): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`CREATE TABLE floor_rows AS SELECT customer_id, key, at, amount_minor, items FROM purchase`)
  let best = 0
  for (let round = 0; round < 2; round++) {
    await client.query(`CREATE TABLE floor (LIKE purchase INCLUDING ALL)`)
    await client.query(`ALTER TABLE floor ADD FOREIGN KEY (customer_id) REFERENCES customer (id)`)
    await client.query('CHECKPOINT')
    const begin = performance.now()
    await client.query(`INSERT INTO floor (customer_id, key, at, amount_minor, items) SELECT * FROM floor_rows`)
    best = Math.max(best, rows / ((performance.now() - begin) / 1_000))
    await client.query('DROP TABLE floor')
  }
  await client.end()
  return best
}

/** A million purchases over HTTP into a real server process, beside the floor. */
export async function benchImport({
  rows,
  customers,
}: {
  rows: number
  customers: number
}): Promise<ImportBenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-bench-'))
  await chmod(dir, 0o755) // as root, PostgreSQL runs as another user who must be able to enter
  const postgres = await startEmbeddedPostgres(dir)
  let server: ServerProcess | null = null
  try {
    await applyMigrations(postgres.url)
    const database = openDatabase(postgres.url)
    const now = new Date()
    const [who] = await seedStaff(database, { count: 1, role: 'admin', now, sessionSecret: SECRET })
    if (!who) throw new Error('nobody is signed in')
    await database.db.$executeRaw`
      INSERT INTO customer (id, external_id, household_id, name, search_name, attributes, created_at)
      SELECT gen_random_uuid(), 'C' || i, gen_random_uuid(), 'A', 'a', '{}', ${now} FROM generate_series(0, ${customers - 1}::int) AS i`
    await database.db.$executeRaw`ANALYZE customer`
    const path = join(dir, 'purchases.csv')
    const small = join(dir, 'small.csv')
    await writePurchases(small, 40_000, customers)
    server = await startServer(
      {
        ...{ NODE_ENV: 'test', DATABASE_URL: postgres.url, DATA_DIR: join(dir, 'data'), SESSION_SECRET: SECRET },
        ...{ PORT: String(await findFreePort()), LOG_LEVEL: 'error' },
      },
      { probed: true },
    )
    await importFile(server, who, small)
    await database.db.$executeRaw`TRUNCATE purchase`
    await writePurchases(path, rows, customers)
    const before = (await server.resident()) / MB
    await server.loopDelay()
    let peak = before
    let isMeasuring = true
    const { resident } = server
    const sampling = (async () => {
      for (; isMeasuring; await wait(SAMPLE_MS)) peak = Math.max(peak, (await resident()) / MB)
    })()
    const { uploadSeconds, runSeconds } = await importFile(server, who, path)
    const eventLoopP99Ms = await server.loopDelay()
    isMeasuring = false
    await sampling
    await server.stop()
    server = null
    const written = await database.db.purchase.count()
    if (written !== rows) throw new Error(`${written} of ${rows} rows are there`)
    const floorPerSecond = await measureFloor(postgres.url, rows)
    await database.close()
    const rowsPerSecond = rows / runSeconds
    const round = (n: number, digits = 0) => Number(n.toFixed(digits))
    return {
      rows,
      customers,
      fileMb: round((await stat(path)).size / MB, 1),
      rowsPerSecond: round(rowsPerSecond),
      floorPerSecond: round(floorPerSecond),
      ratio: round(rowsPerSecond / floorPerSecond, 2),
      uploadSeconds: round(uploadSeconds, 1),
      memoryMb: { before: round(before), peak: round(peak), growth: round(peak - before) },
      eventLoopP99Ms,
    }
  } finally {
    await server?.kill()
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
