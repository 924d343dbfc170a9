import { z } from 'zod'
import { UserId, WorkItemId } from '#contract/ids'
import { PresenceState } from '#contract/staff'
import type { Tx } from '../platform/database.pg.ts'

const Frame = z.object({
  id: UserId,
  name: z.string(),
  state: PresenceState,
  since: z.date(),
  wrap_up_ends_at: z.nullable(z.date()),
  extensions_left: z.number(),
  work_item_id: z.nullable(WorkItemId),
  fence: z.nullable(z.string()),
  lease_until: z.nullable(z.date()),
  attempts: z.number(),
  reached: z.number(),
  won: z.number(),
  callback_due: z.nullable(z.date()),
  callback_name: z.nullable(z.string()),
})
export type Frame = z.infer<typeof Frame>

/** The frames of these agents' desks, in one statement; LATERAL keeps it a walk along indexes, however many they are. */
export async function readFrames(tx: Tx, userIds: readonly UserId[], from: Date): Promise<Frame[]> {
  const rows = await tx.$queryRaw`
    SELECT u.id, u.name, coalesce(p.state, 'offline') AS state, coalesce(p.since, u.created_at) AS since,
           p.wrap_up_ends_at, coalesce(p.extensions_left, 0) AS extensions_left,
           w.id AS work_item_id, w.fence::text AS fence, w.lease_until,
           (SELECT count(*)::int FROM dial_intent i JOIN attempt a ON a.id = i.id
             WHERE i.agent_id = u.id AND i.created_at >= ${from} AND a.counted) AS attempts,
           (SELECT count(DISTINCT d.customer_id)::int FROM disposition d JOIN outcome o ON o.code = d.outcome
             WHERE d.agent_id = u.id AND d.at >= ${from} AND o.right_party) AS reached,
           (SELECT count(DISTINCT d.episode_id)::int FROM disposition d
             WHERE d.agent_id = u.id AND d.at >= ${from} AND d.outcome LIKE 'W.%') AS won,
           c.due_at AS callback_due, c.name AS callback_name
    FROM app_user u LEFT JOIN presence p ON p.user_id = u.id
    LEFT JOIN LATERAL (
      SELECT l.id, l.fence, l.lease_until FROM work_item l WHERE l.agent_id = u.id AND l.state = 'leased' LIMIT 1) w ON true
    LEFT JOIN LATERAL (
      SELECT b.due_at, k.name FROM callback b JOIN customer k ON k.id = b.customer_id
      WHERE b.agent_id = u.id AND b.state IN ('pending', 'missed') ORDER BY b.due_at LIMIT 1) c ON true
    WHERE u.id = ANY(${[...userIds]}::uuid[])`
  return z.array(Frame).parse(rows)
}

export async function readTeam(tx: Tx, userId: UserId): Promise<string | null> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { teamId: true } })
  return user?.teamId ?? null
}
