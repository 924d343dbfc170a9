import { z } from 'zod'
import { CustomerId } from '#contract/ids'
import type { Sql } from '../platform/sql.pg.ts'

type Purchase = { at: Date; amountMinor: bigint }

/** What ranking reads of one customer; oldest first. */
export type History = {
  customerId: CustomerId
  householdId: string
  country: string | null
  zone: string | null
  toldZone: string | null
  language: string | null
  joinedAt: Date | null
  cancelledAt: Date | null
  attributes: Record<string, string>
  purchases: Purchase[]
  contacts: { at: Date; direction: 'in' | 'out'; kind: string }[]
  complaints: { openedAt: Date; closedAt: Date | null; status: 'open' | 'solved' | 'closed' }[]
  dispositions: { at: Date; outcome: string; reasonCode: string | null; offers: { code: string; answer: string }[] }[]
  attempts: { at: Date; answered: boolean }[]
}

const FIRST_KEY = '00000000-0000-0000-0000-000000000000'
const Count = z.tuple([z.object({ count: z.coerce.number() })])
/** Whoever is somebody: not merged into another, not erased. */
export async function countCustomers(tx: Sql): Promise<number> {
  const rows = await tx.$queryRaw`
    SELECT count(*) AS count FROM customer WHERE merged_into IS NULL AND erased_at IS NULL`
  return Count.parse(rows)[0].count
}

const Ids = z.array(z.object({ id: CustomerId }))
/** The next `limit` of them after this id, in the order of ids. */
export async function listCustomers(tx: Sql, after: string | null, limit: number): Promise<CustomerId[]> {
  const rows = await tx.$queryRaw`
    SELECT id FROM customer WHERE id > ${after ?? FIRST_KEY}::uuid AND merged_into IS NULL AND erased_at IS NULL
    ORDER BY id LIMIT ${limit}::int`
  return Ids.parse(rows).map(({ id }) => id)
}

/** How many shares there are to draw from. */
export const SHARES = 65_536
/** The same for a part of all customers: those whose id falls into the first `shares` of 65,536. It is the same part whenever it is asked for. */
export async function listSomeCustomers(
  tx: Sql,
  after: string | null,
  limit: number,
  shares: number,
): Promise<CustomerId[]> {
  const rows = await tx.$queryRaw`
    SELECT id FROM customer
    WHERE id > ${after ?? FIRST_KEY}::uuid AND merged_into IS NULL AND erased_at IS NULL
      AND (uuid_hash(id)::bigint & ${SHARES - 1}::bigint) < ${shares}::bigint
    ORDER BY id LIMIT ${limit}::int`
  return Ids.parse(rows).map(({ id }) => id)
}

/** `at:amount` of one purchase after another: five million of them are read every night, and rows of their own cost ten times as much. */
function readPurchases(text: string | null): Purchase[] {
  if (text === null) return []
  return text.split(',').map((one) => {
    const colon = one.indexOf(':')
    return { at: new Date(Number(one.slice(0, colon))), amountMinor: BigInt(one.slice(colon + 1)) }
  })
}

const Bought = z.array(z.object({ purchases: z.string().nullable() }))
/** Of these customers the purchases alone, oldest first; those who never bought are left out. */
export async function readPurchasesOf(tx: Sql, customerIds: readonly string[]): Promise<Purchase[][]> {
  const rows = await tx.$queryRaw`
    SELECT string_agg((extract(epoch FROM at) * 1000)::bigint || ':' || amount_minor, ',' ORDER BY at) AS purchases
    FROM purchase WHERE customer_id = ANY(${[...customerIds]}::uuid[]) GROUP BY customer_id`
  return Bought.parse(rows).map(({ purchases }) => readPurchases(purchases))
}

const Ms = z.number().transform((ms) => new Date(ms))
const listOf = <T extends z.ZodType>(one: T) =>
  z
    .array(one)
    .nullable()
    .transform((list) => list ?? [])
const Row = z.object({
  id: CustomerId,
  household_id: z.string(),
  country: z.string().nullable(),
  zone: z.string().nullable(),
  told_zone: z.string().nullable(),
  language: z.string().nullable(),
  joined_at: z.date().nullable(),
  cancelled_at: z.date().nullable(),
  attributes: z.record(z.string(), z.string()).catch({}),
  purchases: z.string().nullable(),
  contacts: listOf(z.object({ at: Ms, direction: z.enum(['in', 'out']), kind: z.string() })),
  complaints: listOf(z.object({ openedAt: Ms, closedAt: Ms.nullable(), status: z.enum(['open', 'solved', 'closed']) })),
  dispositions: listOf(
    z.object({
      at: Ms,
      outcome: z.string(),
      reasonCode: z.string().nullable(),
      offers: listOf(z.object({ code: z.string(), answer: z.string() })),
    }),
  ),
  attempts: listOf(z.object({ at: Ms, answered: z.boolean() })),
})
const Rows = z.array(Row)

/** These customers in the order of ids, each with all that has happened, in one statement; merged and erased ones are left out. */
export async function readHistories(tx: Sql, customerIds: readonly string[]): Promise<History[]> {
  const rows = await tx.$queryRaw`
    SELECT c.id, c.household_id, c.country, c.zone, c.told_zone, c.language, c.joined_at, c.cancelled_at, c.attributes,
      (SELECT string_agg((extract(epoch FROM p.at) * 1000)::bigint || ':' || p.amount_minor, ',' ORDER BY p.at)
        FROM purchase p WHERE p.customer_id = c.id) AS purchases,
      (SELECT json_agg(json_build_object('at', (extract(epoch FROM r.at) * 1000)::bigint, 'direction', r.direction, 'kind', r.kind)
          ORDER BY r.at, r.id)
        FROM contact_record r WHERE r.customer_id = c.id AND r.direction IS NOT NULL) AS contacts,
      (SELECT json_agg(json_build_object('openedAt', (extract(epoch FROM q.opened_at) * 1000)::bigint,
          'closedAt', (extract(epoch FROM q.closed_at) * 1000)::bigint, 'status', q.status) ORDER BY q.opened_at, q.id)
        FROM complaint q WHERE q.customer_id = c.id) AS complaints,
      (SELECT json_agg(json_build_object('at', (extract(epoch FROM d.at) * 1000)::bigint, 'outcome', d.outcome,
          'reasonCode', (SELECT g.code FROM reason_given g WHERE g.disposition_id = d.id ORDER BY g.position LIMIT 1),
          'offers', (SELECT json_agg(json_build_object('code', o.code, 'answer', o.answer)) FROM offer_made o
            WHERE o.disposition_id = d.id)) ORDER BY d.at, d.id)
        FROM disposition d WHERE d.customer_id = c.id) AS dispositions,
      (SELECT json_agg(json_build_object('at', (extract(epoch FROM a.at) * 1000)::bigint,
          'answered', coalesce((SELECT u.right_party FROM outcome u WHERE u.code = a.outcome), false)) ORDER BY a.at, a.id)
        FROM attempt a WHERE a.customer_id = c.id) AS attempts
    FROM customer c
    WHERE c.id = ANY(${[...customerIds]}::uuid[]) AND c.merged_into IS NULL AND c.erased_at IS NULL ORDER BY c.id`
  return Rows.parse(rows).map(({ id, household_id, told_zone, joined_at, cancelled_at, purchases, ...row }) => ({
    ...row,
    customerId: id,
    householdId: household_id,
    toldZone: told_zone,
    joinedAt: joined_at,
    cancelledAt: cancelled_at,
    purchases: readPurchases(purchases),
  }))
}
