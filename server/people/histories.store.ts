import { z } from 'zod'
import { CustomerId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

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
  purchases: { at: Date; amountMinor: bigint }[]
  contacts: { at: Date; direction: 'in' | 'out'; kind: string }[]
  complaints: { openedAt: Date; closedAt: Date | null; status: 'open' | 'solved' | 'closed' }[]
  dispositions: { at: Date; outcome: string; reasonCode: string | null; offers: { code: string; answer: string }[] }[]
  attempts: { at: Date; answered: boolean }[]
}

const FIRST_KEY = '00000000-0000-0000-0000-000000000000'
const Of = z.object({ customer_id: z.string() })
const Purchases = z.array(Of.extend({ at: z.date(), amount_minor: z.bigint() }))
const Contacts = z.array(Of.extend({ at: z.date(), direction: z.enum(['in', 'out']), kind: z.string() }))
const Complaints = z.array(
  Of.extend({ opened_at: z.date(), closed_at: z.date().nullable(), status: z.enum(['open', 'solved', 'closed']) }),
)
const Dispositions = z.array(
  Of.extend({
    at: z.date(),
    outcome: z.string(),
    reason_code: z.string().nullable(),
    offers: z.array(z.object({ code: z.string(), answer: z.string() })),
  }),
)
const Attempts = z.array(Of.extend({ at: z.date(), answered: z.boolean() }))

function gather<T extends { customer_id: string }>(rows: readonly T[]): Map<string, Omit<T, 'customer_id'>[]> {
  const of = new Map<string, Omit<T, 'customer_id'>[]>()
  for (const { customer_id, ...row } of rows) {
    const list = of.get(customer_id)
    if (list) list.push(row)
    else of.set(customer_id, [row])
  }
  return of
}

/** The next `limit` customers after this id, in the order of ids, each with all that has happened: six queries whatever the limit. */
export async function readHistories(tx: Tx, after: string | null, limit: number): Promise<History[]> {
  const people = await tx.customer.findMany({
    where: { id: { gt: after ?? FIRST_KEY }, mergedInto: null, erasedAt: null },
    orderBy: { id: 'asc' },
    take: limit,
  })
  if (people.length === 0) return []
  const ids = people.map(({ id }) => id)
  const purchases = gather(
    Purchases.parse(
      await tx.$queryRaw`SELECT customer_id, at, amount_minor FROM purchase WHERE customer_id = ANY(${ids}::uuid[]) ORDER BY at`,
    ),
  )
  const contacts = gather(
    Contacts.parse(
      await tx.$queryRaw`
        SELECT customer_id, at, direction, kind FROM contact_record
        WHERE customer_id = ANY(${ids}::uuid[]) AND direction IS NOT NULL ORDER BY at`,
    ),
  )
  const complaints = gather(
    Complaints.parse(
      await tx.$queryRaw`
        SELECT customer_id, opened_at, closed_at, status FROM complaint WHERE customer_id = ANY(${ids}::uuid[]) ORDER BY opened_at`,
    ),
  )
  const dispositions = gather(
    Dispositions.parse(
      await tx.$queryRaw`
        SELECT d.customer_id, d.at, d.outcome,
          (SELECT code FROM reason_given r WHERE r.disposition_id = d.id ORDER BY position LIMIT 1) AS reason_code,
          coalesce((SELECT jsonb_agg(jsonb_build_object('code', o.code, 'answer', o.answer)) FROM offer_made o
            WHERE o.disposition_id = d.id), '[]'::jsonb) AS offers
        FROM disposition d WHERE d.customer_id = ANY(${ids}::uuid[]) ORDER BY d.at`,
    ),
  )
  const attempts = gather(
    Attempts.parse(
      await tx.$queryRaw`
        SELECT a.customer_id, a.at, coalesce(o.right_party, false) AS answered
        FROM attempt a LEFT JOIN outcome o ON o.code = a.outcome
        WHERE a.customer_id = ANY(${ids}::uuid[]) ORDER BY a.at`,
    ),
  )
  return people.map((person) => ({
    customerId: CustomerId.parse(person.id),
    householdId: person.householdId,
    country: person.country,
    zone: person.zone,
    toldZone: person.toldZone,
    language: person.language,
    joinedAt: person.joinedAt,
    cancelledAt: person.cancelledAt,
    attributes: z.record(z.string(), z.string()).catch({}).parse(person.attributes),
    purchases: (purchases.get(person.id) ?? []).map(({ at, amount_minor }) => ({ at, amountMinor: amount_minor })),
    contacts: contacts.get(person.id) ?? [],
    complaints: (complaints.get(person.id) ?? []).map(({ opened_at, closed_at, status }) => ({
      openedAt: opened_at,
      closedAt: closed_at,
      status,
    })),
    dispositions: (dispositions.get(person.id) ?? []).map(({ at, outcome, reason_code, offers }) => ({
      at,
      outcome,
      reasonCode: reason_code,
      offers,
    })),
    attempts: attempts.get(person.id) ?? [],
  }))
}
