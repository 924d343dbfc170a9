import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../../platform/database.pg.ts'
import type { Sql } from '../../platform/sql.pg.ts'

/** Batches of an import hold it together, an erasure alone: none writes back a person whose erasure has begun. */
const GATE = 7_305_122

const Key = z.tuple([z.object({ holdout_key: z.string() })])
const Hashes = z.array(z.object({ hash: z.string() }))

export type ErasedKeys = ReturnType<typeof createErasedKeys>

/**
 * The list of those who must not come back. Numbers are few enough to be tried one by one against a plain hash, so these
 * are keyed: by `secret` from the environment, else by this installation's own.
 */
export function createErasedKeys(secret: string | null) {
  let own: string | null = null
  const key = async (tx: Sql): Promise<string> => {
    own ??= Key.parse(await tx.$queryRaw`SELECT holdout_key FROM installation WHERE id = 1`)[0].holdout_key
    return secret ?? own
  }
  const idOf = (key: string) => createHash('sha256').update(`erased ${key}`).digest('hex').slice(0, 16)

  return {
    closeGate: async (tx: Sql): Promise<void> => void (await tx.$queryRaw`SELECT pg_advisory_xact_lock(${GATE})::text`),
    passGate: async (tx: Sql): Promise<void> =>
      void (await tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(${GATE})::text`),

    /** Hashes signs of a person with this house's key. */
    hasher: async (tx: Sql): Promise<(sign: string) => string> => {
      const secretKey = await key(tx)
      return (sign) => createHmac('sha256', secretKey).update(sign).digest('hex')
    },

    add: async (tx: Tx, erasureId: string, hashes: readonly string[]): Promise<void> => {
      const keyId = idOf(await key(tx))
      const data = hashes.map((hash) => ({ hash, keyId, erasureId }))
      await tx.erasedKey.createMany({ data, skipDuplicates: true })
    },

    isEmpty: async (tx: Sql): Promise<boolean> =>
      Hashes.parse(await tx.$queryRaw`SELECT hash FROM erased_key LIMIT 1`).length === 0,

    /** Which of these are on the list. */
    find: async (tx: Sql, hashes: readonly string[]): Promise<ReadonlySet<string>> => {
      if (hashes.length === 0) return new Set()
      const rows = await tx.$queryRaw`SELECT hash FROM erased_key WHERE hash = ANY(${[...hashes]}::text[])`
      return new Set(Hashes.parse(rows).map(({ hash }) => hash))
    },

    /** Whether the list was made with another key: then nobody on it would be found. */
    isForeign: async (tx: Tx): Promise<boolean> => {
      const keyId = idOf(await key(tx))
      return (await tx.erasedKey.count({ where: { keyId: { not: keyId } }, take: 1 })) > 0
    },
  }
}
