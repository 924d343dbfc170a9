import { z } from 'zod'
import { EpisodeId } from '#contract/ids'
import type { Sql } from '../platform/sql.pg.ts'

/** `returned_unaided`: bought though nobody has claimed to have won them. `not_lapsed`: a late import shows that they never left. */
export type ClosedByHistory = 'returned_unaided' | 'not_lapsed'

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
    WHERE e.id = c.id AND e.closed_at IS NULL AND e.state IN ('lapsed', 'assigned', 'contacting', 'reached')
    RETURNING e.id`
  return Ids.parse(rows).map(({ id }) => id)
}

/** Wins that an order has borne out. How many. */
export async function verifyEpisodes(tx: Sql, episodeIds: readonly string[]): Promise<number> {
  if (episodeIds.length === 0) return 0
  return tx.$executeRaw`
    UPDATE episode SET state = 'verified'
    WHERE id = ANY(${[...episodeIds]}::uuid[]) AND state = 'won' AND closed_at IS NULL`
}
