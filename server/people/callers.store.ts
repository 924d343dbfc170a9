import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CustomerId, PhoneId } from '#contract/ids'
import { Locale } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'

const Rows = z.array(z.object({ customer_id: CustomerId, phone_id: PhoneId, language: z.string().nullable() }))

export type KnownCaller = { customerId: CustomerId; phoneId: PhoneId; language: Locale | null }

/**
 * Who rings from this number, E.164: of those who share it the one whose round is live, else whom we tried last, else
 * whose first number it is. Null when it is nobody's.
 */
export async function findCaller(tx: Tx, e164: string): Promise<KnownCaller | null> {
  const [row] = Rows.parse(
    await tx.$queryRaw`
      SELECT c.id AS customer_id, p.id AS phone_id, c.language FROM phone p
      JOIN customer_phone cp ON cp.phone_id = p.id
      JOIN customer c ON c.id = cp.customer_id AND c.merged_into IS NULL AND c.erased_at IS NULL
      WHERE p.e164 = ${e164}
      ORDER BY EXISTS (SELECT 1 FROM work_item w WHERE w.customer_id = c.id AND w.state <> 'closed') DESC,
        (SELECT max(a.at) FROM attempt a WHERE a.customer_id = c.id) DESC NULLS LAST, cp.rank, c.id LIMIT 1`,
  )
  const language = Locale.safeParse(row?.language)
  return row ? { customerId: row.customer_id, phoneId: row.phone_id, language: language.data ?? null } : null
}

const Added = z.tuple([z.object({ id: PhoneId, is_new: z.boolean() })])

/**
 * Somebody whom we do not know rings: a customer without a name, so that what is said has a place to stand. The number is
 * held until the transaction ends, so that two who add it at once add one customer.
 */
export async function addCaller(
  tx: Tx,
  { e164, country, language, at }: { e164: string; country: string | null; language: Locale; at: Date },
): Promise<KnownCaller> {
  const [phone] = Added.parse(
    await tx.$queryRaw`
      INSERT INTO phone (id, e164, country, zones) VALUES (${randomUUID()}::uuid, ${e164}, ${country}, '{}')
      ON CONFLICT (e164) DO UPDATE SET e164 = excluded.e164 RETURNING id, xmax = 0 AS is_new`,
  )
  const known = phone.is_new ? null : await findCaller(tx, e164)
  if (known) return known
  const customerId = CustomerId.parse(randomUUID())
  await tx.$executeRaw`
    WITH added AS (
      INSERT INTO customer (id, household_id, name, search_name, attributes, language, country, created_at)
      VALUES (${customerId}::uuid, ${customerId}::uuid, '', '', '{}', ${language}, ${country}, ${at}::timestamptz) RETURNING id)
    INSERT INTO customer_phone (customer_id, phone_id, rank) SELECT id, ${phone.id}::uuid, 1 FROM added`
  return { customerId, phoneId: phone.id, language }
}
