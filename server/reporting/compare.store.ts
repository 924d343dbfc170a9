import { z } from 'zod'
import type { PersonSide } from '#contract/identity'
import type { CustomerId } from '#contract/ids'
import { readPhones } from '../people/person.store.ts'
import { maskPhone } from '../people/phone-number.ts'
import type { Tx } from '../platform/database.pg.ts'

const Count = z.number()
const Row = z.object({
  name: z.string(),
  external_id: z.string().nullable(),
  city: z.string().nullable(),
  language: z.string().nullable(),
  zone: z.string().nullable(),
  joined_at: z.date().nullable(),
  cancelled_at: z.date().nullable(),
  purchases: Count,
  total_minor: z.string(),
  last_at: z.date().nullable(),
  contacts: Count,
  complaints: Count,
  complaints_open: Count,
  promises: Count,
  promises_open: Count,
  stops: z.array(z.string()),
  lapse_kind: z.enum(['dormant', 'cancelled', 'visit']).nullable(),
  lapsed_at: z.date().nullable(),
  attempts: Count,
  on_desk: z.boolean(),
})

type Side = Omit<PersonSide, 'numbers'> & { numbers: Omit<PersonSide['numbers'][number], 'both'>[] }

/** What a person is and has, as counts; null when there is none. */
export async function readSide(tx: Tx, id: CustomerId): Promise<Side | null> {
  const rows = await tx.$queryRaw`
    SELECT c.name, c.external_id, c.city, c.language, coalesce(c.told_zone, c.zone) AS zone, c.joined_at, c.cancelled_at,
      b.purchases, b.total_minor, b.last_at, k.complaints, k.complaints_open, r.promises, r.promises_open,
      (SELECT count(*)::int FROM contact_record x WHERE x.customer_id = c.id) AS contacts,
      (SELECT count(*)::int FROM attempt a WHERE a.customer_id = c.id) AS attempts,
      ARRAY(SELECT DISTINCT s.kind FROM stop s WHERE s.lifted_at IS NULL AND (s.customer_id = c.id OR s.phone_id IN (
        SELECT phone_id FROM customer_phone WHERE customer_id = c.id)) ORDER BY s.kind) AS stops,
      e.kind AS lapse_kind, e.lapsed_at,
      EXISTS (SELECT 1 FROM work_item w WHERE w.customer_id = c.id AND w.state = 'leased') AS on_desk
    FROM customer c
    CROSS JOIN LATERAL (SELECT count(*)::int AS purchases, coalesce(sum(amount_minor), 0)::text AS total_minor, max(at) AS last_at
      FROM purchase WHERE customer_id = c.id) b
    CROSS JOIN LATERAL (SELECT count(*)::int AS complaints, (count(*) FILTER (WHERE status = 'open'))::int AS complaints_open
      FROM complaint WHERE customer_id = c.id) k
    CROSS JOIN LATERAL (SELECT count(*)::int AS promises, (count(*) FILTER (WHERE status = 'open'))::int AS promises_open
      FROM promise WHERE customer_id = c.id) r
    LEFT JOIN episode e ON e.customer_id = c.id AND e.closed_at IS NULL
    WHERE c.id = ${id}::uuid`
  const row = z.array(Row).parse(rows)[0]
  if (!row) return null
  const phones = await readPhones(tx, id)
  return {
    id,
    name: row.name,
    externalId: row.external_id,
    city: row.city,
    language: row.language,
    zone: row.zone,
    joinedAt: row.joined_at?.toISOString() ?? null,
    cancelledAt: row.cancelled_at?.toISOString() ?? null,
    numbers: phones.map((phone) => ({
      phoneId: phone.id,
      masked: maskPhone(phone.e164),
      struckWhy: phone.struckAt ? (phone.struckWhy ?? '') : null,
    })),
    purchases: { count: row.purchases, totalMinor: row.total_minor, lastAt: row.last_at?.toISOString() ?? null },
    contacts: row.contacts,
    complaints: { open: row.complaints_open, all: row.complaints },
    promises: { open: row.promises_open, all: row.promises },
    stops: row.stops,
    lapse: row.lapse_kind && row.lapsed_at ? { kind: row.lapse_kind, at: row.lapsed_at.toISOString() } : null,
    attempts: row.attempts,
    onDesk: row.on_desk,
  }
}

/** What was proposed or decided about these two. */
export const readProposal = (tx: Tx, a: CustomerId, b: CustomerId): Promise<{ state: string; tier: number } | null> => {
  const [customerA, customerB] = a < b ? [a, b] : [b, a]
  return tx.mergeProposal.findUnique({
    where: { customerA_customerB: { customerA, customerB } },
    select: { state: true, tier: true },
  })
}
