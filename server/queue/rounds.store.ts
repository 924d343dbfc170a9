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

const Caps = z.array(z.object({ round: z.number().nullable() }))

/** How many attempts a round of this campaign may have; null: it ends by its outcomes alone. */
export async function readRoundCap(tx: Tx, campaignId: CampaignId): Promise<number | null> {
  const rows = await tx.$queryRaw`SELECT (caps ->> 'round')::int AS round FROM campaign WHERE id = ${campaignId}::uuid`
  return Caps.parse(rows)[0]?.round ?? null
}

const Counts = z.array(
  z.object({ campaign_id: CampaignId, due: z.number(), later: z.number(), in_hand: z.number(), callbacks: z.number() }),
)
export type RoundCounts = { due: number; later: number; inHand: number; callbacks: number }

/** How many live rounds each campaign has. */
export async function countRounds(tx: Tx, now: Date): Promise<Map<CampaignId, RoundCounts>> {
  const rows = await tx.$queryRaw`
    SELECT campaign_id, count(*) FILTER (WHERE state = 'waiting' AND due_at <= ${now})::int AS due,
      count(*) FILTER (WHERE state = 'waiting' AND due_at > ${now})::int AS later,
      count(*) FILTER (WHERE state = 'leased')::int AS in_hand,
      count(*) FILTER (WHERE reserved_for IS NOT NULL)::int AS callbacks
    FROM work_item WHERE state <> 'closed' GROUP BY campaign_id`
  return new Map(
    Counts.parse(rows).map(({ campaign_id, in_hand, ...row }) => [campaign_id, { ...row, inHand: in_hand }]),
  )
}

const WrapUps = z.array(z.object({ agent_id: UserId, wrap_up_seconds: z.number() }))

/** How long these agents may wrap up, where the campaign of the round in their hands says so. */
export async function readWrapUps(tx: Tx, agentIds: readonly UserId[]): Promise<Map<UserId, number>> {
  const rows = await tx.$queryRaw`
    SELECT w.agent_id, k.wrap_up_seconds FROM work_item w JOIN campaign k ON k.id = w.campaign_id
    WHERE w.state = 'leased' AND w.agent_id = ANY(${[...agentIds]}::uuid[]) AND k.wrap_up_seconds IS NOT NULL`
  return new Map(WrapUps.parse(rows).map((row) => [row.agent_id, row.wrap_up_seconds]))
}
