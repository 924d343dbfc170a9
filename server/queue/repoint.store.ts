import { z } from 'zod'
import { WorkItemId } from '#contract/ids'
import type { Repointer } from '../people/identity/repoint.ts'
import type { Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import { chooseItem, type LiveItem } from './choose-item.ts'
import { takeNextNumber } from './renumber.store.ts'

/** Another round of the same person goes on. */
const MERGED = 'merged'
const Ids = z.array(z.object({ id: WorkItemId }))
const Locked = z.array(
  z.object({
    id: WorkItemId,
    state: z.enum(['waiting', 'leased', 'closed']),
    episode_id: z.string(),
    phone_id: z.string(),
    due_at: z.date(),
    callback_at: z.date().nullable(),
  }),
)
const Open = z.array(z.object({ id: z.string(), arm: z.enum(['treat', 'holdout']).nullable() }))
const Row = z.record(z.string(), z.unknown())
const Moved = z.object({
  items: z.array(WorkItemId),
  /** The round that goes on, the lapse it was begun for and the number it had. */
  kept: z.object({ id: WorkItemId, episodeId: z.string(), phoneId: z.string() }).nullable(),
  /** Rounds that were closed, and callbacks that were cancelled with them, as they stood. */
  closed: z.array(Row),
  callbacks: z.array(Row),
})

/** Holds the live rounds of these customers. Refused while one is on a desk, or somebody is just taking it. */
async function lockLive(tx: Tx, ids: readonly string[]): Promise<LiveItem[]> {
  const each = [...ids]
  const live = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS live FROM work_item WHERE customer_id = ANY(${each}::uuid[]) AND state <> 'closed'`
  const locked = Locked.parse(
    await tx.$queryRaw`
      SELECT w.id, w.state, w.episode_id, w.phone_id, w.due_at, (SELECT min(b.due_at) FROM callback b
        WHERE b.work_item_id = w.id AND b.state IN ('pending', 'missed')) AS callback_at
      FROM work_item w WHERE w.customer_id = ANY(${each}::uuid[]) AND w.state <> 'closed' ORDER BY w.id FOR UPDATE OF w SKIP LOCKED`,
  )
  if (locked.some(({ state }) => state === 'leased')) refuse(409, 'merge.on-desk')
  if (locked.length < live.length) refuse(409, 'conflict')
  return locked.map((row) => ({
    id: row.id,
    episodeId: row.episode_id,
    phoneId: row.phone_id,
    dueAt: row.due_at,
    callbackAt: row.callback_at,
  }))
}

/** Ends these rounds and the callbacks that hang on them; how both stood. */
async function closeItems(tx: Tx, ids: readonly WorkItemId[], at: Date) {
  const each = [...ids]
  const Rows = z.array(z.object({ row: Row }))
  const closed = Rows.parse(
    await tx.$queryRaw`SELECT to_jsonb(w) AS row FROM work_item w WHERE w.id = ANY(${each}::uuid[]) ORDER BY w.id`,
  )
  const callbacks = Rows.parse(
    await tx.$queryRaw`
      SELECT to_jsonb(b) AS row FROM callback b
      WHERE b.work_item_id = ANY(${each}::uuid[]) AND b.state IN ('pending', 'missed') ORDER BY b.id`,
  )
  await tx.$executeRaw`DELETE FROM queue_head WHERE work_item_id = ANY(${each}::uuid[])`
  await tx.$executeRaw`
    UPDATE callback SET state = 'cancelled' WHERE work_item_id = ANY(${each}::uuid[]) AND state IN ('pending', 'missed')`
  await tx.$executeRaw`
    UPDATE work_item SET state = 'closed', closed_as = ${MERGED}, closed_at = ${at}::timestamptz, reserved_for = NULL,
      reserved_until = NULL
    WHERE id = ANY(${each}::uuid[])`
  return { closed: closed.map(({ row }) => row), callbacks: callbacks.map(({ row }) => row) }
}

/** A callback belongs to its round and goes where that goes. */
const moveCallbacks = (tx: Tx, ids: readonly string[]): Promise<number> =>
  tx.$executeRaw`
    UPDATE callback b SET customer_id = w.customer_id FROM work_item w JOIN episode e ON e.id = w.episode_id
    WHERE w.id = b.work_item_id AND e.customer_id = ANY(${[...ids]}::uuid[]) AND b.customer_id <> w.customer_id`

/** Rounds and callbacks, after the episodes have moved: at most one round is live, and it tries for the lapse that is open. */
export const queueRepointer: Repointer = {
  name: 'queue',
  move: async (tx, { fromId, intoId, at }) => {
    const both = [fromId, intoId]
    const live = await lockLive(tx, both)
    const open = Open.parse(
      await tx.$queryRaw`SELECT id, arm FROM episode WHERE customer_id = ANY(${both}::uuid[]) AND closed_at IS NULL`,
    )[0]
    const keep = chooseItem(live, open ?? null)
    const others = live.filter(({ id }) => id !== keep?.id).map(({ id }) => id)
    const ended = await closeItems(tx, others, at)
    const items = await tx.$queryRaw`
      UPDATE work_item SET customer_id = ${intoId}::uuid WHERE customer_id = ${fromId}::uuid
        AND episode_id IN (SELECT id FROM episode WHERE customer_id = ANY(${both}::uuid[])) RETURNING id`
    if (keep && open)
      await tx.$executeRaw`UPDATE work_item SET episode_id = ${open.id}::uuid WHERE id = ${keep.id}::uuid`
    await moveCallbacks(tx, both)
    await takeNextNumber(tx, intoId)
    return {
      items: Ids.parse(items).map(({ id }) => id),
      kept: keep && { id: keep.id, episodeId: keep.episodeId, phoneId: keep.phoneId },
      ...ended,
    }
  },
  putBack: async (tx, { fromId, intoId }, moved) => {
    const { items, kept, closed, callbacks } = Moved.parse(moved)
    const both = [fromId, intoId]
    await lockLive(tx, both)
    if (kept)
      await tx.$executeRaw`
        UPDATE work_item w SET episode_id = ${kept.episodeId}::uuid, phone_id = CASE WHEN w.state = 'closed' OR EXISTS (
          SELECT 1 FROM work_item o WHERE o.phone_id = ${kept.phoneId}::uuid AND o.state <> 'closed' AND o.id <> w.id)
          THEN w.phone_id ELSE ${kept.phoneId}::uuid END
        WHERE w.id = ${kept.id}::uuid`
    // What was begun later for a lapse that goes back goes with it: a round and its lapse are one person's.
    await tx.$executeRaw`
      UPDATE work_item SET customer_id = ${fromId}::uuid WHERE customer_id = ${intoId}::uuid
        AND (id = ANY(${items}::uuid[]) OR episode_id IN (SELECT id FROM episode WHERE customer_id = ${fromId}::uuid))`
    await tx.$executeRaw`
      UPDATE work_item w SET state = 'waiting', closed_as = NULL, closed_at = NULL, reserved_for = o.reserved_for,
        reserved_until = o.reserved_until
      FROM jsonb_populate_recordset(NULL::work_item, ${JSON.stringify(closed)}::jsonb) o
      WHERE w.id = o.id AND w.closed_as = ${MERGED}
        AND EXISTS (SELECT 1 FROM episode e WHERE e.id = w.episode_id AND e.closed_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM work_item l WHERE l.state <> 'closed'
          AND (l.customer_id = w.customer_id OR l.phone_id = w.phone_id))`
    await tx.$executeRaw`
      UPDATE callback b SET state = o.state FROM jsonb_populate_recordset(NULL::callback, ${JSON.stringify(callbacks)}::jsonb) o
      WHERE b.id = o.id AND b.state = 'cancelled'
        AND EXISTS (SELECT 1 FROM work_item w WHERE w.id = b.work_item_id AND w.state = 'waiting')`
    await moveCallbacks(tx, both)
  },
}
