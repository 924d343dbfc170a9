import { z } from 'zod'
import type { CustomerId, UserId, WorkItemId } from '#contract/ids'
import type { CallbackView } from '#contract/queue'
import type { Tx } from '../platform/database.pg.ts'

/*
 * A callback is the promise of a call at a time, a row and never a timer (asks.md, 9).
 *
 * pending    entered when the time is agreed. Left by a claim (taken), by fifteen minutes' silence (missed), by a later agreement or the
 *            end of the round (cancelled).
 * missed     its agent let it pass; anybody entitled may take it now. Left by a claim (taken) or the end of the round (cancelled).
 * taken      the customer is on somebody's desk. Left by an outcome (done), or when the desk fell silent (pending).
 * done, cancelled   never left.
 */

export type NewCallback = { workItemId: WorkItemId; customerId: CustomerId; agentId: UserId; dueAt: Date; note: string }

/** The one callback that stands for this work item. */
export async function addCallback(
  tx: Tx,
  { workItemId, customerId, agentId, dueAt, note }: NewCallback,
  now: Date,
): Promise<void> {
  await settleCallbacks(tx, workItemId)
  await tx.$executeRaw`
    INSERT INTO callback (id, work_item_id, customer_id, agent_id, due_at, state, note, created_at)
    VALUES (gen_random_uuid(), ${workItemId}::uuid, ${customerId}::uuid, ${agentId}::uuid, ${dueAt}, 'pending', ${note}, ${now})`
}

/** What was taken is done, what was not yet called is cancelled. */
export const settleCallbacks = (tx: Tx, workItemId: WorkItemId): Promise<number> =>
  tx.$executeRaw`
    UPDATE callback SET state = CASE state WHEN 'taken' THEN 'done' ELSE 'cancelled' END
    WHERE work_item_id = ${workItemId}::uuid AND state IN ('pending', 'missed', 'taken')`

/** These customers left the desk unanswered: their callbacks stand again. */
export const returnTaken = (tx: Tx, workItemIds: readonly WorkItemId[]): Promise<number> =>
  tx.$executeRaw`UPDATE callback SET state = 'pending' WHERE state = 'taken' AND work_item_id = ANY(${[...workItemIds]}::uuid[])`

/** Marks what its agent has let pass; returns those agents. */
export async function missOverdue(tx: Tx, dueBefore: Date): Promise<UserId[]> {
  const rows = await tx.$queryRaw`
    UPDATE callback SET state = 'missed' WHERE state = 'pending' AND due_at <= ${dueBefore} RETURNING agent_id`
  return [
    ...new Set(
      z
        .array(z.object({ agent_id: z.string() }))
        .parse(rows)
        .map((row) => row.agent_id as UserId),
    ),
  ]
}

const View = z.object({
  id: z.string(),
  name: z.string(),
  due_at: z.coerce.date(),
  state: z.enum(['pending', 'taken', 'done', 'missed', 'cancelled']),
  note: z.string(),
})
const SHOWN = 200

/** An agent's callbacks that stand, the earliest first. */
export async function listCallbacks(tx: Tx, agentId: UserId): Promise<CallbackView[]> {
  const rows = await tx.$queryRaw`
    SELECT b.id, c.name, b.due_at, b.state, b.note FROM callback b JOIN customer c ON c.id = b.customer_id
    WHERE b.agent_id = ${agentId}::uuid AND b.state IN ('pending', 'missed', 'taken') ORDER BY b.due_at LIMIT ${SHOWN}`
  return z
    .array(View)
    .parse(rows)
    .map(({ id, name, due_at, state, note }) => ({ id, customerName: name, dueAt: due_at.toISOString(), state, note }))
}

/** The callback that stands for a work item. */
export async function readCallback(tx: Tx, workItemId: WorkItemId): Promise<{ dueAt: Date; note: string } | null> {
  const rows = await tx.$queryRaw`
    SELECT due_at, note FROM callback WHERE work_item_id = ${workItemId}::uuid AND state IN ('pending', 'missed', 'taken')
    ORDER BY created_at DESC LIMIT 1`
  const row = z.array(z.object({ due_at: z.coerce.date(), note: z.string() })).parse(rows)[0]
  return row ? { dueAt: row.due_at, note: row.note } : null
}
