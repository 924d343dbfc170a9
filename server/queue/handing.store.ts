import { z } from 'zod'
import { type CustomerId, EpisodeId, type PhoneId, UserId, WorkItemId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

const Rows = z.array(
  z.object({
    id: WorkItemId,
    state: z.enum(['waiting', 'leased']),
    fence: z.coerce.bigint(),
    agent_id: z.nullable(UserId),
  }),
)

/** The live round of who rings, held until the transaction ends; of the number when somebody else's round stands under it. */
export async function readForCaller(tx: Tx, customerId: CustomerId, phoneId: PhoneId) {
  const [row] = Rows.parse(
    await tx.$queryRaw`
      SELECT id, state, fence, agent_id FROM work_item
      WHERE state <> 'closed' AND (customer_id = ${customerId}::uuid OR phone_id = ${phoneId}::uuid)
      ORDER BY customer_id = ${customerId}::uuid DESC LIMIT 1 FOR UPDATE`,
  )
  return row ? { id: row.id, state: row.state, fence: row.fence, agentId: row.agent_id } : null
}

/** waiting → leased; the new fence, null when it no longer waits. */
export async function holdFor(
  tx: Tx,
  id: WorkItemId,
  agentId: UserId,
  now: Date,
  leaseUntil: Date,
): Promise<bigint | null> {
  const rows = await tx.$queryRaw`
    WITH gone AS (DELETE FROM queue_head WHERE work_item_id = ${id}::uuid),
    taken AS (UPDATE callback SET state = 'taken' WHERE state IN ('pending', 'missed') AND work_item_id = ${id}::uuid)
    UPDATE work_item SET state = 'leased', agent_id = ${agentId}::uuid, leased_at = ${now}, lease_until = ${leaseUntil}, fence = fence + 1
    WHERE id = ${id}::uuid AND state = 'waiting' RETURNING fence`
  return z.array(z.object({ fence: z.coerce.bigint() })).parse(rows)[0]?.fence ?? null
}

/** leased by one → leased by another, with her draft. */
export async function passOn(tx: Tx, id: WorkItemId, from: UserId, to: UserId, leaseUntil: Date): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE work_item SET agent_id = ${to}::uuid, lease_until = ${leaseUntil}
    WHERE id = ${id}::uuid AND state = 'leased' AND agent_id = ${from}::uuid`
  if (moved === 0) return false
  await tx.$executeRaw`
    UPDATE draft SET agent_id = ${to}::uuid WHERE work_item_id = ${id}::uuid AND agent_id = ${from}::uuid`
  return true
}

/** Ends the round of a mere visit; the episode that is over with it, null when it is a lapse's. */
export async function closeVisit(tx: Tx, id: WorkItemId, now: Date): Promise<EpisodeId | null> {
  const rows = await tx.$queryRaw`
    UPDATE work_item w SET state = 'closed', closed_as = 'visit', closed_at = ${now}, reserved_for = NULL, reserved_until = NULL
    FROM episode e WHERE w.id = ${id}::uuid AND w.state = 'waiting' AND e.id = w.episode_id AND e.kind = 'visit'
      AND NOT EXISTS (SELECT 1 FROM callback b WHERE b.work_item_id = w.id AND b.state IN ('pending', 'missed', 'taken'))
    RETURNING w.episode_id`
  return z.array(z.object({ episode_id: EpisodeId })).parse(rows)[0]?.episode_id ?? null
}
