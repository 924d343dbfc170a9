import type { Repointer } from '../people/identity/repoint.ts'
import type { Tx } from '../platform/database.pg.ts'

/** A score belongs to its episode and goes where that goes. */
const follow = (tx: Tx, ids: readonly string[]): Promise<number> =>
  tx.$executeRaw`
    UPDATE score s SET customer_id = e.customer_id FROM episode e
    WHERE e.id = s.episode_id AND e.customer_id = ANY(${[...ids]}::uuid[]) AND s.customer_id <> e.customer_id`

export const rankingRepointer: Repointer = {
  name: 'ranking',
  move: async (tx, { fromId, intoId }) => void (await follow(tx, [fromId, intoId])),
  putBack: async (tx, { fromId, intoId }) => void (await follow(tx, [fromId, intoId])),
}
