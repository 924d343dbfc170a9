import pg from 'pg'
import { z } from 'zod'
import type { Topic } from '#contract/live'
import { atLast, type Tx } from './database.pg.ts'
import type { Log } from './log.machine.ts'

const CHANNEL = 'live_topic'
const RECONNECT_MS = 500
const Note = z.strictObject({ topic: z.string(), version: z.number() })

const gathered = new WeakMap<Tx, Set<Topic>>()

/**
 * Raises the versions of these topics inside the caller's transaction and tells every process after its commit.
 * A note may be lost; the version is not. All that a transaction touches is raised in its last statement: nearly everything touches the
 * wall, and whoever holds its row makes all others wait.
 */
export async function touch(tx: Tx, topics: readonly Topic[]): Promise<void> {
  if (topics.length === 0) return
  const known = gathered.get(tx)
  if (known) {
    for (const topic of topics) known.add(topic)
    return
  }
  const all = new Set(topics)
  if (atLast(tx, () => raise(tx, all))) gathered.set(tx, all)
  else await raise(tx, all)
}

/** Sorted, so that two transactions never wait for each other crosswise. */
async function raise(tx: Tx, topics: ReadonlySet<Topic>): Promise<void> {
  const each = [...topics].sort()
  await tx.$executeRaw`
    WITH raised AS (
      INSERT INTO live_topic AS t (topic, version) SELECT topic, 1 FROM unnest(${each}::text[]) AS topic
      ON CONFLICT (topic) DO UPDATE SET version = t.version + 1 RETURNING topic, version)
    SELECT pg_notify(${CHANNEL}, json_build_object('topic', topic, 'version', version)::text) FROM raised`
}

/** The versions of these topics; a topic never touched has version 0. */
export async function readVersions(tx: Tx, topics: readonly Topic[]): Promise<Map<Topic, number>> {
  const rows = await tx.liveTopic.findMany({ where: { topic: { in: [...topics] } } })
  const known = new Map(rows.map((row) => [row.topic, Number(row.version)]))
  return new Map(topics.map((topic) => [topic, known.get(topic) ?? 0]))
}

/** Null for what somebody else sent on our channel. */
function readNote(payload: string | undefined): z.infer<typeof Note> | null {
  try {
    return Note.safeParse(JSON.parse(payload ?? 'null')).data ?? null
  } catch {
    return null
  }
}

/** Hears what any process touched. Reconnects by itself; what was missed meanwhile the heartbeat's versions repair. */
export function listenToBus(
  url: string,
  log: Log,
  heard: (topic: Topic, version: number) => void,
): { close: () => Promise<void> } {
  let client: pg.Client | null = null
  let closed = false

  const connect = async (): Promise<void> => {
    if (closed) return
    const next = new pg.Client({ connectionString: url })
    next.on('notification', ({ payload }) => {
      const note = readNote(payload)
      if (note) heard(note.topic, note.version)
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
