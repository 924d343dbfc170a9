import type { Database } from '../../server/platform/database.pg.ts'

/** Every text below a value, with its keys. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'number') yield String(value)
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) {
      yield key
      yield* textsOf(one)
    }
}

/**
 * Reads every row of every table of a small database, jobs too, and tells where any of these words stands ('table.column:
 * word'). Of a word of digits every spelling counts: with spaces, brackets or dashes between.
 */
export async function scanDatabase({ db }: Pick<Database, 'db'>, words: readonly string[]): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`
  const found = new Set<string>()
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
      `SELECT to_jsonb(t) AS row FROM ${name} t`,
    )
    for (const { row } of rows)
      for (const [column, value] of Object.entries(row))
        for (const text of textsOf(value))
          for (const word of words) {
            const within = /^\d+$/.test(word) ? text.replace(/[\s()./\u2010-\u2015-]/g, '') : text
            if (within.toLowerCase().includes(word.toLowerCase())) found.add(`${name}.${column}: ${word}`)
          }
  }
  return [...found]
}
