import { z } from 'zod'
import { Why } from '#contract/queue'
import type { Permit } from '../compliance/permit.ts'
import type { Tx } from '../platform/database.pg.ts'
import type { Claimed } from './claims.store.ts'

/** What was decided at a claim, as it was decided: the score may have been made anew before the call is over. */
export async function insertDecisions(
  tx: Tx,
  claims: readonly { claimed: Claimed; permit: Permit }[],
  now: Date,
): Promise<void> {
  if (claims.length === 0) return
  const rows = claims.map(({ claimed: { id, fence, agentId, head }, permit }) => ({
    work_item_id: id,
    fence: String(fence),
    agent_id: agentId,
    rank: head?.rank ?? null,
    explored_of: head?.exploredOf ?? null,
    contact: head?.contact ?? null,
    permit,
  }))
  await tx.$executeRaw`
    INSERT INTO decision (work_item_id, fence, at, agent_id, episode_id, campaign_id, campaign_version, model_id, learned_id, rank, explored_of,
      contact, offer, offer_win, propensities, why, features, permit)
    SELECT r.work_item_id, r.fence, ${now}, r.agent_id, w.episode_id, k.id, k.version, s.model_id, s.learned_id, r.rank,
      r.explored_of, r.contact, o.code, o.win, CASE WHEN o.code IS NULL THEN '{}'::jsonb ELSE jsonb_build_object(o.code, 1) END,
      nullif(s.body, '{}'::jsonb), s.features || jsonb_build_object('triedSlots', coalesce(s.tried_slots, '{}')), r.permit
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (work_item_id uuid, fence bigint, agent_id uuid, rank float8,
      explored_of int, contact float8, permit jsonb)
    JOIN work_item w ON w.id = r.work_item_id
    JOIN campaign k ON k.id = w.campaign_id
    LEFT JOIN score s ON s.episode_id = w.episode_id
    CROSS JOIN LATERAL (
      SELECT s.body #>> '{offers,0,code}' AS code, (s.body #>> '{offers,0,pWin}')::float8 AS win) o`
}

/** The offer that was drawn once she had told why she left, with what probability each could have been. */
export const keepDrawn = (
  tx: Tx,
  { workItemId, fence }: { workItemId: string; fence: bigint },
  drawn: { offer: string; pWin: number; reasonCode: string; propensities: Record<string, number> },
): Promise<number> =>
  tx.$executeRaw`
    UPDATE decision SET offer = ${drawn.offer}, offer_win = ${drawn.pWin}, told_reason = ${drawn.reasonCode}, propensities = ${JSON.stringify(drawn.propensities)}::jsonb
    WHERE work_item_id = ${workItemId}::uuid AND fence = ${fence}`

const Rows = z.array(z.object({ why: z.nullable(Why) }))
/** Why this claim was made, as it was then; null where nothing was written. */
export async function readDecidedWhy(tx: Tx, workItemId: string, fence: bigint): Promise<Why | null> {
  const rows =
    await tx.$queryRaw`SELECT why FROM decision WHERE work_item_id = ${workItemId}::uuid AND fence = ${fence}`
  return Rows.parse(rows)[0]?.why ?? null
}
