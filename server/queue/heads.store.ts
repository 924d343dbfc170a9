import { z } from 'zod'
import type { CampaignId, CustomerId, PhoneId, WorkItemId } from '#contract/ids'
import type { Problem } from '#contract/problem'
import type { Tx } from '../platform/database.pg.ts'
import type { PrismaClient } from '../platform/generated/client.ts'
import type { HourlyScore } from '../ranking/hour.ts'

/** A head that came back between two shortlists stands until the next but one has looked at it. */
export const HEADS_OPEN_MS = 600_000

const Zone = z.object({ zone: z.string() })

/** Zones that have scores: a walk that leaps along the index from zone to zone. */
export async function readZones(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw`
    WITH RECURSIVE z (zone) AS (
      (SELECT zone FROM score ORDER BY zone LIMIT 1)
      UNION ALL
      SELECT (SELECT s.zone FROM score s WHERE s.zone > z.zone ORDER BY s.zone LIMIT 1) FROM z WHERE z.zone IS NOT NULL)
    SELECT zone FROM z WHERE zone IS NOT NULL`
  return z
    .array(Zone)
    .parse(rows)
    .map(({ zone }) => zone)
}

/** The median index, from a sample where there are many scores. */
export async function readMedianIndex(tx: Tx): Promise<number> {
  const rows = await tx.$queryRaw`
    WITH size AS (SELECT greatest(reltuples, 0) AS n FROM pg_class WHERE oid = 'score'::regclass)
    SELECT coalesce((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY per_minute_minor) FROM (
      SELECT per_minute_minor FROM score TABLESAMPLE SYSTEM ((SELECT CASE WHEN n > 50000 THEN 100 * 10000 / n ELSE 100 END FROM size)) REPEATABLE (1)) s), 0) AS median`
  return z.array(z.object({ median: z.number() })).parse(rows)[0]?.median ?? 0
}

const Candidate = z.object({
  id: z.string(),
  customer_id: z.string(),
  phone_id: z.string(),
  language: z.string().nullable(),
  per_minute_minor: z.number(),
  reached_minor: z.number().nullable(),
  fixed_minor: z.number().nullable(),
  contact_logit: z.number().nullable(),
  tried_slots: z.array(z.number()).nullable(),
  created_at: z.coerce.date(),
  open_until: z.coerce.date().nullable(),
  lapses_at: z.coerce.date().nullable(),
})
export type Candidate = {
  id: WorkItemId
  customerId: CustomerId
  phoneId: PhoneId
  language: string | null
  perMinuteMinor: number
  /** By what the hour's value is worked out; null where it is the same at every hour. */
  hourly: HourlyScore | null
  createdAt: Date
  /** Set for one that is a head already and whose permit has not ended. */
  openUntil: Date | null
  lapsesAt: Date | null
}

/**
 * The best waiting items of a campaign and zone that are due, by a walk along the scores (the LIMIT 1 keeps it a walk: the planner
 * takes customer and episode for independent and would sort the whole zone, 307 ms in place of 20 at a million). Reserved callbacks go
 * another way.
 */
export async function readBest(
  tx: Tx,
  campaignId: CampaignId,
  zone: string,
  now: Date,
  limit: number,
): Promise<Candidate[]> {
  const rows = await tx.$queryRaw`
    SELECT w.id, w.customer_id, w.phone_id, c.language, s.per_minute_minor, s.reached_minor, s.fixed_minor, s.contact_logit,
      s.tried_slots, w.created_at,
      CASE WHEN h.open_until > ${now} THEN h.open_until END AS open_until, h.lapses_at
    FROM score s
    CROSS JOIN LATERAL (
      SELECT i.id, i.customer_id, i.phone_id, i.created_at FROM work_item i
      WHERE i.customer_id = s.customer_id AND i.state <> 'closed' AND i.episode_id = s.episode_id AND i.state = 'waiting'
        AND i.due_at <= ${now} AND i.reserved_for IS NULL AND i.campaign_id = ${campaignId}::uuid
      LIMIT 1) w
    JOIN customer c ON c.id = w.customer_id
    LEFT JOIN queue_head h ON h.work_item_id = w.id
    WHERE s.zone = ${zone}
    ORDER BY s.per_minute_minor DESC LIMIT ${limit}`
  return z
    .array(Candidate)
    .parse(rows)
    .map((row) => ({
      id: row.id as WorkItemId,
      customerId: row.customer_id as CustomerId,
      phoneId: row.phone_id as PhoneId,
      language: row.language,
      perMinuteMinor: row.per_minute_minor,
      hourly: toHourly(row),
      createdAt: row.created_at,
      openUntil: row.open_until,
      lapsesAt: row.lapses_at,
    }))
}

const toHourly = (row: z.infer<typeof Candidate>): HourlyScore | null => {
  const { reached_minor: reachedMinor, fixed_minor: fixedMinor, contact_logit: contactLogOdds } = row
  if (reachedMinor === null || fixedMinor === null || contactLogOdds === null) return null
  return { reachedMinor, fixedMinor, contactLogOdds, triedSlots: row.tried_slots ?? [] }
}

