import { z } from 'zod'
import { EpisodeState } from '#contract/people'
import type { Tx } from '../../platform/database.pg.ts'
import { chooseEpisode } from '../choose-episode.ts'
import type { Arm } from '../episodes.store.ts'
import type { Repointer } from './repoint.ts'

/** Another lapse of the same person stays open. */
const MERGED = 'merged'
const Arms = z.enum(['treat', 'holdout'])
const Ids = z.array(z.object({ id: z.string() }))
const Open = z.array(z.object({ id: z.string(), state: EpisodeState, arm: Arms.nullable(), lapsed_at: z.date() }))
const Moved = z.object({ episodes: z.array(z.string()), closed: z.string().nullable() })

/** The arm that was given first in either's household, which is what a later lapse gets too. */
async function readArm(tx: Tx, ids: readonly string[]): Promise<Arm | null> {
  const rows = await tx.$queryRaw`
    SELECT e.arm FROM customer c JOIN episode e ON e.customer_id = c.id
    WHERE c.household_id IN (SELECT household_id FROM customer WHERE id = ANY(${[...ids]}::uuid[])) AND e.arm IS NOT NULL
    ORDER BY e.arm_at, e.id LIMIT 1`
  return z.array(z.object({ arm: Arms })).parse(rows)[0]?.arm ?? null
}

/** Of two open lapses one stays (choose-episode.ts); the other is closed, and opens again when they are parted. */
async function closeOther(tx: Tx, ids: readonly string[], at: Date): Promise<string | null> {
  const open = Open.parse(
    await tx.$queryRaw`
      SELECT id, state, arm, lapsed_at FROM episode
      WHERE customer_id = ANY(${[...ids]}::uuid[]) AND closed_at IS NULL ORDER BY id FOR UPDATE`,
  ).map(({ lapsed_at, ...row }) => ({ ...row, lapsedAt: lapsed_at }))
  const [a, b] = open
  if (!a || !b) return null
  const closed = chooseEpisode(a, b, await readArm(tx, ids)) === a ? b.id : a.id
  await tx.$executeRaw`UPDATE episode SET closed_at = ${at}::timestamptz, closed_as = ${MERGED} WHERE id = ${closed}::uuid`
  return closed
}

export const episodesRepointer: Repointer = {
  name: 'episodes',
  move: async (tx, { fromId, intoId, at }) => {
    const closed = await closeOther(tx, [fromId, intoId], at)
    const rows = await tx.$queryRaw`
      UPDATE episode SET customer_id = ${intoId}::uuid WHERE customer_id = ${fromId}::uuid RETURNING id`
    return { episodes: Ids.parse(rows).map(({ id }) => id), closed }
  },
  putBack: async (tx, { fromId, intoId }, moved) => {
    const { episodes, closed } = Moved.parse(moved)
    await tx.$executeRaw`
      UPDATE episode SET customer_id = ${fromId}::uuid
      WHERE id = ANY(${episodes}::uuid[]) AND customer_id = ${intoId}::uuid`
    await tx.$executeRaw`
      UPDATE episode e SET closed_at = NULL, closed_as = NULL WHERE e.id = ${closed}::uuid AND e.closed_as = ${MERGED}
        AND NOT EXISTS (SELECT 1 FROM episode o WHERE o.customer_id = e.customer_id AND o.closed_at IS NULL)`
  },
}
