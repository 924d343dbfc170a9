import pg from 'pg'
import { z } from 'zod'
import type { Topic } from '#contract/live'
import type { Log } from './log.machine.ts'
import type { Sql } from './sql.pg.ts'
import { atLast } from './transaction.ts'

const CHANNEL = 'live_topic'
const RECONNECT_MS = 500

const gathered = new WeakMap<Sql, Set<Topic>>()

/**
 * Raises the versions of these topics inside the caller's transaction and tells every process after its commit.
 * A note may be lost; the version is not. All that a transaction touches is written in its last statement, once.
 *
 * A version is a count of touches, each a row of its own, so that two transactions that touch the same topic do not wait
 * for each other. Rejected: one row a topic, raised in place. Nearly everything touches the wall, and whoever raised it
 * held all others up until its commit: at fifty changes a second the last stood in line for two seconds.
 */
export async function touch(tx: Sql, topics: readonly Topic[]): Promise<void> {
  if (topics.length === 0) return
  const known = gathered.get(tx)
  if (known) {
    for (const topic of topics) known.add(topic)
    return
  }
  const all = new Set(topics)
  if (atLast(tx, () => writeTouches(tx, all))) gathered.set(tx, all)
  else await writeTouches(tx, all)
}

const writeTouches = async (tx: Sql, topics: ReadonlySet<Topic>): Promise<void> =>
  void (await tx.$executeRaw`
    WITH touched AS (INSERT INTO live_touch (topic) SELECT unnest(${[...topics]}::text[]) RETURNING topic)
    SELECT pg_notify(${CHANNEL}, topic) FROM touched`)

const Versions = z.array(z.object({ topic: z.string(), version: z.coerce.number() }))

/** The versions of these topics; a topic never touched has version 0. */
export async function readVersions(tx: Sql, topics: readonly Topic[]): Promise<Map<Topic, number>> {
  const rows = await tx.$queryRaw`
    SELECT t.topic, coalesce(l.version, 0) + (SELECT count(*) FROM live_touch u WHERE u.topic = t.topic) AS version
    FROM unnest(${[...topics]}::text[]) AS t (topic) LEFT JOIN live_topic l ON l.topic = t.topic`
  return new Map(Versions.parse(rows).map(({ topic, version }) => [topic, version]))
}

const COUNTED_AT_ONCE = 10_000

/** Adds what was touched to what was counted, so that there is never much to count; no version changes by it. */
export const countTouches = async (tx: Sql): Promise<void> =>
  void (await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM live_touch WHERE id IN (SELECT id FROM live_touch ORDER BY id LIMIT ${COUNTED_AT_ONCE} FOR UPDATE SKIP LOCKED)
      RETURNING topic),
    counted AS (SELECT topic, count(*) AS touches FROM gone GROUP BY topic ORDER BY topic)
    INSERT INTO live_topic AS l (topic, version) SELECT topic, touches FROM counted
    ON CONFLICT (topic) DO UPDATE SET version = l.version + excluded.version`)

/** Hears what any process touched. Reconnects by itself; what was missed meanwhile the heartbeat's versions repair. */
export function listenToBus(url: string, log: Log, heard: (topic: Topic) => void): { close: () => Promise<void> } {
  let client: pg.Client | null = null
  let closed = false

  const connect = async (): Promise<void> => {
    if (closed) return
    const next = new pg.Client({ connectionString: url })
    next.on('notification', ({ payload }) => {
      if (payload) heard(payload)
    })
    let over = false
    // A failed attempt is told twice, by the promise and by 'end': only one attempt follows it, or they would double at each turn.
    const retry = () => {
      if (over) return
      over = true
      if (client === next) client = null
      if (!closed) setTimeout(() => void connect(), RECONNECT_MS).unref()
    }
    next.on('error', () => {}) // always followed by 'end'
    next.once('end', retry)
    try {
      await next.connect()
      client = next
      if (closed) return await next.end()
      await next.query(`LISTEN ${CHANNEL}`)
    } catch (error) {
      log.warn({ code: error instanceof Error && 'code' in error ? error.code : 'unknown' }, 'bus.unreachable')
      await next.end().catch(() => {})
      retry()
    }
  }

  void connect()
  return {
    close: async () => {
      closed = true
      await client?.end().catch(() => {})
    },
  }
}
