import pg from 'pg'
import { z } from 'zod'
import type { Log } from './log.machine.ts'

/** Any number that no other advisory lock of ours uses. */
const ALIVE = 0x6a6f6273
const LOOK_MS = 2_000
/** Found without a sign of life so often in a row: one that has just begun, or whose line is being mended, is not dead. */
const LOOKS = 3

const Held = z.array(z.object({ worker: z.string() }))

/**
 * A worker is alive as long as a session of its process holds a lock in its name: that ends with the process, however the
 * process ends. What a dead one was running is free for others within seconds; graphile-worker itself waits four hours.
 * Rejected: a heartbeat in a table, which dies with a slow machine too and needs a clock to be judged by.
 */
export function watchWorkers(url: string, log: Log, mine: ReadonlySet<string>): { stop: () => Promise<void> } {
  let client: pg.Client | null = null
  let running = Promise.resolve()
  const held = new Set<string>()
  const silent = new Map<string, number>()

  const connect = async (): Promise<pg.Client> => {
    const next = new pg.Client({ connectionString: url })
    next.on('error', () => {}) // always followed by 'end'
    next.once('end', () => {
      if (client === next) client = null
    })
    await next.connect()
    held.clear()
    client = next
    return next
  }

  const look = async (): Promise<void> => {
    const session = client ?? (await connect())
    for (const worker of mine)
      if (!held.has(worker)) {
        await session.query('SELECT pg_advisory_lock_shared($1, hashtext($2))', [ALIVE, worker])
        held.add(worker)
      }
    // The lock that is tried here ends with the statement.
    const { rows } = await session.query(
      `WITH busy AS MATERIALIZED (
         SELECT DISTINCT locked_by AS worker FROM graphile_worker.jobs WHERE locked_by IS NOT NULL AND locked_by <> ALL($2::text[]))
       SELECT worker FROM busy WHERE pg_try_advisory_xact_lock($1, hashtext(worker))`,
      [ALIVE, [...held]],
    )
    const found = Held.parse(rows).map(({ worker }) => worker)
    for (const worker of silent.keys()) if (!found.includes(worker)) silent.delete(worker)
    for (const worker of found) silent.set(worker, (silent.get(worker) ?? 0) + 1)
    const dead = found.filter((worker) => (silent.get(worker) ?? 0) >= LOOKS)
    if (dead.length === 0) return
    log.warn({ workers: dead.length }, 'jobs.taken-over')
    await session.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [dead])
  }

  let looking = false
  const timer = setInterval(() => {
    if (looking) return
    looking = true
    running = look()
      .catch(() => {}) // the database is away, and whoever needs it more says so
      .finally(() => {
        looking = false
      })
  }, LOOK_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
      await client?.end().catch(() => {})
    },
  }
}
