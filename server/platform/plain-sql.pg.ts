import pg from 'pg'
import { SESSION_OPTIONS } from './session-options.ts'
import type { Sql, SqlDatabase } from './sql.pg.ts'
import { withLastSteps, withRetries } from './transaction.ts'

const names = new WeakMap<TemplateStringsArray, string>()
let named = 0

/** Each place in the code is one statement, planned once by each connection. */
function toQuery(text: TemplateStringsArray, values: unknown[]): pg.QueryConfig {
  const name = names.get(text) ?? `p${named++}`
  names.set(text, name)
  return { name, text: text.reduce((sql, part, i) => `${sql}$${i}${part}`), values }
}

const over = (client: { query: (query: pg.QueryConfig) => Promise<pg.QueryResult> }): Sql => ({
  // What comes back is whatever the caller's schema finds in it, as with Prisma.
  $queryRaw: async <T>(text: TemplateStringsArray, ...values: unknown[]) =>
    (await client.query(toQuery(text, values))).rows as T,
  $executeRaw: async (text, ...values) => (await client.query(toQuery(text, values))).rowCount ?? 0,
})

/**
 * The same database without Prisma: for a thread that writes a million rows, of which Prisma would copy each column twice.
 * `byKey`: nothing but index walks and nested loops, for statements about so many keys at once: planned while a table is nearly empty
 * they would read it whole, and go on doing so while it grows by a page with each of them, until the next ANALYZE.
 * `planOnce`: each connection plans a statement once for whatever values, where planning it anew takes longer than the statement.
 * `repeatable`: what is written can be made again from what is there, so no commit waits for the disk. A database that falls may
 * forget the last of them, whole and from the last back, never one that something durable was built on.
 */
export function openPlainSql(
  url: string,
  connections: number,
  {
    byKey = false,
    planOnce = false,
    repeatable = false,
  }: { byKey?: boolean; planOnce?: boolean; repeatable?: boolean } = {},
): SqlDatabase & { close: () => Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    options: [
      SESSION_OPTIONS,
      ...(byKey ? ['-c enable_seqscan=off', '-c enable_hashjoin=off', '-c enable_mergejoin=off'] : []),
      ...(planOnce ? ['-c plan_cache_mode=force_generic_plan'] : []),
      ...(repeatable ? ['-c synchronous_commit=off'] : []),
    ].join(' '),
    connectionTimeoutMillis: 10_000,
  })
  pool.on('error', () => {}) // the next query reports what is wrong
  // The pool listens to idle connections only: one lost between two statements of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))

  const once = async <T>(work: (tx: Sql) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    let broken = true
    try {
      await client.query('BEGIN')
      try {
        const result = await withLastSteps(work)(over(client))
        await client.query('COMMIT')
        broken = false
        return result
      } catch (error) {
        await client.query('ROLLBACK')
        broken = false
        throw error
      }
    } finally {
      client.release(broken)
    }
  }

  return { db: over(pool), tx: (work) => withRetries(() => once(work)), close: () => pool.end() }
}
