import type { Repointer } from '../people/identity/repoint.ts'
import type { Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'

/** A call belongs to the round it was made in and goes where that goes. Refused while a dial of either is not settled. */
const follow = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const each = [...ids]
  const open = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS open FROM dial_intent WHERE customer_id = ANY(${each}::uuid[]) AND state IN ('created', 'sent', 'bound', 'unknown') LIMIT 1`
  if (open.length > 0) refuse(409, 'merge.on-desk')
  await tx.$executeRaw`
    UPDATE call c SET customer_id = w.customer_id FROM dial_intent i JOIN work_item w ON w.id = i.work_item_id
    WHERE c.id = i.id AND i.customer_id = ANY(${each}::uuid[]) AND c.customer_id <> w.customer_id`
  await tx.$executeRaw`
    UPDATE dial_intent i SET customer_id = w.customer_id FROM work_item w
    WHERE w.id = i.work_item_id AND i.customer_id = ANY(${each}::uuid[]) AND i.customer_id <> w.customer_id`
}

export const telephonyRepointer: Repointer = {
  name: 'telephony',
  move: async (tx, { fromId, intoId }) => void (await follow(tx, [fromId, intoId])),
  putBack: async (tx, { fromId, intoId }) => void (await follow(tx, [fromId, intoId])),
}
