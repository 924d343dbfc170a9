import type { Repointer } from '../people/identity/repoint.ts'
import type { Tx } from '../platform/database.pg.ts'

/** What was written up belongs to the round it tells of and goes where that goes. */
const follow = (tx: Tx, ids: readonly string[]): Promise<number> =>
  tx.$executeRaw`
    UPDATE disposition d SET customer_id = w.customer_id, episode_id = w.episode_id FROM work_item w
    WHERE w.id = d.work_item_id AND d.customer_id = ANY(${[...ids]}::uuid[])
      AND (d.customer_id, d.episode_id) IS DISTINCT FROM (w.customer_id, w.episode_id)`

export const outcomesRepointer: Repointer = {
  name: 'outcomes',
  move: async (tx, { fromId, intoId }) => void (await follow(tx, [fromId, intoId])),
  putBack: async (tx, { fromId, intoId }) => void (await follow(tx, [fromId, intoId])),
}
