import { z } from 'zod'
import type { CampaignId, CustomerId, PhoneId, UserId, WorkItemId } from '#contract/ids'
import type { Locale } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'

const ClaimedRow = z.object({
  id: z.string(),
  customer_id: z.string(),
  phone_id: z.string(),
  campaign_id: z.string(),
  fence: z.coerce.bigint(),
  agent_id: z.string(),
  agreed_at: z.coerce.date().nullable(),
  rank: z.number().nullable(),
  explored_of: z.number().nullable(),
  contact: z.number().nullable(),
})

export type Claimed = {
  id: WorkItemId
  customerId: CustomerId
  phoneId: PhoneId
  campaignId: CampaignId
  fence: bigint
  agentId: UserId
  /** When the customer asked to be called, for a callback. */
  agreedAt: Date | null
  /** Of the head that it was; null for a callback. */
  head: { rank: number; exploredOf: number | null; contact: number | null } | null
}

export type ClaimInput = {
  agentIds: readonly UserId[]
  campaignIds: readonly CampaignId[]
  languages: readonly Locale[]
  now: Date
  leaseUntil: Date
}

/**
 * One statement for all agents that wait together. Each gets, in this order: her own callback that is due, a callback whose agent let it
 * pass, the best head. An agent who holds a lease gets nothing, as does one who is being
 * served by another statement just now (the advisory lock) or for whom nothing is left. Nobody gets a customer whose episode has ended
 * since the queue was filled: the next filling closes that round. Two statements never wait for each other: what one has picked the
 * other skips.
 */
export async function claimItems(
  tx: Tx,
  { agentIds, campaignIds, languages, now, leaseUntil }: ClaimInput,
): Promise<Claimed[]> {
  const campaigns = [...campaignIds]
  const rows = await tx.$queryRaw`
    WITH asked AS MATERIALIZED (
      SELECT a.agent_id, a.n FROM unnest(${[...agentIds]}::uuid[]) WITH ORDINALITY AS a (agent_id, n)
      WHERE NOT EXISTS (SELECT 1 FROM work_item l WHERE l.agent_id = a.agent_id AND l.state = 'leased')
        AND pg_try_advisory_xact_lock(hashtextextended(a.agent_id::text, 0))),
    own AS MATERIALIZED (
      SELECT a.agent_id, o.id FROM asked a CROSS JOIN LATERAL (
        SELECT w.id FROM work_item w
        WHERE w.state = 'waiting' AND w.reserved_for = a.agent_id AND w.due_at <= ${now} AND w.campaign_id = ANY(${campaigns}::uuid[])
          AND EXISTS (SELECT 1 FROM episode e WHERE e.id = w.episode_id AND e.closed_at IS NULL)
        ORDER BY w.due_at LIMIT 1 FOR UPDATE SKIP LOCKED) o),
    rest AS MATERIALIZED (
      SELECT a.agent_id, row_number() OVER (ORDER BY a.n) AS n FROM asked a
      WHERE a.agent_id NOT IN (SELECT agent_id FROM own)),
    overdue AS MATERIALIZED (
      SELECT w.id, w.due_at FROM work_item w
      WHERE w.state = 'waiting' AND w.reserved_for IS NOT NULL AND w.reserved_until <= ${now} AND w.due_at <= ${now}
        AND w.campaign_id = ANY(${campaigns}::uuid[]) AND w.id NOT IN (SELECT id FROM own)
        AND EXISTS (SELECT 1 FROM episode e WHERE e.id = w.episode_id AND e.closed_at IS NULL)
        AND EXISTS (SELECT 1 FROM customer c WHERE c.id = w.customer_id AND (c.language IS NULL OR c.language = ANY(${[...languages]}::text[])))
      ORDER BY w.due_at LIMIT (SELECT count(*) FROM rest) FOR UPDATE OF w SKIP LOCKED),
    heads AS MATERIALIZED (
      SELECT h.work_item_id AS id, h.rank FROM unnest(${campaigns}::uuid[]) AS k (id) CROSS JOIN LATERAL (
        SELECT q.work_item_id, q.rank FROM queue_head q
        WHERE q.campaign_id = k.id AND q.open_until > ${now} AND (q.language IS NULL OR q.language = ANY(${[...languages]}::text[]))
        ORDER BY q.rank DESC LIMIT (SELECT count(*) FROM rest) FOR UPDATE SKIP LOCKED) h
      ORDER BY h.rank DESC LIMIT (SELECT count(*) FROM rest)),
    pool AS (
      SELECT id, row_number() OVER (ORDER BY due_at NULLS LAST, rank DESC) AS n FROM (
        SELECT id, due_at, NULL::float8 AS rank FROM overdue UNION ALL SELECT id, NULL, rank FROM heads) p),
    pairs AS MATERIALIZED (
      SELECT agent_id, id FROM own UNION ALL SELECT r.agent_id, p.id FROM rest r JOIN pool p ON p.n = r.n),
    gone AS (
      DELETE FROM queue_head WHERE work_item_id IN (SELECT id FROM pairs) RETURNING work_item_id, rank, explored_of, contact),
    taken AS (UPDATE callback SET state = 'taken' WHERE state IN ('pending', 'missed') AND work_item_id IN (SELECT id FROM pairs))
    UPDATE work_item w
    SET state = 'leased', agent_id = p.agent_id, leased_at = ${now}, lease_until = ${leaseUntil}, fence = w.fence + 1
    FROM pairs p LEFT JOIN gone g ON g.work_item_id = p.id
    WHERE w.id = p.id AND w.state = 'waiting' AND w.due_at <= ${now}
      AND EXISTS (SELECT 1 FROM episode e WHERE e.id = w.episode_id AND e.closed_at IS NULL)
    RETURNING w.id, w.customer_id, w.phone_id, w.campaign_id, w.fence, w.agent_id, g.rank, g.explored_of, g.contact, (
      SELECT c.due_at FROM callback c WHERE c.work_item_id = w.id AND c.state IN ('pending', 'taken', 'missed')
      ORDER BY c.created_at DESC LIMIT 1) AS agreed_at`
  return z
    .array(ClaimedRow)
    .parse(rows)
    .map((row) => ({
      id: row.id as WorkItemId,
      customerId: row.customer_id as CustomerId,
      phoneId: row.phone_id as PhoneId,
      campaignId: row.campaign_id as CampaignId,
      fence: row.fence,
      agentId: row.agent_id as UserId,
      agreedAt: row.agreed_at,
      head: row.rank === null ? null : { rank: row.rank, exploredOf: row.explored_of, contact: row.contact },
    }))
}
