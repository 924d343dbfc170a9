import { z } from 'zod'
import type { Tx } from '../platform/database.pg.ts'

/** Customers of one value of one way to divide them. `by`: 'language', 'city', or '@' and the name of an attribute. */
export type SegmentCount = { by: string; value: string | null; customers: number }

const START = '00000000-0000-0000-0000-000000000000'
const Ids = z.array(z.object({ id: z.string() }))
const Scored = z.array(z.object({ customer_id: z.string(), episode_id: z.string(), held: z.boolean() }))
const Counts = z.array(z.object({ by: z.string(), value: z.nullable(z.string()), customers: z.number() }))

/** Who is worth a call and not held out, a page by key. */
export async function pageScored(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<{ ids: string[]; next: string | null }> {
  const rows = Scored.parse(
    await tx.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT customer_id, episode_id FROM score WHERE episode_id > ${after ?? START}::uuid ORDER BY episode_id LIMIT ${limit})
      SELECT p.customer_id::text, p.episode_id::text, e.arm IS NOT DISTINCT FROM 'holdout' AS held
      FROM page p JOIN episode e ON e.id = p.episode_id ORDER BY p.episode_id`,
  )
  return {
    ids: rows.filter(({ held }) => !held).map((row) => row.customer_id),
    next: rows.length === limit ? (rows.at(-1)?.episode_id ?? null) : null,
  }
}

/** Who stands among the queue's best now. */
export async function readQueued(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw`
    SELECT DISTINCT w.customer_id::text AS id FROM queue_head h JOIN work_item w ON w.id = h.work_item_id`
  return Ids.parse(rows).map(({ id }) => id)
}

/** Who was claimed since then, each once. */
export async function readClaimed(tx: Tx, from: Date): Promise<string[]> {
  const rows = await tx.$queryRaw`
    SELECT DISTINCT e.customer_id::text AS id FROM decision d JOIN episode e ON e.id = d.episode_id WHERE d.at >= ${from}`
  return Ids.parse(rows).map(({ id }) => id)
}

/** These customers by language, by city and by each of these attributes. */
export async function divide(tx: Tx, ids: readonly string[], names: readonly string[]): Promise<SegmentCount[]> {
  const rows = await tx.$queryRaw`
    SELECT d.by, d.value, count(*)::int AS customers
    FROM customer c CROSS JOIN LATERAL (
      VALUES ('language', c.language), ('city', c.city)
      UNION ALL SELECT '@' || n, nullif(c.attributes ->> n, '') FROM unnest(${[...names]}::text[]) n) d (by, value)
    WHERE c.id = ANY(${[...ids]}::uuid[]) GROUP BY d.by, d.value`
  return Counts.parse(rows)
}
