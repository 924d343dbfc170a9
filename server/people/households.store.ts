import { z } from 'zod'
import type { Tx } from '../platform/database.pg.ts'
import { joinHouseholds } from './join-households.ts'

const Shared = z.array(z.object({ phone_id: z.string(), household_id: z.string(), since: z.date() }))

/** Proposes each newcomer to a number to whoever has had it longest: n people with one number are n − 1 questions. */
export async function proposeMerges(
  tx: Tx,
  added: readonly { customerId: string; phoneId: string }[],
  at: Date,
): Promise<void> {
  const customerIds = added.map(({ customerId }) => customerId)
  const phoneIds = added.map(({ phoneId }) => phoneId)
  await tx.$executeRaw`
    INSERT INTO merge_proposal (customer_a, customer_b, phone_id, state, created_at)
    SELECT least(n.customer_id, o.id), greatest(n.customer_id, o.id), n.phone_id, 'open', ${at}::timestamptz
    FROM unnest(${customerIds}::uuid[], ${phoneIds}::uuid[]) AS n(customer_id, phone_id)
    CROSS JOIN LATERAL (
      SELECT c.id FROM customer_phone cp JOIN customer c ON c.id = cp.customer_id
      WHERE cp.phone_id = n.phone_id AND c.id <> n.customer_id ORDER BY c.created_at, c.id LIMIT 1) AS o
    ON CONFLICT DO NOTHING`
}

/** Customers joined by these numbers become one household, the oldest; they stay people of their own. */
export async function linkHouseholds(tx: Tx, phoneIds: readonly string[]): Promise<void> {
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
