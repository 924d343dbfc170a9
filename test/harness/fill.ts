import type pg from 'pg'

/** An id in SQL that is always the same for this text. */
export const idOf = (text: string): string =>
  `overlay(overlay(md5(${text}) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`
/** Of this kind, that of row `i`. */
export const rowId = (kind: string): string => idOf(`'${kind}' || i`)

/** So many rows by one statement, `i` counting them from 1. Plans need many; nothing else of them matters. */
export const fillerOf =
  (client: pg.Client, usual: number) =>
  (table: string, columns: string, values: string, count = usual): Promise<unknown> =>
    client.query(`INSERT INTO ${table} (${columns}) SELECT ${values} FROM generate_series(1, ${count}) AS i`)
