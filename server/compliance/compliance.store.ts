import { z } from 'zod'
import type { CustomerPage } from '#contract/customers'
import type { CampaignId, CustomerId, PhoneId, UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import type { Prisma } from '../platform/generated/client.ts'
import type { CampaignRules } from './campaign-rules.ts'
import type { StopKind } from './permit-context.ts'

/**
 * What one question of the gate is about. `agreedAt`: when the customer asked to be called. `campaignId`: whose rules bind beside the
 * law's; undefined: those of her live round, null: none.
 */
export type Pair = {
  customerId: CustomerId
  phoneId: PhoneId
  agreedAt?: Date | null
  campaignId?: CampaignId | null
  /** Instead of the campaign's own: rules that are only thought of yet. */
  rules?: CampaignRules
  /** The dialler asks for itself; by default a person has the card before her. */
  dialledBy?: 'person' | 'machine'
}

const Instant = z.coerce.date()
const FactsRow = z.object({
  n: z.coerce.number(),
  e164: z.string(),
  country: z.string().nullable(),
  state: z.string().nullable(),
  zone: z.string().nullable(),
  told_zone: z.string().nullable(),
  consent: z.boolean().nullable(),
  struck: z.boolean(),
  holdout: z.boolean(),
  country_closed: z.boolean(),
  open_complaints: z.coerce.number(),
  open_promises: z.coerce.number(),
  last_paid_at: Instant.nullable(),
  last_inquiry_at: Instant.nullable(),
  last_refusal_at: Instant.nullable(),
  campaign: z.object({ hours: z.unknown(), caps: z.unknown(), mode: z.string() }).nullable(),
  stops: z.array(
    z.object({
      kind: z.enum(['call', 'all', 'dead', 'abuse']),
      person: z.boolean(),
      at: Instant,
      lifted_at: Instant.nullable(),
    }),
  ),
  attempts: z.array(
    z.object({
      at: Instant,
      person: z.boolean(),
      phone: z.boolean(),
      counted: z.boolean(),
      outcome: z.string().nullable(),
    }),
  ),
})
export type FactsRow = z.infer<typeof FactsRow>

/** Caps look no further back (`presets.ts`: the longest is 30 days). */
const ATTEMPTS_DAYS = 30

/** What is known of these customers and numbers, in one statement; a pair that does not exist is missing. Row `n` counts pairs from 1. */
export async function readFacts(tx: Tx, pairs: readonly Pair[], now: Date): Promise<FactsRow[]> {
  if (pairs.length === 0) return []
  const since = new Date(now.getTime() - ATTEMPTS_DAYS * 86_400_000)
  const rows = await tx.$queryRaw`
    SELECT p.n, ph.e164, c.country, c.attributes ->> 'state' AS state, c.zone, c.told_zone, c.consent,
      coalesce(cp.struck_at IS NOT NULL, true) AS struck,
      EXISTS (SELECT 1 FROM episode e WHERE e.customer_id = p.customer_id AND e.closed_at IS NULL AND e.arm = 'holdout') AS holdout,
      EXISTS (SELECT 1 FROM closed_country x WHERE x.country = ph.country) AS country_closed,
      (SELECT count(*) FROM complaint k WHERE k.customer_id = p.customer_id AND k.status = 'open') AS open_complaints,
      (SELECT count(*) FROM promise k WHERE k.customer_id = p.customer_id AND k.status = 'open') AS open_promises,
      (SELECT max(u.at) FROM purchase u WHERE u.customer_id = p.customer_id AND u.amount_minor > 0) AS last_paid_at,
      r.last_inquiry_at, r.last_refusal_at,
      (SELECT jsonb_build_object('hours', k.hours, 'caps', k.caps, 'mode', k.mode) FROM campaign k WHERE k.id = p.campaign_id) AS campaign,
      coalesce((SELECT jsonb_agg(jsonb_build_object('kind', s.kind, 'person', s.customer_id IS NOT NULL, 'at', s.at, 'lifted_at', s.lifted_at))
        FROM stop s WHERE s.customer_id = p.customer_id OR s.phone_id = p.phone_id), '[]') AS stops,
      coalesce((SELECT jsonb_agg(jsonb_build_object('at', a.at, 'person', a.customer_id = p.customer_id, 'phone', a.phone_id = p.phone_id,
          'counted', a.counted, 'outcome', a.outcome))
        FROM attempt a WHERE (a.customer_id = p.customer_id AND a.at > ${since}) OR (a.phone_id = p.phone_id AND a.at > ${since})), '[]') AS attempts
    FROM unnest(${pairs.map((pair) => pair.customerId)}::uuid[], ${pairs.map((pair) => pair.phoneId)}::uuid[],
      ${pairs.map((pair) => pair.campaignId ?? null)}::uuid[]) WITH ORDINALITY AS p (customer_id, phone_id, campaign_id, n)
    JOIN customer c ON c.id = p.customer_id
    JOIN phone ph ON ph.id = p.phone_id
    LEFT JOIN customer_phone cp ON cp.customer_id = p.customer_id AND cp.phone_id = p.phone_id
    LEFT JOIN LATERAL (
      SELECT max(x.at) FILTER (WHERE x.direction = 'in' AND x.kind <> 'stop') AS last_inquiry_at,
        max(x.at) FILTER (WHERE x.kind = 'disposition' AND x.code LIKE 'L.%' AND x.code <> 'L.EXP') AS last_refusal_at
      FROM contact_record x WHERE x.customer_id = p.customer_id) r ON true`
  return z.array(FactsRow).parse(rows)
}

export type StopRow = {
  kind: StopKind
  customerId: CustomerId
  phoneIds: readonly PhoneId[]
  byUserId: UserId | null
  at: Date
}

/** One row for the person and one for each number; what already stands is not written twice. Returns how many are new. */
export const insertStops = (tx: Tx, { kind, customerId, phoneIds, byUserId, at }: StopRow): Promise<number> =>
  tx.$executeRaw`
    INSERT INTO stop (id, kind, customer_id, phone_id, at, by_user_id)
    SELECT gen_random_uuid(), ${kind}, x.customer_id, x.phone_id, ${at}, ${byUserId}::uuid
    FROM (SELECT ${customerId}::uuid AS customer_id, NULL::uuid AS phone_id
      UNION ALL SELECT NULL, unnest(${[...phoneIds]}::uuid[])) x
    WHERE NOT EXISTS (SELECT 1 FROM stop s WHERE s.kind = ${kind} AND s.lifted_at IS NULL
      AND s.customer_id IS NOT DISTINCT FROM x.customer_id AND s.phone_id IS NOT DISTINCT FROM x.phone_id)`

const StopRows = z.array(
  z.object({
    kind: z.enum(['call', 'all', 'dead', 'abuse']),
    scope: z.enum(['person', 'number']),
    at: Instant,
    by: z.string().nullable(),
    lifted_at: Instant.nullable(),
    lifted_by: z.string().nullable(),
  }),
)

/** Her stops and those of her numbers, the newest first; what was pressed once is told once. */
export async function readStops(tx: Tx, customerId: string): Promise<CustomerPage['stops']> {
  const rows = StopRows.parse(
    await tx.$queryRaw`
      SELECT DISTINCT ON (s.at, s.kind, s.lifted_at) s.kind, s.at, u.name AS by, s.lifted_at, l.name AS lifted_by,
        CASE WHEN s.customer_id IS NULL THEN 'number' ELSE 'person' END AS scope
      FROM stop s LEFT JOIN app_user u ON u.id = s.by_user_id LEFT JOIN app_user l ON l.id = s.lifted_by_id
      WHERE s.customer_id = ${customerId}::uuid
        OR s.phone_id IN (SELECT phone_id FROM customer_phone WHERE customer_id = ${customerId}::uuid)
      ORDER BY s.at DESC, s.kind, s.lifted_at, s.customer_id NULLS LAST`,
  )
  return rows.map(({ at, lifted_at, lifted_by, ...row }) => ({
    ...row,
    at: at.toISOString(),
    liftedAt: lifted_at?.toISOString() ?? null,
    liftedBy: lifted_by,
  }))
}

/** Lifts this kind from the person and from her numbers. */
export const liftStops = (
  tx: Tx,
  kind: StopKind,
  customerId: CustomerId,
  byUserId: UserId,
  at: Date,
): Promise<number> =>
  tx.$executeRaw`
    UPDATE stop SET lifted_at = ${at}, lifted_by_id = ${byUserId}::uuid
    WHERE kind = ${kind} AND lifted_at IS NULL AND (customer_id = ${customerId}::uuid
      OR phone_id IN (SELECT phone_id FROM customer_phone WHERE customer_id = ${customerId}::uuid))`

export type NewAttempt = { id: string; customerId: CustomerId; phoneId: PhoneId; at: Date }

/** Counted until its outcome says otherwise. The same id twice is once. */
export const insertAttempt = (tx: Tx, { id, customerId, phoneId, at }: NewAttempt): Promise<number> =>
  tx.$executeRaw`
    INSERT INTO attempt (id, customer_id, phone_id, at, counted, outcome)
    VALUES (${id}::uuid, ${customerId}::uuid, ${phoneId}::uuid, ${at}, true, NULL) ON CONFLICT (id) DO NOTHING`

export const updateAttempt = (tx: Tx, id: string, counted: boolean, outcome: string): Promise<number> =>
  tx.$executeRaw`UPDATE attempt SET counted = ${counted}, outcome = ${outcome} WHERE id = ${id}::uuid`

export type Block = {
  customerId: CustomerId
  rule: string
  params: Prisma.InputJsonObject
  at: Date
  retryAt: Date | null
}

/** The blocks of these customers become exactly these. */
export async function replaceBlocks(
  tx: Tx,
  customerIds: readonly CustomerId[],
  blocks: readonly Block[],
): Promise<void> {
  if (customerIds.length === 0) return
  const kept = blocks.map(({ customerId, rule }) => `${customerId} ${rule}`)
  await tx.$executeRaw`
    DELETE FROM call_block WHERE customer_id = ANY(${[...customerIds]}::uuid[]) AND customer_id || ' ' || rule <> ALL(${kept}::text[])`
  if (blocks.length === 0) return
  await tx.$executeRaw`
    INSERT INTO call_block (customer_id, rule, params, at, retry_at)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(
      blocks.map(({ customerId, rule, params, at, retryAt }) => ({
        customer_id: customerId,
        rule,
        params,
        at,
        retry_at: retryAt,
      })),
    )}::jsonb) AS x (customer_id uuid, rule text, params jsonb, at timestamptz, retry_at timestamptz)
    ORDER BY 1, 2
    ON CONFLICT (customer_id, rule) DO UPDATE SET params = excluded.params, at = excluded.at, retry_at = excluded.retry_at`
}

const CountRow = z.object({ rule: z.string(), customers: z.coerce.number() })

/** How many customers each rule holds back; one customer may be held by several. */
export async function countBlocks(tx: Tx): Promise<{ rule: string; customers: number }[]> {
  return z
    .array(CountRow)
    .parse(await tx.$queryRaw`SELECT rule, count(*) AS customers FROM call_block GROUP BY rule ORDER BY 2 DESC, 1`)
}

/** Countries that the carrier's account may not call, by code. */
export const readClosedCountries = async (tx: Tx): Promise<string[]> =>
  (await tx.closedCountry.findMany({ orderBy: { country: 'asc' } })).map(({ country }) => country)

/** The country of this number is closed: nobody there is called until somebody opens it. False when it was, or is not known. */
export const closeCountryOf = async (tx: Tx, phoneId: PhoneId, since: Date): Promise<boolean> =>
  (await tx.$executeRaw`
    INSERT INTO closed_country (country, since)
    SELECT country, ${since} FROM phone WHERE id = ${phoneId}::uuid AND country IS NOT NULL ON CONFLICT DO NOTHING`) > 0

export const deleteClosedCountries = async (tx: Tx): Promise<void> => {
  await tx.closedCountry.deleteMany()
}
