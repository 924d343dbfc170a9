import { z } from 'zod'
import type { Sql } from '../platform/sql.pg.ts'

/** More than these tell nothing new; the latest are the most like those to come. */
const MOST = 50_000

const Rows = z.array(
  z.object({
    years: z.number(),
    lost: z.boolean(),
    reason: z.string().nullable(),
    offer: z.string().nullable(),
  }),
)
export type SecondLife = { years: number; lost: boolean; reasonCode: string | null; offerCode: string | null }

/**
 * Second lives that an order bore out, from the win to the last order in each (years), with the reason and the offer of the
 * conversation that won it; those that ended otherwise than by being lost again are left out.
 */
export async function readSecondLives(tx: Sql, completeThrough: Date): Promise<SecondLife[]> {
  const rows = await tx.$queryRaw`
    SELECT greatest(0, extract(epoch FROM l.at - e.won_at) / 86400 / 365.25)::float8 AS years, e.closed_at IS NOT NULL AS lost,
      (SELECT g.code FROM reason_given g WHERE g.disposition_id = d.id ORDER BY g.position LIMIT 1) AS reason,
      (SELECT o.code FROM offer_made o WHERE o.disposition_id = d.id AND o.answer = 'ACC' ORDER BY o.code LIMIT 1) AS offer
    FROM (SELECT * FROM episode WHERE state IN ('verified', 'kept90', 'kept365') AND (closed_at IS NULL OR closed_as = 'lost_again')
      ORDER BY won_at DESC LIMIT ${MOST}::int) e
    CROSS JOIN LATERAL (SELECT max(p.at) AS at FROM purchase p
      WHERE p.customer_id = e.customer_id AND p.amount_minor >= 0 AND p.at <= least(e.closed_at, ${completeThrough}::timestamptz)) l
    LEFT JOIN LATERAL (SELECT w.id FROM disposition w
      WHERE w.customer_id = e.customer_id AND w.episode_id = e.id AND w.outcome LIKE 'W.%' ORDER BY w.at DESC LIMIT 1) d ON true
    WHERE l.at IS NOT NULL`
  return Rows.parse(rows).map(({ years, lost, reason, offer }) => ({
    ...{ years, lost },
    ...{ reasonCode: reason, offerCode: offer },
  }))
}
