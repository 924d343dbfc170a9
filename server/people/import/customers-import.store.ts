import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Sql } from '../../platform/sql.pg.ts'
import { linkHouseholds, proposeMerges, proposeNamesakes } from '../identity/households.store.ts'
import { writeNames } from '../search/names.store.ts'
import { planPhones, type RankedPhone } from './plan-phones.ts'
import type { CustomerRow } from './read-customer.ts'

/** What a batch did to each customer, by external id; one not named stayed as it was. */
export type Written = Map<string, 'new' | 'changed'>
/** `append`: a further row of a customer whose first row this file has brought already; it only adds what is missing. */
export type CustomerWrite = CustomerRow & { append: boolean }

const Upserted = z.array(
  z.object({ id: z.string(), name: z.string(), external_id: z.string(), fresh: z.boolean(), sounded: z.boolean() }),
)
const Held = z.array(
  z.object({
    id: z.string(),
    external_id: z.string(),
    merged: z.boolean(),
    e164: z.string().nullable(),
    rank: z.number().nullable(),
  }),
)

/** Writes customers and their numbers in a handful of statements. Empty cells never erase what is known. */
export async function writeCustomers(tx: Sql, rows: readonly CustomerWrite[], at: Date): Promise<Written> {
  const sorted = [...rows].sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
  const written: Written = new Map()
  const first = sorted.filter(({ append }) => !append)
  const upserted = first.length > 0 ? await upsertCustomers(tx, first, at) : []
  for (const row of upserted) written.set(row.external_id, row.fresh ? 'new' : 'changed')
  await writeNames(
    tx,
    upserted.filter(({ sounded }) => !sounded),
  )
  const fresh = [...written].flatMap(([id, state]) => (state === 'new' ? [id] : []))
  if (fresh.length > 0) await proposeNamesakes(tx, fresh, at)
  const further = sorted.filter(({ append }) => append)
  for (const externalId of further.length > 0 ? await fillCustomers(tx, further) : [])
    written.set(externalId, 'changed')
  for (const externalId of await writePhones(tx, sorted, at))
    if (!written.has(externalId)) written.set(externalId, 'changed')
  return written
}

const toJson = (rows: readonly CustomerWrite[]) =>
  JSON.stringify(
    rows.map((row) => ({
      id: randomUUID(),
      external_id: row.externalId,
      name: row.name,
      search_name: row.searchName,
      language: row.language,
      city: row.city,
      country: row.country,
      zone: row.zone,
      joined_at: row.joinedAt,
      cancelled_at: row.cancelledAt,
      attributes: row.attributes,
    })),
  )

async function upsertCustomers(tx: Sql, rows: readonly CustomerWrite[], at: Date) {
  return Upserted.parse(
    await tx.$queryRaw`
      INSERT INTO customer AS c (id, external_id, household_id, name, search_name, language, city, country, zone,
        joined_at, cancelled_at, attributes, created_at)
      SELECT r.id, r.external_id, r.id, r.name, r.search_name, r.language, r.city, r.country, r.zone,
        r.joined_at, r.cancelled_at, r.attributes, ${at}::timestamptz
      FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r(id uuid, external_id text, name text, search_name text,
        language text, city text, country text, zone text, joined_at timestamptz, cancelled_at timestamptz, attributes jsonb)
      ON CONFLICT (external_id) DO UPDATE SET
        name = EXCLUDED.name, search_name = EXCLUDED.search_name,
        language = coalesce(EXCLUDED.language, c.language), city = coalesce(EXCLUDED.city, c.city),
        country = coalesce(EXCLUDED.country, c.country), zone = coalesce(EXCLUDED.zone, c.zone),
        joined_at = coalesce(EXCLUDED.joined_at, c.joined_at),
        cancelled_at = coalesce(EXCLUDED.cancelled_at, c.cancelled_at),
        attributes = c.attributes || EXCLUDED.attributes
      WHERE (c.name, c.search_name, c.language, c.city, c.country, c.zone, c.joined_at, c.cancelled_at, c.attributes)
        IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.search_name, coalesce(EXCLUDED.language, c.language),
          coalesce(EXCLUDED.city, c.city), coalesce(EXCLUDED.country, c.country), coalesce(EXCLUDED.zone, c.zone),
          coalesce(EXCLUDED.joined_at, c.joined_at), coalesce(EXCLUDED.cancelled_at, c.cancelled_at),
          c.attributes || EXCLUDED.attributes)
      RETURNING c.id, c.name, c.external_id, (c.xmax = 0) AS fresh, c.sound_version IS NOT NULL AS sounded`,
  )
}

