import { z } from 'zod'
import type { Quality, QualityCause, QualityRow } from '#contract/identity'
import { CustomerId, ImportId, PhoneId } from '#contract/ids'
import { ImportKind } from '#contract/people'
import type { Labels } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'
import { Prisma } from '../platform/generated/client.ts'

type Listed = Exclude<QualityCause, 'proposal'>

/*
 * Who stands under a cause: customer, number, detail, since, by customer (and number). Each walks an index that holds these rows only, so
 * that a page costs a page and a count costs what is counted. OFFSET 0 keeps the look at her other numbers a look-up for each: joined
 * away, it would read every number there is.
 */
const faults = (cause: string) => Prisma.sql`
  SELECT f.customer_id, (SELECT cp.phone_id FROM customer_phone cp WHERE cp.customer_id = f.customer_id AND cp.struck_at IS NULL
    ORDER BY cp.rank, cp.phone_id LIMIT 1) AS phone_id, f.detail, f.raised_at AS since
  FROM data_fault f WHERE f.cause = ${cause} AND f.settled_at IS NULL`
const blocked = (rule: string) => Prisma.sql`
  SELECT customer_id, NULL::uuid AS phone_id, NULL::text AS detail, at AS since FROM call_block WHERE rule = ${rule}`

const LISTS: Readonly<Record<Listed, Prisma.Sql>> = {
  'no-number': Prisma.sql`
    SELECT DISTINCT ON (customer_id) customer_id, phone_id, struck_why AS detail, struck_at AS since FROM customer_phone s
    WHERE struck_at IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM customer_phone o WHERE o.customer_id = s.customer_id AND o.struck_at IS NULL OFFSET 0)`,
  struck: Prisma.sql`
    SELECT customer_id, phone_id, struck_why AS detail, struck_at AS since FROM customer_phone WHERE struck_at IS NOT NULL`,
  gone: faults('gone'),
  barrier: faults('barrier'),
  active: faults('active'),
  skipped: faults('skipped'),
  'no-language': Prisma.sql`
    SELECT id AS customer_id, NULL::uuid AS phone_id, NULL::text AS detail, NULL::timestamptz AS since FROM customer
    WHERE language IS NULL AND merged_into IS NULL`,
  'no-zone': blocked('zone.unknown'),
  'no-consent': blocked('consent'),
}
const OPEN_PROPOSALS = Prisma.sql`SELECT 1 FROM merge_proposal WHERE state = 'open'`

/** Nobody works off more than so many in a day: counting ends here. */
export const COUNT_LIMIT = 10_000

const Counted = z.array(z.object({ cause: z.string(), found: z.number() }))

/** How many stand under each cause, up to the limit: work that does not grow with the base. */
export async function countCauses(tx: Tx): Promise<Quality['causes']> {
  const lists = [['proposal', OPEN_PROPOSALS], ...Object.entries(LISTS)] as [QualityCause, Prisma.Sql][]
  const parts = lists.map(
    ([cause, list]) => Prisma.sql`
      SELECT ${cause} AS cause, (SELECT count(*)::int FROM (SELECT 1 FROM (${list}) l LIMIT ${COUNT_LIMIT + 1}) n) AS found`,
  )
  const rows = Counted.parse(await tx.$queryRaw`${Prisma.join(parts, ' UNION ALL ')}`)
  const found = new Map(rows.map((row) => [row.cause, row.found]))
  return lists.map(([cause]) => {
    const count = found.get(cause) ?? 0
    return { cause, count: Math.min(count, COUNT_LIMIT), more: count > COUNT_LIMIT }
  })
}

const Row = z.object({
  customer_id: CustomerId,
  name: z.string(),
  external_id: z.string().nullable(),
  city: z.string().nullable(),
  phone_id: z.nullable(PhoneId),
  e164: z.string().nullable(),
  detail: z.string().nullable(),
  since: z.date().nullable(),
  labels: z.object({ en: z.string(), fa: z.string(), uz: z.string() }).nullable(),
})
export type CauseKey = { customerId: string; phoneId: string }
export type CauseRow = Omit<QualityRow, 'number'> & {
  number: { phoneId: PhoneId; e164: string } | null
  labels: Labels | null
}
export const FIRST_KEY: CauseKey = {
  customerId: '00000000-0000-0000-0000-000000000000',
  phoneId: '00000000-0000-0000-0000-000000000000',
}

/** The next so many under a cause after this key. */
export async function listCause(tx: Tx, cause: Listed, after: CauseKey, limit: number): Promise<CauseRow[]> {
  const beyond =
    cause === 'struck'
      ? Prisma.sql`(l.customer_id, l.phone_id) > (${after.customerId}::uuid, ${after.phoneId}::uuid)`
      : Prisma.sql`l.customer_id > ${after.customerId}::uuid`
  const order = cause === 'struck' ? Prisma.sql`l.customer_id, l.phone_id` : Prisma.sql`l.customer_id`
  const rows = await tx.$queryRaw`
    SELECT l.customer_id, c.name, c.external_id, c.city, l.phone_id, p.e164, l.detail, l.since, o.labels
    FROM (SELECT * FROM (${LISTS[cause]}) l WHERE ${beyond} ORDER BY ${order} LIMIT ${limit}) l
    JOIN customer c ON c.id = l.customer_id LEFT JOIN phone p ON p.id = l.phone_id LEFT JOIN outcome o ON o.code = l.detail
    ORDER BY ${order}`
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      customer: { id: row.customer_id, name: row.name, externalId: row.external_id, city: row.city },
      number: row.phone_id && row.e164 ? { phoneId: row.phone_id, e164: row.e164 } : null,
      detail: row.detail,
      labels: row.labels,
      since: row.since?.toISOString() ?? null,
    }))
}

const Imports = z.array(
  z.object({ id: ImportId, kind: ImportKind, file_name: z.string(), rows_faulty: z.number(), started_at: z.date() }),
)

/** The last run of each kind of file, where it had faulty rows. */
export async function readFaultyImports(tx: Tx): Promise<Quality['imports']> {
  const rows = await tx.$queryRaw`
    SELECT id, kind, file_name, rows_faulty, started_at FROM (
      SELECT DISTINCT ON (kind) id, kind, file_name, rows_faulty, started_at FROM import_run ORDER BY kind, started_at DESC) r
    WHERE rows_faulty > 0 ORDER BY started_at DESC`
  return Imports.parse(rows).map((row) => ({
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    faulty: row.rows_faulty,
    at: row.started_at.toISOString(),
  }))
}