export type Head = {
  id: WorkItemId
  language: string | null
  rank: number
  /** Drawn evenly from so many; null: by value. */
  exploredOf: number | null
  /** P(reached) in this hour; null where it is not known. */
  contact: number | null
  openUntil: Date
  /** When the permission to call her ends for good. */
  lapsesAt: Date | null
}

/** Adds or re-ranks these heads; items that have been claimed since are passed over. */
export async function writeHeads(tx: Tx, campaignId: CampaignId, zone: string, heads: readonly Head[]): Promise<void> {
  if (heads.length === 0) return
  const rows = heads.map(({ id, language, rank, exploredOf, contact, openUntil, lapsesAt }) => ({
    ...{ id, language, rank, contact },
    explored_of: exploredOf,
    open_until: openUntil.toISOString(),
    lapses_at: lapsesAt?.toISOString() ?? null,
  }))
  await tx.$executeRaw`
    INSERT INTO queue_head (work_item_id, campaign_id, zone, language, rank, explored_of, contact, open_until, lapses_at)
    SELECT x.id, ${campaignId}::uuid, ${zone}, x.language, x.rank, x.explored_of, x.contact, x.open_until, x.lapses_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS x (id uuid, language text, rank float8, explored_of int, contact float8, open_until timestamptz,
        lapses_at timestamptz)
    JOIN work_item w ON w.id = x.id AND w.state = 'waiting'
    ORDER BY x.id
    ON CONFLICT (work_item_id) DO UPDATE SET rank = excluded.rank, explored_of = excluded.explored_of, contact = excluded.contact,
      open_until = excluded.open_until, lapses_at = excluded.lapses_at, campaign_id = excluded.campaign_id, zone = excluded.zone, language = excluded.language
    WHERE (queue_head.rank, queue_head.explored_of, queue_head.open_until, queue_head.campaign_id, queue_head.zone, queue_head.language)
      IS DISTINCT FROM (excluded.rank, excluded.explored_of, excluded.open_until, excluded.campaign_id, excluded.zone, excluded.language)`
}

/** Takes away the heads of this campaign and zone that are not among these. */
export const keepHeads = (tx: Tx, campaignId: CampaignId, zone: string, ids: readonly WorkItemId[]): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM queue_head WHERE work_item_id IN (
      SELECT work_item_id FROM queue_head WHERE campaign_id = ${campaignId}::uuid AND zone = ${zone}
        AND work_item_id <> ALL(${[...ids]}::uuid[]) ORDER BY work_item_id FOR UPDATE SKIP LOCKED)`

/** Takes away heads whose hours have closed, and those of campaigns that no longer run. */
export const dropShutHeads = (tx: Tx, campaignIds: readonly CampaignId[], now: Date): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM queue_head WHERE work_item_id IN (
      SELECT work_item_id FROM queue_head WHERE open_until <= ${now} OR campaign_id <> ALL(${[...campaignIds]}::uuid[])
      ORDER BY work_item_id FOR UPDATE SKIP LOCKED)`

/** Heads again for items that came back within the hour: at their score, open until the next shortlist looks at them. */
export const restoreHeads = (tx: Tx, ids: readonly WorkItemId[], now: Date, openUntil: Date): Promise<number> =>
  tx.$executeRaw`
    INSERT INTO queue_head (work_item_id, campaign_id, zone, language, rank, open_until)
    SELECT w.id, w.campaign_id, s.zone, c.language, s.per_minute_minor, ${openUntil}
    FROM work_item w JOIN score s ON s.episode_id = w.episode_id JOIN customer c ON c.id = w.customer_id
    WHERE w.id = ANY(${[...ids]}::uuid[]) AND w.state = 'waiting' AND w.due_at <= ${now} AND w.reserved_for IS NULL
    ORDER BY w.id ON CONFLICT (work_item_id) DO NOTHING`

/** Claims eat the front of a small table all day; without this each walk steps over what was eaten. */
export const vacuumHeads = (db: PrismaClient): Promise<number> => db.$executeRaw`VACUUM (ANALYZE) queue_head`

const Idle = z.object({ heads: z.boolean(), waiting: z.boolean(), hours: z.boolean(), blocked: z.boolean() })

/** Why a claim over these campaigns finds nobody; null when a head stands. */
export async function readIdle(tx: Tx, campaignIds: readonly CampaignId[], now: Date): Promise<Problem | null> {
  const campaigns = [...campaignIds]
  const rows = await tx.$queryRaw`
    SELECT EXISTS (SELECT 1 FROM queue_head WHERE campaign_id = ANY(${campaigns}::uuid[]) AND open_until > ${now}) AS heads,
      EXISTS (SELECT 1 FROM work_item WHERE state = 'waiting' AND campaign_id = ANY(${campaigns}::uuid[])) AS waiting,
      EXISTS (SELECT 1 FROM call_block WHERE rule = 'hours' AND retry_at > ${now}) AS hours,
      EXISTS (SELECT 1 FROM call_block) AS blocked`
  const found = z.array(Idle).parse(rows)[0]
  if (!found || found.heads) return null
  if (found.waiting && found.hours) return { code: 'queue.hours-closed' }
  return { code: found.blocked ? 'queue.blocked' : 'queue.empty' }
}
