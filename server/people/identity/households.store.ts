import { z } from 'zod'
import { touch } from '../../platform/bus.pg.ts'
import type { Sql } from '../../platform/sql.pg.ts'
import { joinHouseholds } from './join-households.ts'

const Shared = z.array(z.object({ phone_id: z.string(), household_id: z.string(), since: z.date() }))

/** Proposes each newcomer to a number to whoever has had it longest: n people with one number are n − 1 questions. */
export async function proposeMerges(
  tx: Sql,
  added: readonly { customerId: string; phoneId: string }[],
  at: Date,
): Promise<void> {
  const customerIds = added.map(({ customerId }) => customerId)
  const phoneIds = added.map(({ phoneId }) => phoneId)
  const proposed = await tx.$executeRaw`
    INSERT INTO merge_proposal AS m (customer_a, customer_b, phone_id, state, tier, created_at)
    SELECT DISTINCT ON (1, 2) least(n.customer_id, o.id), greatest(n.customer_id, o.id), n.phone_id, 'open',
      CASE WHEN o.search_name = me.search_name THEN 1 ELSE 3 END, ${at}::timestamptz
    FROM unnest(${customerIds}::uuid[], ${phoneIds}::uuid[]) AS n(customer_id, phone_id)
    JOIN customer me ON me.id = n.customer_id
    CROSS JOIN LATERAL (
      SELECT c.id, c.search_name FROM customer_phone cp JOIN customer c ON c.id = cp.customer_id
      WHERE cp.phone_id = n.phone_id AND c.id <> n.customer_id ORDER BY c.created_at, c.id LIMIT 1) AS o
    ORDER BY 1, 2, n.phone_id
    ON CONFLICT (customer_a, customer_b) DO UPDATE SET tier = 1, phone_id = excluded.phone_id
    WHERE m.state = 'open' AND m.tier = 2 AND excluded.tier = 1`
  if (proposed > 0) await touch(tx, ['quality'])
}

/** So many bearers of one name in one city may be the same person; of a commoner name nobody can tell. */
const RARE_NAME = 3

/** Proposes newcomers to whoever bears the same whole name in the same city, where few do. */
export async function proposeNamesakes(tx: Sql, externalIds: readonly string[], at: Date): Promise<void> {
  const proposed = await tx.$executeRaw`
    INSERT INTO merge_proposal (customer_a, customer_b, state, tier, created_at)
    SELECT DISTINCT ON (1, 2) least(n.id, o.ids[1]), greatest(n.id, o.ids[1]), 'open', 2, ${at}::timestamptz
    FROM customer n CROSS JOIN LATERAL (
      SELECT array_agg(x.id ORDER BY x.created_at, x.id) AS ids FROM (
        SELECT c.id, c.created_at FROM customer c
        WHERE c.search_name = n.search_name AND c.city = n.city AND c.id <> n.id AND c.merged_into IS NULL LIMIT ${RARE_NAME}) x) o
    WHERE n.external_id = ANY(${[...externalIds]}) AND n.city IS NOT NULL AND n.search_name LIKE '% %'
      AND cardinality(o.ids) BETWEEN 1 AND ${RARE_NAME - 1}
    ON CONFLICT DO NOTHING`
  if (proposed > 0) await touch(tx, ['quality'])
}

/** Customers joined by these numbers become one household, the oldest; they stay people of their own. */
export async function linkHouseholds(tx: Sql, phoneIds: readonly string[]): Promise<void> {
  if (phoneIds.length === 0) return
  const shared = Shared.parse(
    await tx.$queryRaw`
      SELECT s.phone_id, s.household_id, s.since FROM (
        SELECT cp.phone_id, c.household_id, min(c.created_at) AS since, count(*) OVER (PARTITION BY cp.phone_id) AS homes
        FROM customer_phone cp JOIN customer c ON c.id = cp.customer_id
        WHERE cp.phone_id = ANY(${[...phoneIds]}::uuid[]) GROUP BY cp.phone_id, c.household_id) s
      WHERE s.homes > 1`,
  )
  const joined = joinHouseholds(
    shared.map((row) => ({ phoneId: row.phone_id, householdId: row.household_id, since: row.since })),
  )
  if (joined.size === 0) return
  await tx.$executeRaw`
    UPDATE customer c SET household_id = j.into_id
    FROM unnest(${[...joined.keys()]}::uuid[], ${[...joined.values()]}::uuid[]) AS j(from_id, into_id)
    WHERE c.household_id = j.from_id`
}
