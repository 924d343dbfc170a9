import { z } from 'zod'
import { CustomerId } from '#contract/ids'
import type { Tx } from '../../platform/database.pg.ts'
import type { Range } from './search-query.ts'
import { slipsOf } from './slips.ts'

/**
 * Every look-up walks an index from where the text begins and stops after so many rows: what it costs does not grow with the base, nor with how many
 * bear a name.
 */

const Names = z.array(z.object({ customer_id: z.string(), folded: z.string(), sound: z.string() }))
const lows = (ranges: readonly Range[]): string[] => ranges.map(({ low }) => low)
const highs = (ranges: readonly Range[]): string[] => ranges.map(({ high }) => high)

/** Names that begin so as written, at most so many a range. */
export async function findFolded(tx: Tx, ranges: readonly Range[], limit: number) {
  if (ranges.length === 0) return []
  return Names.parse(
    await tx.$queryRaw`
      SELECT n.customer_id, n.folded, n.sound FROM unnest(${lows(ranges)}::text[], ${highs(ranges)}::text[]) AS r(low, high)
      CROSS JOIN LATERAL (SELECT * FROM customer_name WHERE folded >= r.low AND folded < r.high ORDER BY folded LIMIT ${limit}) n`,
  )
}

/** Names that begin to sound so, at most so many a range. */
export async function findSounds(tx: Tx, ranges: readonly Range[], limit: number) {
  if (ranges.length === 0) return []
  return Names.parse(
    await tx.$queryRaw`
      SELECT n.customer_id, n.folded, n.sound FROM unnest(${lows(ranges)}::text[], ${highs(ranges)}::text[]) AS r(low, high)
      CROSS JOIN LATERAL (SELECT * FROM customer_name WHERE sound >= r.low AND sound < r.high ORDER BY sound LIMIT ${limit}) n`,
  )
}

/** Words of our names that share a form of this one with at most one letter left out. */
export async function findNearWords(tx: Tx, word: string, limit: number): Promise<string[]> {
  // Limited only when they are gathered: a limit within would make a walk of the whole table look cheap.
  const rows = await tx.$queryRaw`
    WITH near AS MATERIALIZED (SELECT word FROM name_word WHERE slips && ${slipsOf(word)}::text[])
    SELECT word FROM near LIMIT ${limit}`
  return z
    .array(z.object({ word: z.string() }))
    .parse(rows)
    .map((row) => row.word)
}

const Ids = z.array(z.object({ id: z.string(), external_id: z.string() }))

/** Customers whose id begins so, whatever the case of its letters; for one that was merged, who stands for her. */
export async function findExternalIds(tx: Tx, { low, high }: Range, limit: number) {
  return Ids.parse(
    await tx.$queryRaw`
      SELECT coalesce(merged_into, id) AS id, external_id FROM customer
      WHERE lower(external_id COLLATE "C") >= ${low} AND lower(external_id COLLATE "C") < ${high}
      ORDER BY lower(external_id COLLATE "C") LIMIT ${limit}`,
  )
}

const Owners = z.array(z.object({ customer_id: z.string(), e164: z.string() }))

/** Who has this very number, struck out or not. */
export async function findNumber(tx: Tx, e164: string, limit: number) {
  return Owners.parse(
    await tx.$queryRaw`
      SELECT cp.customer_id, p.e164 FROM phone p JOIN customer_phone cp ON cp.phone_id = p.id
      WHERE p.e164 = ${e164} LIMIT ${limit}`,
  )
}

/** Who has a number that ends so: ranges of numbers turned round. */
export async function findTails(tx: Tx, ranges: readonly Range[], limit: number) {
  if (ranges.length === 0) return []
  return Owners.parse(
    await tx.$queryRaw`
      SELECT cp.customer_id, n.e164 FROM unnest(${lows(ranges)}::text[], ${highs(ranges)}::text[]) AS r(low, high)
      CROSS JOIN LATERAL (
        SELECT id, e164 FROM phone WHERE reverse(e164) COLLATE "C" >= r.low AND reverse(e164) COLLATE "C" < r.high
        ORDER BY reverse(e164) COLLATE "C" LIMIT ${limit}) n
      JOIN customer_phone cp ON cp.phone_id = n.id`,
  )
}

const Hits = z.array(
  z.object({
    id: CustomerId,
    external_id: z.string().nullable(),
    name: z.string(),
    city: z.string().nullable(),
    e164: z.string().nullable(),
  }),
)

/** What is shown of these customers, in no order; the number is the first that is not struck out. */
export async function readHits(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return []
  return Hits.parse(
    await tx.$queryRaw`
      SELECT c.id, c.external_id, c.name, c.city, f.e164 FROM customer c
      LEFT JOIN LATERAL (
        SELECT p.e164 FROM customer_phone cp JOIN phone p ON p.id = cp.phone_id
        WHERE cp.customer_id = c.id ORDER BY cp.struck_at IS NOT NULL, cp.rank, p.id LIMIT 1) f ON true
      WHERE c.id = ANY(${[...ids]}::uuid[]) AND c.merged_into IS NULL`,
  )
}
