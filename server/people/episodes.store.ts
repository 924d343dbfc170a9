import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CustomerId, EpisodeId } from '#contract/ids'
import { EpisodeState } from '#contract/people'
import type { Tx } from '../platform/database.pg.ts'
import type { Episode as EpisodeRow } from '../platform/generated/client.ts'
import type { Sql } from '../platform/sql.pg.ts'

export type Arm = 'treat' | 'holdout'
/** visit: somebody who has not lapsed rang us. No arm, no score, over with the conversation. */
const Kind = z.enum(['dormant', 'cancelled', 'visit'])
export type EpisodeKind = z.infer<typeof Kind>
export type Episode = Omit<EpisodeRow, 'id' | 'customerId' | 'kind' | 'arm' | 'state'> & {
  id: EpisodeId
  customerId: CustomerId
  kind: EpisodeKind
  state: EpisodeState
  arm: Arm | null
}

const toEpisode = (row: EpisodeRow): Episode => ({
  ...row,
  id: EpisodeId.parse(row.id),
  customerId: CustomerId.parse(row.customerId),
  kind: Kind.parse(row.kind),
  state: EpisodeState.parse(row.state),
  arm: z.enum(['treat', 'holdout']).nullable().parse(row.arm),
})

export async function readEpisode(tx: Tx, id: string): Promise<Episode | null> {
  const row = await tx.episode.findUnique({ where: { id } })
  return row && toEpisode(row)
}

/** Every lapse of one customer, the newest first. */
export async function listEpisodes(tx: Tx, customerId: string): Promise<Episode[]> {
  const rows = await tx.episode.findMany({ where: { customerId }, orderBy: { lapsedAt: 'desc' } })
  return rows.map(toEpisode)
}

/** The open episode of each of these customers that has one. */
export async function openEpisodes(tx: Tx, customerIds: readonly string[]): Promise<Map<CustomerId, Episode>> {
  const rows = await tx.episode.findMany({ where: { customerId: { in: [...customerIds] }, closedAt: null } })
  return new Map(rows.map(toEpisode).map((episode) => [episode.customerId, episode]))
}

/** With an arm it is assigned at once: what is known together is written together. */
export type NewEpisode = { customerId: string; kind: EpisodeKind; lapsedAt: Date; arm?: Arm | null }
const Ids = z.array(z.object({ id: EpisodeId, customer_id: CustomerId }))

/** Opens episodes, many in one statement; a customer who has an open one keeps it. The ids of the new ones by customer. */
export async function addEpisodes(
  tx: Sql,
  episodes: readonly NewEpisode[],
  at: Date,
): Promise<Map<CustomerId, EpisodeId>> {
  if (episodes.length === 0) return new Map()
  const json = JSON.stringify(
    episodes.map(({ customerId, kind, lapsedAt, arm = null }) => ({
      id: randomUUID(),
      customer_id: customerId,
      kind,
      lapsed_at: lapsedAt,
      arm,
    })),
  )
  const added = Ids.parse(
    await tx.$queryRaw`
      INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at, arm, arm_at)
      SELECT r.id, r.customer_id, r.kind, CASE WHEN r.arm IS NULL THEN 'lapsed' ELSE 'assigned' END, r.lapsed_at,
        ${at}::timestamptz, r.arm, CASE WHEN r.arm IS NOT NULL THEN ${at}::timestamptz END
      FROM jsonb_to_recordset(${json}::jsonb)
        AS r(id uuid, customer_id uuid, kind text, lapsed_at timestamptz, arm text)
      ON CONFLICT (customer_id) WHERE closed_at IS NULL DO NOTHING RETURNING id, customer_id`,
  )
  return new Map(added.map((row) => [row.customer_id, row.id]))
}

export const addEpisode = async (tx: Sql, episode: NewEpisode, at: Date): Promise<EpisodeId | null> =>
  [...(await addEpisodes(tx, [episode], at)).values()][0] ?? null

export type EpisodePatch = Partial<
  Pick<EpisodeRow, 'kind' | 'lapsedAt' | 'reachedAt' | 'wonAt' | 'verifyBy' | 'closedAt' | 'closedAs'>
> & { state?: EpisodeState }

/** False when the episode is closed or unknown: what is closed stays as it was. */
export async function moveEpisode(tx: Tx, id: string, patch: EpisodePatch): Promise<boolean> {
  const { count } = await tx.episode.updateMany({ where: { id, closedAt: null }, data: patch })
  return count === 1
}

/** Draws the arms of these episodes, once for ever: one that has an arm keeps it. How many were set. */
export async function setArms(tx: Sql, arms: readonly { episodeId: string; arm: Arm }[], at: Date): Promise<number> {
  if (arms.length === 0) return 0
  return tx.$executeRaw`
    UPDATE episode e SET arm = a.arm, arm_at = ${at}::timestamptz,
      state = CASE WHEN e.state = 'lapsed' THEN 'assigned' ELSE e.state END
    FROM unnest(${arms.map(({ episodeId }) => episodeId)}::uuid[], ${arms.map(({ arm }) => arm)}::text[]) AS a(id, arm)
    WHERE e.id = a.id AND e.arm IS NULL`
}