async function fillCustomers(tx: Sql, rows: readonly CustomerWrite[]): Promise<string[]> {
  const filled = await tx.$queryRaw`
    UPDATE customer c SET
      language = coalesce(c.language, r.language), city = coalesce(c.city, r.city), zone = coalesce(c.zone, r.zone),
      country = coalesce(c.country, r.country), joined_at = coalesce(c.joined_at, r.joined_at),
      cancelled_at = coalesce(c.cancelled_at, r.cancelled_at), attributes = r.attributes || c.attributes
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r(external_id text, language text, city text, country text,
      zone text, joined_at timestamptz, cancelled_at timestamptz, attributes jsonb)
    WHERE c.external_id = r.external_id
      AND (c.language, c.city, c.zone, c.country, c.joined_at, c.cancelled_at, c.attributes) IS DISTINCT FROM
        (coalesce(c.language, r.language), coalesce(c.city, r.city), coalesce(c.zone, r.zone),
         coalesce(c.country, r.country), coalesce(c.joined_at, r.joined_at), coalesce(c.cancelled_at, r.cancelled_at),
         r.attributes || c.attributes)
    RETURNING c.external_id`
  return z
    .array(z.object({ external_id: z.string() }))
    .parse(filled)
    .map((row) => row.external_id)
}

/**
 * Customers whose numbers changed. A number that is new to a customer may join two households and propose a merge. What comes for a row that
 * was merged is one number more of the survivor's.
 */
async function writePhones(tx: Sql, rows: readonly CustomerWrite[], at: Date): Promise<string[]> {
  const held = Held.parse(
    await tx.$queryRaw`
      SELECT coalesce(c.merged_into, c.id) AS id, c.external_id, c.merged_into IS NOT NULL AS merged, p.e164, cp.rank FROM customer c
      LEFT JOIN customer_phone cp ON cp.customer_id = coalesce(c.merged_into, c.id) LEFT JOIN phone p ON p.id = cp.phone_id
      WHERE c.external_id = ANY(${rows.map((row) => row.externalId)})`,
  )
  const stored = new Map<string, { id: string; merged: boolean }>()
  const phonesOf = new Map<string, Map<string, number>>()
  for (const { id, external_id, merged, e164, rank } of held) {
    stored.set(external_id, { id, merged })
    const phones = phonesOf.get(id) ?? new Map<string, number>()
    phonesOf.set(id, phones)
    if (e164 !== null && rank !== null) phones.set(e164, rank)
  }
  const changed: string[] = []
  const linkOf = new Map<string, { customer_id: string; e164: string; rank: number }>()
  for (const { externalId, phones, append } of rows) {
    const person = stored.get(externalId)
    const known = person && phonesOf.get(person.id)
    if (!person || !known) continue
    const planned = planPhones(
      [...known].map(([e164, rank]): RankedPhone => ({ e164, rank })),
      phones.map(({ e164 }) => e164),
      append || person.merged,
    )
    const news = planned.filter(({ e164, rank }) => known.get(e164) !== rank)
    if (news.length > 0) changed.push(externalId)
    for (const { e164, rank } of news) {
      known.set(e164, rank)
      linkOf.set(`${person.id} ${e164}`, { customer_id: person.id, e164, rank })
    }
  }
  const links = [...linkOf.values()]
  if (links.length === 0) return changed
  const given = rows.flatMap(({ phones }) => phones).sort((a, b) => (a.e164 < b.e164 ? -1 : 1))
  const numbers = given.map(({ e164, country }) => ({ id: randomUUID(), e164, country }))
  await tx.$executeRaw`
    INSERT INTO phone (id, e164, country, zones)
    SELECT r.id, r.e164, r.country, '{}' FROM jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb)
      AS r(id uuid, e164 text, country text)
    ON CONFLICT (e164) DO NOTHING`
  const linked = z.array(z.object({ customer_id: z.string(), phone_id: z.string(), fresh: z.boolean() })).parse(
    await tx.$queryRaw`
      INSERT INTO customer_phone AS cp (customer_id, phone_id, rank)
      SELECT r.customer_id, p.id, r.rank FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        AS r(customer_id uuid, e164 text, rank int) JOIN phone p ON p.e164 = r.e164
      ON CONFLICT (customer_id, phone_id) DO UPDATE SET rank = EXCLUDED.rank
      RETURNING cp.customer_id, cp.phone_id, (cp.xmax = 0) AS fresh`,
  )
  const fresh = linked.filter((link) => link.fresh)
  const added = fresh.map((link) => ({ customerId: link.customer_id, phoneId: link.phone_id }))
  await proposeMerges(tx, added, at)
  await linkHouseholds(
    tx,
    added.map(({ phoneId }) => phoneId),
  )
  return changed
}
