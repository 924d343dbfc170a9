import { z } from 'zod'
import { CustomerId, EpisodeId } from '#contract/ids'
import { Why } from '#contract/queue'
import type { Tx } from '../platform/database.pg.ts'

const Top = z.array(
  z.object({
    episode_id: EpisodeId,
    customer_id: CustomerId,
    external_id: z.string().nullable(),
    name: z.string(),
    per_minute_minor: z.number(),
    expected_minor: z.bigint(),
    body: z.unknown(),
  }),
)
const FACTS_SHOWN = 3
export type QueueLine = {
  episodeId: EpisodeId
  customerId: CustomerId
  externalId: string | null
  name: string
  perMinuteMinor: number
  expectedMinor: bigint
  pContact: number
  pWin: number
  bestOffer: string | null
  topFacts: Why['facts']
  why: Why
}

/**
 * The ranked queue for reading: the best of all customers who are to be called and are not won yet. The best of each zone are
 * read by the index and put in order, whatever the size of the base.
 */
export async function readTopQueue(tx: Tx, limit: number): Promise<QueueLine[]> {
  const rows = await tx.$queryRaw`
    WITH RECURSIVE z (zone) AS (
      (SELECT zone FROM score ORDER BY zone LIMIT 1)
      UNION ALL
      SELECT (SELECT s.zone FROM score s WHERE s.zone > z.zone ORDER BY s.zone LIMIT 1) FROM z WHERE z.zone IS NOT NULL)
    SELECT b.episode_id, b.customer_id, c.external_id, c.name, b.per_minute_minor, b.expected_minor, b.body
    FROM z CROSS JOIN LATERAL (
      SELECT s.episode_id, s.customer_id, s.per_minute_minor, s.expected_minor, s.body
      FROM score s JOIN episode e ON e.id = s.episode_id
      WHERE s.zone = z.zone AND e.arm = 'treat' AND e.closed_at IS NULL AND e.state <> 'won'
      ORDER BY s.per_minute_minor DESC, s.episode_id LIMIT ${limit}) b
    JOIN customer c ON c.id = b.customer_id
    ORDER BY b.per_minute_minor DESC, b.episode_id LIMIT ${limit}`
  return Top.parse(rows).map((row) => {
    const why = Why.parse(row.body)
    return {
      episodeId: row.episode_id,
      customerId: row.customer_id,
      externalId: row.external_id,
      name: row.name,
      perMinuteMinor: row.per_minute_minor,
      expectedMinor: row.expected_minor,
      pContact: why.pContact,
      pWin: why.pWin,
      bestOffer: why.offers[0]?.code ?? null,
      topFacts: why.facts.slice(0, FACTS_SHOWN),
      why,
    }
  })
}
