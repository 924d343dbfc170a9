import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../server/platform/database.pg.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { callAs } from '../harness/browser-call.ts'
import { type Desk, seedDesks } from '../harness/desks.ts'
import { clockFrom, findFreePort } from '../harness/house.ts'
import { outcomeOf } from '../harness/outcome.ts'
import { reached } from '../harness/reached.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'
import { sized } from '../harness/sized.ts'

/** R2: fifty kills of each and a hundred thousand acknowledgements in the long form. */
const SERVER_KILLS = sized(5, 50)
const DATABASE_KILLS = sized(5, 50)
const CONTROL_KILLS = 3
const CONTROL_DESKS = 500
const WRITERS = 8
/** How many are acknowledged between two kills, at least; and how long that is waited for. */
const ACKS_BETWEEN = sized(40, 1_000)
const PATIENCE_MS = sized(60_000, 300_000)
const DESKS = sized(2_500, 130_000)
const AGAIN_MS = 50
const PAGE = 5_000
const MONDAY_NOON = '2026-03-02T07:00:00Z'
const SESSION_SECRET = 'crashes crashes crashes crashes crashes'

const run = promisify(execFile)
const now = new Date(MONDAY_NOON)

let dataDir: string
let env: Record<string, string>
let server: ServerProcess
let postgres: EmbeddedPostgres

const readPostmaster = async (): Promise<{ pid: number; port: string }> => {
  const lines = (await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')
  return { pid: Number(lines[0]), port: lines[3]?.trim() ?? '' }
}

/** kill -9 of the postmaster and of everything it started. */
async function killPostgres(): Promise<string> {
  const { pid, port } = await readPostmaster()
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid='])
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  const backends = rows.flatMap(([child, parent]) => (parent === pid && child ? [child] : []))
  for (const one of [pid, ...backends])
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // gone by itself since it was listed
    }
  return port
}

/** Up again where it was, so that a server that lived on finds it. */
const restartPostgres = async (port: string): Promise<void> => {
  postgres = await startEmbeddedPostgres(dataDir, [`-p ${port}`])
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'bazgasht-crashes-'))
  await chmod(dataDir, 0o755) // as root, PostgreSQL runs as another user who must be able to enter
  env = {
    NODE_ENV: 'test',
    PORT: String(await findFreePort()),
    DATA_DIR: dataDir,
    SESSION_SECRET,
    LOG_LEVEL: 'info',
    CLOCK: JSON.stringify(clockFrom(MONDAY_NOON)),
  }
  // The server makes its own database, as on a machine where nothing is installed.
  server = await startServer(env)
  postgres = await startEmbeddedPostgres(dataDir)
})
afterAll(async () => {
  await server?.kill()
  await postgres?.stop()
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
})

/** Desks that save until told to stop; what was acknowledged is written down before the next one is sent. */
function startWriters(desks: Iterator<Desk>) {
  const acknowledged: { id: string; desk: Desk }[] = []
  const figures = { sent: 0, unanswered: 0, again: 0 }
  let stopping = false
  const write = async (): Promise<void> => {
    while (!stopping) {
      const next = desks.next()
      if (next.done) return
      const body = outcomeOf(next.value, now)
      for (let heard = false; !heard && !stopping; ) {
        figures.sent++
        const answer = await callAs(next.value, server.url, '/outcomes', { body })
        if (answer?.status === 200) {
          heard = true
          acknowledged.push({ id: body.id, desk: next.value })
          if ((answer.body as { again: boolean }).again) figures.again++
        } else if (answer && answer.status < 500) {
          throw new Error(`refused: ${JSON.stringify(answer)}`)
        } else {
          figures.unanswered++
          await wait(AGAIN_MS)
        }
      }
    }
  }
  const writing = Promise.all(Array.from({ length: WRITERS }, write))
  writing.catch(() => {
    stopping = true
  })
  return {
    acknowledged,
    figures,
    /** So many more are acknowledged. */
    more: async (count: number): Promise<void> => {
      const goal = acknowledged.length + count
      for (let waited = 0; acknowledged.length < goal; waited += AGAIN_MS) {
        if (stopping) await writing
        if (waited > PATIENCE_MS) throw new Error(`only ${acknowledged.length} of ${goal}: ${server.printed()}`)
        await wait(AGAIN_MS)
      }
    },
    stop: async (): Promise<void> => {
      stopping = true
      await writing
    },
  }
}

