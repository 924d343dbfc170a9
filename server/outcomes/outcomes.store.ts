import * as z from 'zod/mini'
import { CallEnd } from '#contract/calls'
import { CallId, CampaignId, CustomerId, EpisodeId, UserId, WorkItemId } from '#contract/ids'
import type { DispositionInput } from '#contract/outcomes'
import type { Tx } from '../platform/database.pg.ts'

export type NewDisposition = {
  id: string
  workItemId: string
  callId: string | null
  customerId: string
  episodeId: string
  campaignId: string
  agentId: string | null
  outcome: string
  setBy: 'agent' | 'system' | 'auto'
  words: string
  competitor: string | null
  note: string
  callbackAt: Date | null
  promisedAt: Date | null
  at: Date
  valueMinor: bigint
  offersMinor: bigint
}
export type NewReason = DispositionInput['reasons'][number]
export type NewOffer = { code: string; answer: string; costMinor: bigint; until: Date | null; counter: string | null }

export const isSaved = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.disposition.count({ where: { id } })) > 0

/** One outcome for one attempt. */
export const isWrittenUp = async (tx: Tx, callId: CallId): Promise<boolean> =>
  (await tx.disposition.count({ where: { callId } })) > 0

/** How often this outcome was given to this work item: since then, and ever. */
export async function countSame(
  tx: Tx,
  workItemId: WorkItemId,
  outcome: string,
  since: Date,
): Promise<{ today: number; ever: number }> {
  const [today, ever] = [
    await tx.disposition.count({ where: { workItemId, outcome, at: { gte: since } } }),
    await tx.disposition.count({ where: { workItemId, outcome } }),
  ]
  return { today, ever }
}

/** The first reason is the primary one. */
export async function insertDisposition(
  tx: Tx,
  disposition: NewDisposition,
  reasons: readonly NewReason[],
  offers: readonly NewOffer[],
): Promise<void> {
  await tx.disposition.create({ data: disposition, select: { id: true } })
  const dispositionId = disposition.id
  if (reasons.length > 0)
    await tx.reasonGiven.createMany({
      data: reasons.map(({ code, source, severity }, position) => ({
        dispositionId,
        position,
        code,
        source,
        severity,
      })),
    })
  if (offers.length > 0) await tx.offerMade.createMany({ data: offers.map((offer) => ({ dispositionId, ...offer })) })
}

const Abandoned = z.array(
  z.object({
    id: CallId,
    work_item_id: WorkItemId,
    customer_id: CustomerId,
    episode_id: EpisodeId,
    campaign_id: CampaignId,
    agent_id: UserId,
    ended_as: CallEnd,
    mode: z.enum(['carrier', 'manual']),
    sid: z.nullable(z.string()),
    ringing_at: z.nullable(z.date()),
    answered_at: z.nullable(z.date()),
    error: z.nullable(z.string()),
  }),
)

/** Ended attempts without an outcome, with what the line told of them, whose customer is before nobody or before another agent. */
export async function readAbandoned(tx: Tx, since: Date, limit: number) {
  const rows = await tx.$queryRaw`
    SELECT c.id, c.work_item_id, c.customer_id, w.episode_id, w.campaign_id, c.agent_id, c.ended_as, c.mode, c.sid,
      c.ringing_at, c.answered_at, i.error
    FROM call c JOIN dial_intent i ON i.id = c.id JOIN work_item w ON w.id = c.work_item_id
    WHERE c.dialled_at > ${since} AND c.state = 'ended' AND NOT (w.state = 'leased' AND w.fence = i.fence)
      AND NOT EXISTS (SELECT 1 FROM disposition d WHERE d.work_item_id = c.work_item_id AND d.at >= c.dialled_at)
    ORDER BY c.dialled_at LIMIT ${limit}`
  return Abandoned.parse(rows).map((row) => ({
    id: row.id,
    workItemId: row.work_item_id,
    customerId: row.customer_id,
    episodeId: row.episode_id,
    campaignId: row.campaign_id,
    agentId: row.agent_id,
    line: row,
  }))
}
