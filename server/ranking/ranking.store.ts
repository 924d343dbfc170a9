import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CustomerId, EpisodeId } from '#contract/ids'
import { Why } from '#contract/queue'
import type { Tx } from '../platform/database.pg.ts'
import type { Sql } from '../platform/sql.pg.ts'
import { MODEL_VERSION, type RankingModelParams } from './fit.ts'

const MODELS_KEPT = 10

const ModelIds = z.array(z.object({ id: z.string() }))

/** Stores a fitted model and keeps the last ten. The newest stays the newest while nothing has changed. Its id. */
export async function saveModel(tx: Sql, params: RankingModelParams, completeThrough: Date, at: Date): Promise<string> {
  const json = JSON.stringify(params)
  const same = await tx.$queryRaw`
    SELECT id FROM (SELECT id, params, complete_through FROM ranking_model ORDER BY fitted_at DESC, id LIMIT 1) m
    WHERE m.params = ${json}::jsonb AND m.complete_through = ${completeThrough}::timestamptz`
  const newest = ModelIds.parse(same)[0]
  if (newest) return newest.id
  const id = randomUUID()
  await tx.$executeRaw`
    INSERT INTO ranking_model (id, version, fitted_at, complete_through, customers, log_likelihood, params)
    VALUES (${id}::uuid, ${params.version}::text, ${at}::timestamptz, ${completeThrough}::timestamptz, ${params.n}::int,
      ${params.logLikelihood}::float8, ${json}::jsonb)`
  await tx.$executeRaw`
    DELETE FROM ranking_model WHERE id NOT IN (
      SELECT id FROM ranking_model ORDER BY id = ${id}::uuid DESC, fitted_at DESC, id LIMIT ${MODELS_KEPT}::int)`
  return id
}

const isModel = (params: unknown): params is RankingModelParams =>
  typeof params === 'object' && params !== null && 'version' in params && params.version === MODEL_VERSION
const Models = z.array(z.object({ id: z.string(), params: z.unknown() }))

/** Which model stands; what is in it changes with its id alone. */
export async function readModelId(tx: Sql): Promise<string | null> {
  const rows = await tx.$queryRaw`SELECT id FROM ranking_model ORDER BY fitted_at DESC, id LIMIT 1`
  return ModelIds.parse(rows)[0]?.id ?? null
}

/** The model that stands, the newest; null where none was fitted, or only by a program that knew another kind. */
export async function readModel(tx: Sql): Promise<{ modelId: string; model: RankingModelParams } | null> {
  const rows = await tx.$queryRaw`SELECT id, params FROM ranking_model ORDER BY fitted_at DESC, id LIMIT 1`
  const [row] = Models.parse(rows)
  return row && isModel(row.params) ? { modelId: row.id, model: row.params } : null
}

export type ScoreRow = {
  episodeId: string
  customerId: string
  zone: string
  perMinuteMinor: number
  expectedMinor: bigint
  body: Why
  /** What was learned from outcomes; null: our priors. */
  learnedId: string | null
  /** Worth of the customer once reached, and what an attempt costs besides its minutes; null: the rank is the same at every hour. */
  reachedMinor: number | null
  fixedMinor: number | null
  /** Log-odds of being reached, before the hour. */
  contactLogit: number | null
  /** Slots of the week in which she was tried and not reached. */
  triedSlots: readonly number[]
  /** What is known of the customer, as learning will read it. */
  features: object | null
}

/**
 * Of these customers, only these scores stay: of open episodes, many in one statement (the LIMIT 1 has it look each up by its id; a join may
 * walk all that are open). As one JSON document: unnested columns take twice as long to
 * write out and to read, and a COPY into the empty table would be no quicker, since the bodies are what takes the time.
 */
