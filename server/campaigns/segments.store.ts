import { z } from 'zod'
import { CustomerId } from '#contract/ids'
import type { Condition, DateField, MoneyField, NumberField, Segment, TextField } from '#contract/segments'
import type { Tx } from '../platform/database.pg.ts'
import { Prisma } from '../platform/generated/client.ts'

/**
 * What each field is of the customer `c` and her open episode `e`: each a look along an index for one customer, so that a question costs
 * only what it asks for. A purchase is one that was paid.
 */
const bought = (what: Prisma.Sql) =>
  Prisma.sql`(SELECT ${what} FROM purchase u WHERE u.customer_id = c.id AND u.amount_minor > 0)`
const complaints = (which: Prisma.Sql) =>
  Prisma.sql`(SELECT count(*) FROM complaint k WHERE k.customer_id = c.id AND ${which})`

const DATES: Record<DateField, Prisma.Sql> = {
  joinedAt: Prisma.sql`c.joined_at`,
  cancelledAt: Prisma.sql`c.cancelled_at`,
  firstPurchaseAt: bought(Prisma.sql`min(u.at)`),
  lastPurchaseAt: bought(Prisma.sql`max(u.at)`),
  lapsedAt: Prisma.sql`e.lapsed_at`,
}
const TEXTS: Record<TextField, Prisma.Sql> = {
  country: Prisma.sql`c.country`,
  city: Prisma.sql`c.city`,
  language: Prisma.sql`c.language`,
  consent: Prisma.sql`CASE c.consent WHEN true THEN 'yes' WHEN false THEN 'no' END`,
  lapse: Prisma.sql`e.kind`,
  episode: Prisma.sql`e.state`,
  lastOutcome: Prisma.sql`(SELECT x.code FROM contact_record x
    WHERE x.customer_id = c.id AND x.kind = 'disposition' ORDER BY x.at DESC, x.id DESC LIMIT 1)`,
}
const NUMBERS: Record<NumberField, Prisma.Sql> = {
  orders: bought(Prisma.sql`count(*)`),
  tenureDays: Prisma.sql`extract(day FROM ${DATES.lastPurchaseAt} - coalesce(c.joined_at, ${DATES.firstPurchaseAt}))`,
  complaints: complaints(Prisma.sql`true`),
  openComplaints: complaints(Prisma.sql`k.status = 'open'`),
}
const MONEY: Record<MoneyField, Prisma.Sql> = {
  value: bought(Prisma.sql`coalesce(sum(u.amount_minor), 0)`),
  meanOrder: bought(Prisma.sql`avg(u.amount_minor)`),
}
const DAY = Prisma.sql`interval '24 hours'`

const attribute = (name: string) => Prisma.sql`c.attributes ->> ${name}`
/** An attribute is a text of the file: one that is no number fulfils nothing. */
const attributeNumber = (name: string) =>
  Prisma.sql`CASE WHEN c.attributes ->> ${name} ~ '^ *-?[0-9]{1,15}([.][0-9]{1,9})? *$' THEN (c.attributes ->> ${name})::numeric END`
const isOneOf = (what: Prisma.Sql, values: readonly string[]) =>
  Prisma.sql`lower(${what}) = ANY(${values.map(fold)}::text[])`
const fold = (value: string) => value.toLowerCase()
const bound = (op: 'atLeast' | 'atMost') => (op === 'atLeast' ? Prisma.sql`>=` : Prisma.sql`<=`)
const knows = (what: Prisma.Sql, known: boolean) =>
  known ? Prisma.sql`${what} IS NOT NULL` : Prisma.sql`${what} IS NULL`

function compileCondition(condition: Condition, now: Date): Prisma.Sql {
  switch (condition.kind) {
    case 'text':
    case 'attribute': {
      const what = condition.kind === 'text' ? TEXTS[condition.field] : attribute(condition.name)
      const found = isOneOf(what, condition.values)
      return condition.op === 'is' ? found : Prisma.sql`NOT coalesce(${found}, false)`
    }
    case 'number':
      return Prisma.sql`${NUMBERS[condition.field]} ${bound(condition.op)} ${condition.value}::numeric`
    case 'attributeNumber':
      return Prisma.sql`${attributeNumber(condition.name)} ${bound(condition.op)} ${condition.value}::numeric`
    case 'money':
      return Prisma.sql`${MONEY[condition.field]} ${bound(condition.op)} ${condition.minor}::numeric`
    case 'date': {
      const day = `${condition.on}T00:00:00Z`
      return condition.op === 'before'
        ? Prisma.sql`${DATES[condition.field]} < ${day}::timestamptz`
        : Prisma.sql`${DATES[condition.field]} >= ${day}::timestamptz`
    }
    case 'ago': {
      const then = Prisma.sql`${now}::timestamptz - ${condition.days}::int * ${DAY}`
      return condition.op === 'atLeast'
        ? Prisma.sql`${DATES[condition.field]} <= ${then}`
        : Prisma.sql`${DATES[condition.field]} >= ${then}`
    }
    case 'known': {
      const { field, known } = condition
      return knows(field in TEXTS ? TEXTS[field as TextField] : DATES[field as DateField], known)
    }
    case 'attributeKnown':
      return knows(attribute(condition.name), condition.known)
  }
}

