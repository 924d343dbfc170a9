import { z } from 'zod'
import { CampaignId, CustomerId, WorkItemId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

/** Closed so because no campaign called her any more: a campaign that does opens a new round. */
export const LEFT_CAMPAIGN = 'campaign-left'

const Movable = z.array(
  z.object({
    id: WorkItemId,
    customer_id: CustomerId,
    campaign_id: CampaignId,
    attempts: z.number(),
    state: z.string(),
  }),
)

/** The next so many waiting rounds that another campaign may take: nobody's callback, and none of a campaign that drains. */
export async function readMovable(tx: Tx, after: WorkItemId | null, limit: number) {
  const rows = await tx.$queryRaw`
    SELECT w.id, w.customer_id, w.campaign_id, w.attempts, k.state
    FROM work_item w JOIN campaign k ON k.id = w.campaign_id
    WHERE w.state = 'waiting' AND w.reserved_for IS NULL AND k.state <> 'draining'
      AND (${after}::uuid IS NULL OR w.id > ${after}::uuid) ORDER BY w.id LIMIT ${limit}`
  return Movable.parse(rows).map(({ customer_id, campaign_id, ...row }) => ({
    ...row,
    customerId: customer_id,
    campaignId: campaign_id,
  }))
}

/** Gives these rounds, as long as they wait where they did, to another campaign; their heads fall, the next shortlist sets new ones. */
export async function moveItems(
  tx: Tx,
  moves: readonly { id: WorkItemId; from: CampaignId; to: CampaignId }[],
): Promise<number> {
  if (moves.length === 0) return 0
  await tx.$executeRaw`DELETE FROM queue_head WHERE work_item_id = ANY(${moves.map(({ id }) => id)}::uuid[])`
  return tx.$executeRaw`
    UPDATE work_item w SET campaign_id = x.to_id
    FROM unnest(${moves.map(({ id }) => id)}::uuid[], ${moves.map(({ from }) => from)}::uuid[], ${moves.map(({ to }) => to)}::uuid[])
      AS x (id, from_id, to_id)
    WHERE w.id = x.id AND w.campaign_id = x.from_id AND w.state = 'waiting' AND w.reserved_for IS NULL`
}

/** Closes rounds in which nothing has been tried. */
export async function closeLeft(tx: Tx, ids: readonly WorkItemId[], now: Date): Promise<number> {
  if (ids.length === 0) return 0
  await tx.$executeRaw`DELETE FROM queue_head WHERE work_item_id = ANY(${[...ids]}::uuid[])`
  return tx.$executeRaw`
    UPDATE work_item SET state = 'closed', closed_as = ${LEFT_CAMPAIGN}, closed_at = ${now}
    WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'waiting' AND attempts = 0 AND reserved_for IS NULL`
}
