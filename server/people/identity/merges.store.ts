import { z } from 'zod'
import type { Merged } from '#contract/identity'
import { CustomerId } from '#contract/ids'
import type { Tx } from '../../platform/database.pg.ts'

export type MergeRow = {
  id: bigint
  fromId: CustomerId
  intoId: CustomerId
  at: Date
  undoneAt: Date | null
  moved: Record<string, unknown>
}

export async function insertMerge(
  tx: Tx,
  merge: { fromId: string; intoId: string; at: Date; byUserId: string; moved: Record<string, unknown> },
): Promise<bigint> {
  const { moved, ...row } = merge
  const data = { ...row, moved: JSON.parse(JSON.stringify(moved)) }
  return (await tx.customerMerge.create({ data, select: { id: true } })).id
}

export async function readMerge(tx: Tx, id: bigint): Promise<MergeRow | null> {
  const row = await tx.customerMerge.findUnique({ where: { id } })
  return (
    row && {
      id: row.id,
      fromId: CustomerId.parse(row.fromId),
      intoId: CustomerId.parse(row.intoId),
      at: row.at,
      undoneAt: row.undoneAt,
      moved: z.record(z.string(), z.unknown()).parse(row.moved),
    }
  )
}

/** Whether what this merge made has been merged again since: that must be undone first. */
export const isBuiltOn = async (tx: Tx, { id, intoId }: Pick<MergeRow, 'id' | 'intoId'>): Promise<boolean> =>
  (await tx.customerMerge.count({
    where: { id: { gt: id }, undoneAt: null, OR: [{ intoId }, { fromId: intoId }] },
  })) > 0

/** False when somebody else was faster. */
export const markUndone = async (tx: Tx, id: bigint, byUserId: string, at: Date): Promise<boolean> =>
  (await tx.customerMerge.updateMany({ where: { id, undoneAt: null }, data: { undoneAt: at, undoneById: byUserId } }))
    .count === 1

/** Where each of these points to, itself when it stands for itself; one that does not exist is missing. */
export async function readPointers(tx: Tx, ids: readonly string[]): Promise<Map<string, CustomerId>> {
  const rows = await tx.customer.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, mergedInto: true },
  })
  return new Map(rows.map(({ id, mergedInto }) => [id, CustomerId.parse(mergedInto ?? id)]))
}

const Row = z.object({
  id: z.string(),
  at: z.date(),
  undone_at: z.date().nullable(),
  by: z.string(),
  from_id: CustomerId,
  from_name: z.string(),
  from_external_id: z.string().nullable(),
  from_city: z.string().nullable(),
  into_id: CustomerId,
  into_name: z.string(),
  into_external_id: z.string().nullable(),
  into_city: z.string().nullable(),
})

/** Merges before this one, the newest first. */
export async function listMerges(tx: Tx, before: bigint | null, limit: number): Promise<Merged[]> {
  const rows = await tx.$queryRaw`
    SELECT m.id::text AS id, m.at, m.undone_at, coalesce(u.name, '') AS by,
      f.id AS from_id, f.name AS from_name, f.external_id AS from_external_id, f.city AS from_city,
      i.id AS into_id, i.name AS into_name, i.external_id AS into_external_id, i.city AS into_city
    FROM customer_merge m JOIN customer f ON f.id = m.from_id JOIN customer i ON i.id = m.into_id
    LEFT JOIN app_user u ON u.id = m.by_user_id
    WHERE ${before}::bigint IS NULL OR m.id < ${before}::bigint ORDER BY m.id DESC LIMIT ${limit}`
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      id: row.id,
      from: { id: row.from_id, name: row.from_name, externalId: row.from_external_id, city: row.from_city },
      into: { id: row.into_id, name: row.into_name, externalId: row.into_external_id, city: row.into_city },
      at: row.at.toISOString(),
      by: row.by,
      undoneAt: row.undone_at?.toISOString() ?? null,
    }))
}
