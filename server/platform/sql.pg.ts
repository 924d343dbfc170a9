/**
 * What somebody needs who writes his statements himself: a transaction of Prisma's fits, and so does a plain connection
 * (`plain-sql.pg.ts`) where Prisma would cost more than what it is asked for.
 */
export type Sql = {
  $queryRaw: <T = unknown>(text: TemplateStringsArray, ...values: unknown[]) => Promise<T>
  /** How many rows were written. */
  $executeRaw: (text: TemplateStringsArray, ...values: unknown[]) => Promise<number>
}

/** A database of such statements; `db` outside a transaction. */
export type SqlDatabase = { db: Sql; tx: <T>(work: (tx: Sql) => Promise<T>) => Promise<T> }
