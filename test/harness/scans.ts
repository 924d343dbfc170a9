import type pg from 'pg'
import type { Sql } from '../../server/platform/sql.pg.ts'

type Where = { client: pg.Client; database: { db: Sql }; tables: readonly string[] }

/** Which of these tables were read from their first row to their last while this ran. */
export async function scannedBy({ client, database, tables }: Where, work: () => Promise<unknown>): Promise<string[]> {
  const read = async () => {
    // Both connections tell what they did now, else the seeding's own scans are told in the middle of the work.
    await client.query('SELECT pg_stat_force_next_flush()')
    await database.db.$queryRaw`SELECT pg_stat_force_next_flush()::text`
    await database.db.$queryRaw`SELECT 1`
    const { rows } = await client.query<{ relname: string; seq_scan: string }>(
      'SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname = ANY($1)',
      [tables],
    )
    return new Map(rows.map(({ relname, seq_scan }) => [relname, Number(seq_scan)]))
  }
  const before = await read()
  await work()
  const after = await read()
  return tables.filter((table) => after.get(table) !== before.get(table))
}
