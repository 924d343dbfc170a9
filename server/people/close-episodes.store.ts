import { z } from 'zod'
import { EpisodeId } from '#contract/ids'
import type { SecondLifeState } from '#contract/people'
import type { Sql } from '../platform/sql.pg.ts'

/**
 * `returned_unaided`: bought though nobody has claimed to have won them. `not_lapsed`: a late import shows that they never left.
 * `lost_again`: a second life is over.
 */
export type ClosedByHistory = 'returned_unaided' | 'not_lapsed' | 'lost_again'

const Ids = z.array(z.object({ id: EpisodeId }))

/** Closes what history has closed, many in one statement; an episode that was won or closed meanwhile stays. Those that were closed. */
export async function closeEpisodes(
  tx: Sql,
  closings: readonly { episodeId: string; closedAs: ClosedByHistory }[],
  at: Date,
): Promise<EpisodeId[]> {
  if (closings.length === 0) return []
  const rows = await tx.$queryRaw`
    UPDATE episode e SET closed_at = ${at}::timestamptz, closed_as = c.closed_as
    FROM unnest(${closings.map(({ episodeId }) => episodeId)}::uuid[], ${closings.map(({ closedAs }) => closedAs)}::text[])
      AS c (id, closed_as)
    WHERE e.id = c.id AND e.closed_at IS NULL AND CASE c.closed_as WHEN 'lost_again' THEN e.state IN ('verified', 'kept90', 'kept365')
      ELSE e.state IN ('lapsed', 'assigned', 'contacting', 'reached') END
    RETURNING e.id`
  return Ids.parse(rows).map(({ id }) => id)
}

/** Wins that an order has borne out, and second lives that have come further. How many of each. */
export async function enterSecondLives(
  tx: Sql,
  entered: readonly { episodeId: string; state: SecondLifeState }[],
): Promise<{ verified: number; kept: number }> {
  if (entered.length === 0) return { verified: 0, kept: 0 }
  const rows = await tx.$queryRaw`
    UPDATE episode e SET state = c.state
    FROM unnest(${entered.map(({ episodeId }) => episodeId)}::uuid[], ${entered.map(({ state }) => state)}::text[]) AS c (id, state)
    WHERE e.id = c.id AND e.closed_at IS NULL
      AND CASE c.state WHEN 'verified' THEN e.state = 'won' WHEN 'kept90' THEN e.state = 'verified' ELSE e.state IN ('verified', 'kept90') END
    RETURNING e.state`
  const states = z.array(z.object({ state: z.string() })).parse(rows)
  const verified = states.filter(({ state }) => state === 'verified').length
  return { verified, kept: states.length - verified }
}