const joined = (parts: readonly Prisma.Sql[], join: 'and' | 'or') =>
  Prisma.sql`(${Prisma.join([...parts], join === 'and' ? ' AND ' : ' OR ')})`

/** A segment as one condition on `c` and `e`; what is unknown is no. Without a group it is everybody. */
export function compileSegment({ join, groups }: Segment, now: Date): Prisma.Sql {
  const parts = groups
    .filter(({ conditions }) => conditions.length > 0)
    .map((group) =>
      joined(
        group.conditions.map((condition) => Prisma.sql`coalesce(${compileCondition(condition, now)}, false)`),
        group.join,
      ),
    )
  return parts.length === 0 ? Prisma.sql`true` : joined(parts, join)
}

const OPEN_EPISODE = Prisma.sql`LEFT JOIN LATERAL (
  SELECT x.kind, x.state, x.lapsed_at FROM episode x WHERE x.customer_id = c.id AND x.closed_at IS NULL ORDER BY x.id LIMIT 1) e ON true`

const Places = z.array(z.object({ id: CustomerId, place: z.number() }))

/** For each of these customers the first of the segments that she belongs to, by its place; one that belongs to none is missing. */
export async function readFirstMatches(
  tx: Tx,
  customerIds: readonly CustomerId[],
  segments: readonly Segment[],
  now: Date,
): Promise<Map<CustomerId, number>> {
  if (customerIds.length === 0 || segments.length === 0) return new Map()
  const cases = segments.map((segment, place) => Prisma.sql`WHEN ${compileSegment(segment, now)} THEN ${place}::int`)
  const rows = await tx.$queryRaw`
    SELECT id, place FROM (
      SELECT c.id, CASE ${Prisma.join(cases, ' ')} END AS place
      FROM unnest(${[...customerIds]}::uuid[]) AS a (id) JOIN customer c ON c.id = a.id ${OPEN_EPISODE}) m
    WHERE place IS NOT NULL`
  return new Map(Places.parse(rows).map(({ id, place }) => [id, place]))
}

/** Ids are hashed into so many shares: the same part of the base whenever it is asked. */
const SHARES = 65_536
const Count = z.tuple([z.object({ count: z.coerce.number() })])

/** How many customers there are who are somebody: not merged into another, not erased. */
export async function countBase(tx: Tx): Promise<number> {
  const rows =
    await tx.$queryRaw`SELECT count(*) AS count FROM customer WHERE merged_into IS NULL AND erased_at IS NULL`
  return Count.parse(rows)[0].count
}

/** The part of the base that is looked at: all of a small one, about `most` of a large one. */
const partOf = (all: number, most: number) => {
  const shares = all <= most ? SHARES : Math.max(1, Math.floor((SHARES * most) / all))
  return Prisma.sql`c.merged_into IS NULL AND c.erased_at IS NULL
    AND (uuid_hash(c.id)::bigint & ${SHARES - 1}::bigint) < ${shares}::bigint`
}

/** Of about `most` of `all` customers: how many were looked at, and how many each segment lets through. */
export async function countMatches(
  tx: Tx,
  segments: readonly Segment[],
  { all, most, now }: { all: number; most: number; now: Date },
): Promise<{ looked: number; matched: number[] }> {
  const counts = segments.map((segment) => Prisma.sql`count(*) FILTER (WHERE ${compileSegment(segment, now)})::int`)
  const rows = await tx.$queryRaw`
    SELECT count(*) AS looked, ARRAY[${Prisma.join(counts)}] AS matched FROM customer c ${OPEN_EPISODE} WHERE ${partOf(all, most)}`
  return z.tuple([z.object({ looked: z.coerce.number(), matched: z.array(z.number()) })]).parse(rows)[0]
}

const Members = z.array(
  z.object({ id: CustomerId, is_open: z.boolean(), holdout: z.boolean(), phones: z.array(z.string()) }),
)
/** Some who match, in the order of a hash of their ids, so that they are drawn evenly. */
export async function readMembers(
  tx: Tx,
  segment: Segment,
  { all, most, limit, now }: { all: number; most: number; limit: number; now: Date },
) {
  const rows = await tx.$queryRaw`
    SELECT m.id, m.is_open, m.holdout, coalesce((SELECT array_agg(cp.phone_id::text ORDER BY cp.rank, cp.phone_id)
        FROM customer_phone cp WHERE cp.customer_id = m.id AND cp.struck_at IS NULL), '{}') AS phones
    FROM (
      SELECT c.id, e.kind IS NOT NULL AS is_open, EXISTS (SELECT 1 FROM episode h
        WHERE h.customer_id = c.id AND h.closed_at IS NULL AND h.arm = 'holdout') AS holdout
      FROM customer c ${OPEN_EPISODE}
      WHERE ${partOf(all, most)} AND ${compileSegment(segment, now)} ORDER BY uuid_hash(c.id), c.id LIMIT ${limit}) m`
  return Members.parse(rows)
}
