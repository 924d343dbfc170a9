import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Sql } from '../../platform/sql.pg.ts'
import type { ContactRow, PurchaseRow } from './read-history.ts'

export type Tally = { fresh: number; changed: number }
type Of<T> = T & { customerId: string }

const Fresh = z.array(z.object({ fresh: z.boolean() }))
const tally = (rows: unknown): Tally => {
  const written = Fresh.parse(rows)
  const fresh = written.filter((row) => row.fresh).length
  return { fresh, changed: written.length - fresh }
}
/** One statement may meet a key once; the last of a file's rows is its newest word. */
const lastOfKey = <T extends { customerId: string; key: string }>(rows: readonly T[]): T[] => [
  ...new Map(rows.map((row) => [`${row.customerId} ${row.key}`, row])).values(),
]

/** `via`: the row of this external id, when it was merged into the customer who stands for it. */
export type Found = { id: string; via: string | null }

/** Whose rows these are. Held until the transaction ends, so that nobody is merged away between the look and the writing. */
export async function findCustomerIds(tx: Sql, externalIds: readonly string[]): Promise<Map<string, Found>> {
  const rows = z.array(z.object({ id: z.string(), external_id: z.string(), merged_into: z.string().nullable() })).parse(
    await tx.$queryRaw`
        SELECT id, external_id, merged_into FROM customer WHERE external_id = ANY(${[...new Set(externalIds)]})
        ORDER BY id FOR KEY SHARE`,
  )
  return new Map(
    rows.map(({ id, external_id, merged_into }) => [
      external_id,
      { id: merged_into ?? id, via: merged_into === null ? null : id },
    ]),
  )
}

const Counted = z.array(z.object({ fresh: z.coerce.number(), changed: z.coerce.number() }))

/** As arrays, a column each, and counted where they are written: a million rows are neither sent as JSON nor answered one by one. */
export async function writePurchases(tx: Sql, rows: readonly Of<PurchaseRow>[]): Promise<Tally> {
  const last = lastOfKey(rows)
  const counted = Counted.parse(
    await tx.$queryRaw`
      WITH written AS (
        INSERT INTO purchase AS p (customer_id, key, at, amount_minor, items)
        SELECT * FROM unnest(${last.map(({ customerId }) => customerId)}::uuid[], ${last.map(({ key }) => key)}::text[],
          ${last.map(({ at }) => at.toISOString())}::timestamptz[], ${last.map(({ amountMinor }) => String(amountMinor))}::bigint[],
          ${last.map(({ items }) => items)}::text[])
        ON CONFLICT (customer_id, key) DO UPDATE SET at = EXCLUDED.at, amount_minor = EXCLUDED.amount_minor, items = EXCLUDED.items
        WHERE (p.at, p.amount_minor, p.items) IS DISTINCT FROM (EXCLUDED.at, EXCLUDED.amount_minor, EXCLUDED.items)
        RETURNING (p.xmax = 0) AS fresh)
      SELECT count(*) FILTER (WHERE fresh) AS fresh, count(*) FILTER (WHERE NOT fresh) AS changed FROM written`,
  )
  return counted[0] ?? { fresh: 0, changed: 0 }
}

/** Calls, messages, e-mails and visits. What our own people recorded has keys of its own and is not met here. */
export async function writeContacts(tx: Sql, rows: readonly Of<ContactRow>[]): Promise<Tally> {
  const json = JSON.stringify(
    lastOfKey(rows).map(({ customerId, key, kind, direction, at, text }) => ({
      customer_id: customerId,
      key: `file:${key}`,
      kind,
      direction,
      at,
      text,
    })),
  )
  return tally(
    await tx.$queryRaw`
      INSERT INTO contact_record AS r0 (customer_id, key, kind, direction, at, text)
      SELECT * FROM jsonb_to_recordset(${json}::jsonb) AS r(customer_id uuid, key text, kind text, direction text, at timestamptz, text text)
      ON CONFLICT (customer_id, key) DO UPDATE SET kind = EXCLUDED.kind, direction = EXCLUDED.direction, at = EXCLUDED.at, text = EXCLUDED.text
      WHERE (r0.kind, r0.direction, r0.at, r0.text) IS DISTINCT FROM (EXCLUDED.kind, EXCLUDED.direction, EXCLUDED.at, EXCLUDED.text)
      RETURNING (r0.xmax = 0) AS fresh`,
  )
}

/** The file does not say when a complaint was closed: of one that was open here it is the import that tells us, of others nobody. */
export async function writeComplaints(tx: Sql, rows: readonly Of<ContactRow>[], now: Date): Promise<Tally> {
  const json = JSON.stringify(
    lastOfKey(rows).map(({ customerId, key, at, status, text }) => ({
      id: randomUUID(),
      customer_id: customerId,
      key: `file:${key}`,
      opened_at: at,
      status,
      text,
    })),
  )
  return tally(
    await tx.$queryRaw`
      INSERT INTO complaint AS c (id, customer_id, key, opened_at, status, text)
      SELECT * FROM jsonb_to_recordset(${json}::jsonb) AS r(id uuid, customer_id uuid, key text, opened_at timestamptz, status text, text text)
      ON CONFLICT (customer_id, key) DO UPDATE SET opened_at = EXCLUDED.opened_at, status = EXCLUDED.status, text = EXCLUDED.text,
        closed_at = CASE WHEN EXCLUDED.status = 'open' THEN NULL WHEN c.status = 'open' THEN ${now}::timestamptz ELSE c.closed_at END
      WHERE (c.opened_at, c.status, c.text) IS DISTINCT FROM (EXCLUDED.opened_at, EXCLUDED.status, EXCLUDED.text)
      RETURNING (c.xmax = 0) AS fresh`,
  )
}