const withDatabase = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
  const database = openDatabase(postgres.url, 4)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

const seed = (count: number): Promise<Desk[]> =>
  withDatabase((database) => seedDesks(database, { count, now, sessionSecret: SESSION_SECRET, state: 'spoken' }))

/** The checker: which of the acknowledged are not in the table. */
const findLost = (acknowledged: readonly { id: string }[]): Promise<string[]> =>
  withDatabase(async ({ db }) => {
    const kept = new Set((await db.disposition.findMany({ select: { id: true } })).map(({ id }) => id))
    return acknowledged.flatMap(({ id }) => (kept.has(id) ? [] : [id]))
  })

it('R2 · loses no acknowledged outcome when the server or its database is killed, and both are up again by themselves', {
  timeout: sized(300_000, 14_400_000),
}, async ({ task }) => {
  const desks = await seed(DESKS)
  const writers = startWriters(desks.values())
  let adopted = 0

  for (let kill = 0; kill < SERVER_KILLS; kill++) {
    await writers.more(ACKS_BETWEEN)
    await server.kill()
    server = await startServer(env)
    if (server.printed().includes('"adopted":true')) adopted++
  }
  expect(adopted).toBe(SERVER_KILLS)

  for (let kill = 0; kill < DATABASE_KILLS - 1; kill++) {
    await writers.more(ACKS_BETWEEN)
    await restartPostgres(await killPostgres())
    expect(postgres.adopted).toBe(false)
  }
  // Both at once, as when the machine dies: the server recovers its database itself.
  await writers.more(ACKS_BETWEEN)
  await Promise.all([killPostgres(), server.kill()])
  server = await startServer(env)
  expect(server.printed()).toContain('"adopted":false')
  postgres = await startEmbeddedPostgres(dataDir)
  await writers.more(ACKS_BETWEEN)
  await writers.stop()

  const { acknowledged, figures } = writers
  const lost = await findLost(acknowledged)
  reached(task, `${SERVER_KILLS} servers and ${DATABASE_KILLS} databases killed by -9 under load`, {
    acknowledged: acknowledged.length,
    'without an answer, sent again': figures.unanswered,
    lost: lost.length,
  })
  expect(acknowledged.length).toBeGreaterThan(ACKS_BETWEEN * (SERVER_KILLS + DATABASE_KILLS))
  expect(figures.unanswered).toBeGreaterThan(0)
  expect(lost).toEqual([])
  // What was acknowledged is whole, and once.
  await withDatabase(async ({ db }) => {
    const found = { dispositions: 0, records: 0, promises: 0 }
    for (let start = 0; start < acknowledged.length; start += PAGE) {
      const ids = acknowledged.slice(start, start + PAGE).map(({ desk }) => desk.customerId)
      const where = { customerId: { in: ids } }
      found.dispositions += await db.disposition.count({ where })
      found.records += await db.contactRecord.count({ where })
      found.promises += await db.promise.count({ where })
    }
    const each = acknowledged.length
    expect(found).toEqual({ dispositions: each, records: each, promises: each })
  })
})

it('R2 control · with synchronous_commit off a killed database forgets what it acknowledged', {
  timeout: 120_000,
}, async ({ task }) => {
  const admin = new pg.Client(postgres.url)
  await admin.connect()
  for (const [setting, value] of [
    ['synchronous_commit', 'off'],
    ['wal_writer_delay', '10s'],
    ['wal_writer_flush_after', '1GB'],
  ])
    await admin.query(`ALTER SYSTEM SET ${setting} = '${value}'`)
  await admin.query('SELECT pg_reload_conf()')
  await admin.end()

  let lost = 0
  let acknowledged = 0
  for (let kill = 0; kill < CONTROL_KILLS && lost === 0; kill++) {
    const desks = await seed(CONTROL_DESKS)
    await withDatabase(({ db }) => db.$executeRaw`CHECKPOINT`) // the desks stay; what is saved at them is at stake
    const writers = startWriters(desks.values())
    await writers.more(ACKS_BETWEEN)
    await Promise.all([killPostgres(), server.kill()])
    await writers.stop()
    server = await startServer(env)
    postgres = await startEmbeddedPostgres(dataDir)
    acknowledged += writers.acknowledged.length
    lost += (await findLost(writers.acknowledged)).length
  }
  reached(task, 'synchronous_commit = off', { acknowledged, lost })
  expect(lost).toBeGreaterThan(0)
})