export async function writeScores(
  tx: Sql,
  customerIds: readonly string[],
  scores: readonly ScoreRow[],
  { modelId, at }: { modelId: string; at: Date },
): Promise<number> {
  const json = JSON.stringify(
    scores.map((score) => ({
      episode_id: score.episodeId,
      customer_id: score.customerId,
      zone: score.zone,
      per_minute_minor: score.perMinuteMinor,
      expected_minor: String(score.expectedMinor),
      body: score.body,
      learned_id: score.learnedId,
      reached_minor: score.reachedMinor,
      fixed_minor: score.fixedMinor,
      contact_logit: score.contactLogit,
      tried_slots: score.triedSlots,
      features: score.features,
    })),
  )
  return tx.$executeRaw`
    WITH gone AS (DELETE FROM score
      WHERE customer_id = ANY(${[...customerIds]}::uuid[]) AND episode_id <> ALL(${scores.map(({ episodeId }) => episodeId)}::uuid[]))
    INSERT INTO score (episode_id, customer_id, model_id, scored_at, zone, per_minute_minor, expected_minor, body, learned_id,
      reached_minor, fixed_minor, contact_logit, tried_slots, features)
    SELECT r.episode_id, r.customer_id, ${modelId}::uuid, ${at}::timestamptz, r.zone, r.per_minute_minor, r.expected_minor, r.body,
      r.learned_id, r.reached_minor, r.fixed_minor, r.contact_logit, r.tried_slots, nullif(r.features, 'null'::jsonb)
    FROM json_to_recordset(${json}::json)
      AS r (episode_id uuid, customer_id uuid, zone text, per_minute_minor float8, expected_minor bigint, body jsonb,
        learned_id uuid, reached_minor float8, fixed_minor float8, contact_logit float8, tried_slots int[], features jsonb)
    CROSS JOIN LATERAL (SELECT FROM episode e WHERE e.id = r.episode_id AND e.closed_at IS NULL LIMIT 1) open
    ORDER BY r.episode_id
    ON CONFLICT (episode_id) DO UPDATE SET model_id = excluded.model_id, scored_at = excluded.scored_at, zone = excluded.zone,
      per_minute_minor = excluded.per_minute_minor, expected_minor = excluded.expected_minor, body = excluded.body,
      learned_id = excluded.learned_id, reached_minor = excluded.reached_minor, fixed_minor = excluded.fixed_minor,
      contact_logit = excluded.contact_logit, tried_slots = excluded.tried_slots, features = excluded.features`
}

export async function readWhy(tx: Tx, episodeId: string): Promise<Why | null> {
  const row = await tx.score.findUnique({ where: { episodeId }, select: { body: true } })
  return row && Why.parse(row.body)
}

/** Where the last page ended. */
export type ScoreKey = { perMinuteMinor: number; episodeId: string }
const Best = z.array(
  z.object({
    episode_id: EpisodeId,
    customer_id: CustomerId,
    per_minute_minor: z.number(),
    expected_minor: z.bigint(),
  }),
)
export type BestScore = { episodeId: EpisodeId; customerId: CustomerId; perMinuteMinor: number; expectedMinor: bigint }

/** The best scores of a zone, best first, a page by key. Both arms: who may be called is the queue's question. */
export async function readBestOf(tx: Tx, zone: string, limit: number, after?: ScoreKey): Promise<BestScore[]> {
  const rows = after
    ? await tx.$queryRaw`
        SELECT episode_id, customer_id, per_minute_minor, expected_minor FROM score
        WHERE zone = ${zone} AND per_minute_minor <= ${after.perMinuteMinor}
          AND (per_minute_minor < ${after.perMinuteMinor} OR episode_id > ${after.episodeId}::uuid)
        ORDER BY per_minute_minor DESC, episode_id LIMIT ${limit}`
    : await tx.$queryRaw`
        SELECT episode_id, customer_id, per_minute_minor, expected_minor FROM score
        WHERE zone = ${zone} ORDER BY per_minute_minor DESC, episode_id LIMIT ${limit}`
  return Best.parse(rows).map((row) => ({
    episodeId: row.episode_id,
    customerId: row.customer_id,
    perMinuteMinor: row.per_minute_minor,
    expectedMinor: row.expected_minor,
  }))
}

const ZoneRows = z.array(z.object({ zone: z.string() }))
/** Zones that have scores: a walk that leaps along the index. */
export async function readScoredZones(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw`
    WITH RECURSIVE z (zone) AS (
      (SELECT zone FROM score ORDER BY zone LIMIT 1)
      UNION ALL
      SELECT (SELECT s.zone FROM score s WHERE s.zone > z.zone ORDER BY s.zone LIMIT 1) FROM z WHERE z.zone IS NOT NULL)
    SELECT zone FROM z WHERE zone IS NOT NULL`
  return ZoneRows.parse(rows).map(({ zone }) => zone)
}
