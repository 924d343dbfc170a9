import { z } from 'zod'
import { CampaignId, CustomerId, UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

const Rounds = z.array(z.object({ customer_id: CustomerId, campaign_id: CampaignId }))

/** The campaigns of the live rounds of these customers. */
export async function readRounds(tx: Tx, customerIds: readonly CustomerId[]): Promise<Map<CustomerId, CampaignId>> {
  const rows = await tx.$queryRaw`
    SELECT customer_id, campaign_id FROM work_item WHERE state <> 'closed' AND customer_id = ANY(${[...customerIds]}::uuid[])`
  return new Map(Rounds.parse(rows).map((row) => [row.customer_id, row.campaign_id]))
}

const WrapUps = z.array(z.object({ agent_id: UserId, wrap_up_seconds: z.number() }))

/** How long these agents may wrap up, where the campaign of the round in their hands says so. */
export async function readWrapUps(tx: Tx, agentIds: readonly UserId[]): Promise<Map<UserId, number>> {
  const rows = await tx.$queryRaw`
    SELECT w.agent_id, k.wrap_up_seconds FROM work_item w JOIN campaign k ON k.id = w.campaign_id
    WHERE w.state = 'leased' AND w.agent_id = ANY(${[...agentIds]}::uuid[]) AND k.wrap_up_seconds IS NOT NULL`
  return new Map(WrapUps.parse(rows).map((row) => [row.agent_id, row.wrap_up_seconds]))
}
