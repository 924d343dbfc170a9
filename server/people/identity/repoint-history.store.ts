import { z } from 'zod'
import type { Tx } from '../../platform/database.pg.ts'
import { MADE_KEY_SQL } from './key-through.ts'
import type { Repointer } from './repoint.ts'

const Ids = z.array(z.object({ id: z.string() }))
const Moved = z.object({
  purchases: z.array(z.string()),
  contacts: z.array(z.string()),
  complaints: z.array(z.string()),
  promises: z.array(z.string()),
})
const idsOf = (rows: unknown): string[] => Ids.parse(rows).map(({ id }) => id)

/**
 * Purchases, contacts, complaints and promises. The same order or contact under one id is the same one: the survivor's stands and the other
 * stays with the row that owns nothing. Keys that the import made name the row they came from, as later imports do (key-through.ts).
 */
export const historyRepointer: Repointer = {
  name: 'history',
  move: async (tx, { fromId, intoId }) => ({
    purchases: await movePurchases(tx, fromId, intoId),
    contacts: await moveContacts(tx, fromId, intoId),
    complaints: await moveComplaints(tx, fromId, intoId),
    promises: idsOf(
      await tx.$queryRaw`UPDATE promise SET customer_id = ${intoId}::uuid WHERE customer_id = ${fromId}::uuid RETURNING id`,
    ),
  }),
  putBack: async (tx, { fromId, intoId }, moved) => {
    const { purchases, contacts, complaints, promises } = Moved.parse(moved)
    const marked = `^(file:)?${fromId}:`
    await tx.$executeRaw`
      UPDATE purchase SET customer_id = ${fromId}::uuid,
        key = regexp_replace(key, ${marked}, '\\1')
      WHERE id = ANY(${purchases}::bigint[]) AND customer_id = ${intoId}::uuid`
    await tx.$executeRaw`
      UPDATE contact_record SET customer_id = ${fromId}::uuid,
        key = regexp_replace(key, ${marked}, '\\1')
      WHERE id = ANY(${contacts}::bigint[]) AND customer_id = ${intoId}::uuid`
    await tx.$executeRaw`
      UPDATE complaint SET customer_id = ${fromId}::uuid,
        key = regexp_replace(key, ${marked}, '\\1')
      WHERE id = ANY(${complaints}::uuid[]) AND customer_id = ${intoId}::uuid`
    await tx.$executeRaw`
      UPDATE promise SET customer_id = ${fromId}::uuid
      WHERE id = ANY(${promises}::uuid[]) AND customer_id = ${intoId}::uuid`
  },
}

const movePurchases = async (tx: Tx, fromId: string, intoId: string): Promise<string[]> =>
  idsOf(
    await tx.$queryRaw`
      UPDATE purchase p SET customer_id = ${intoId}::uuid, key = x.key
      FROM (SELECT id, regexp_replace(key, ${MADE_KEY_SQL}, ${`\\1${fromId}:`}) AS key
        FROM purchase WHERE customer_id = ${fromId}::uuid) x
      WHERE p.id = x.id AND NOT EXISTS (
        SELECT 1 FROM purchase o WHERE o.customer_id = ${intoId}::uuid AND o.key = x.key)
      RETURNING p.id::text`,
  )

const moveContacts = async (tx: Tx, fromId: string, intoId: string): Promise<string[]> =>
  idsOf(
    await tx.$queryRaw`
      UPDATE contact_record p SET customer_id = ${intoId}::uuid, key = x.key
      FROM (SELECT id, regexp_replace(key, ${MADE_KEY_SQL}, ${`\\1${fromId}:`}) AS key
        FROM contact_record WHERE customer_id = ${fromId}::uuid) x
      WHERE p.id = x.id AND NOT EXISTS (
        SELECT 1 FROM contact_record o WHERE o.customer_id = ${intoId}::uuid AND o.key = x.key)
      RETURNING p.id::text`,
  )

/** One that stands differently here and there is kept twice: an open complaint must not vanish behind a solved one. */
const moveComplaints = async (tx: Tx, fromId: string, intoId: string): Promise<string[]> =>
  idsOf(
    await tx.$queryRaw`
      UPDATE complaint p SET customer_id = ${intoId}::uuid, key = x.key
      FROM (SELECT k.id, regexp_replace(k.key, CASE WHEN o.id IS NULL THEN ${MADE_KEY_SQL} ELSE '^(file:)?' END, ${`\\1${fromId}:`}) AS key
        FROM complaint k LEFT JOIN complaint o ON o.customer_id = ${intoId}::uuid AND o.key = k.key
        WHERE k.customer_id = ${fromId}::uuid AND (o.id IS NULL OR o.status <> k.status OR k.key ~ ${MADE_KEY_SQL})) x
      WHERE p.id = x.id AND NOT EXISTS (
        SELECT 1 FROM complaint o WHERE o.customer_id = ${intoId}::uuid AND o.key = x.key)
      RETURNING p.id`,
  )
