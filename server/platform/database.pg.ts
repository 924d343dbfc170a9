import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type Prisma, PrismaClient } from './generated/client.ts'
import { SESSION_OPTIONS } from './session-options.ts'
import { withLastSteps, withRetries } from './transaction.ts'

/** Inside a transaction: what a store takes as its first argument. The plain client fits too, for single statements. */
export type Tx = Prisma.TransactionClient

export type Database = {
  /** For reads and single statements outside a transaction. */
  db: PrismaClient
  /** One short transaction (≤ 1 s: a long snapshot slows every claim). Conflicts and deadlocks are retried. */
  tx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  url: string
  /** Connections of this process: open, of these idle, and how many callers wait for one. */
  pool: () => { open: number; idle: number; waiting: number }
  close: () => Promise<void>
}

const TRANSACTION_MS = 5_000
const NAMED_STATEMENTS = 300
const POOL_SIZE = 20

/**
 * A name for each of the first so many statements, so that a connection plans them once: a claim is answered in a third
 * less time. Lists of every length make new texts without end, so the names are bounded; the rest is planned anew.
 */
function nameStatements(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= NAMED_STATEMENTS) return '' // PostgreSQL's unnamed statement
    const name = `s${names.size}`
    names.set(sql, name)
    return name
  }
}

/** Whether it answers now. */
export const isReachable = async (tx: Tx): Promise<boolean> => (await tx.$queryRaw<unknown[]>`SELECT 1`).length === 1

/** Opens the database. Every session is UTC: with another zone the adapter misreads `timestamptz`. */
export function openDatabase(url: string, poolSize = POOL_SIZE): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    options: SESSION_OPTIONS,
    connectionTimeoutMillis: 10_000,
  })
  pool.on('error', () => {}) // a lost idle connection is replaced at the next query, which reports what is wrong
  const db = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: nameStatements() }),
    errorFormat: 'minimal',
    transactionOptions: { maxWait: 10_000, timeout: TRANSACTION_MS },
  })

  const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => withRetries(() => db.$transaction(withLastSteps(work)))

  return {
    db,
    tx,
    url,
    pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: async () => {
      await db.$disconnect()
      await pool.end()
    },
  }
}
