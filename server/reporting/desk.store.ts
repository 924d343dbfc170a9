import { z } from 'zod'
import { CallId, UserId, WorkItemId } from '#contract/ids'
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
  seat_by: z.enum(['browser', 'phone']),
  seat_phone: z.nullable(z.string()),
  seat_state: z.enum(['gone', 'asked', 'in']),
  help_at: z.nullable(z.date()),
  leased_at: z.nullable(z.date()),
  campaign_mode: z.nullable(z.string()),
  preview_seconds: z.nullable(z.number()),
  countdown_held: z.boolean(),
  dialled: z.boolean(),
  offer_id: z.nullable(CallId),
  offered_at: z.nullable(z.date()),
  transfer_id: z.nullable(z.string()),
  transfer_kind: z.nullable(z.enum(['warm', 'cold'])),
  transfer_state: z.nullable(z.enum(['ringing', 'consulting'])),
  transfer_name: z.nullable(z.string()),
  transfer_e164: z.nullable(z.string()),
  handed_to: z.nullable(z.string()),
  consulted_by: z.nullable(z.string()),
  heard_name: z.nullable(z.string()),
  heard_mode: z.nullable(z.enum(['whisper', 'join'])),
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
           c.due_at AS callback_due, c.name AS callback_name,
           u.seat_by, u.seat_phone, coalesce(s.state, 'gone') AS seat_state, h.at AS help_at,
           w.leased_at, w.mode AS campaign_mode, w.preview_seconds, coalesce(w.held_fence = w.fence, false) AS countdown_held,
           EXISTS (SELECT 1 FROM dial_intent i WHERE i.work_item_id = w.id AND i.fence = w.fence) AS dialled,
           o.id AS offer_id, o.offered_at,
           t.id AS transfer_id, t.kind AS transfer_kind, t.state AS transfer_state, t.to_e164 AS transfer_e164,
           (SELECT n.name FROM app_user n WHERE n.id = t.to_user_id) AS transfer_name,
           (SELECT n.name FROM transfer x JOIN app_user n ON n.id = x.to_user_id
             WHERE x.from_agent_id = u.id AND x.state = 'done' AND p.state = 'break' AND x.settled_at >= p.since
             ORDER BY x.settled_at DESC LIMIT 1) AS handed_to,
           (SELECT n.name FROM transfer x JOIN app_user n ON n.id = x.from_agent_id
             WHERE x.to_user_id = u.id AND x.state IN ('ringing', 'consulting')) AS consulted_by,
           v.name AS heard_name, v.mode AS heard_mode
    FROM app_user u LEFT JOIN presence p ON p.user_id = u.id
    LEFT JOIN LATERAL (
      SELECT l.id, l.fence, l.held_fence, l.lease_until, l.leased_at, k.mode, k.preview_seconds
      FROM work_item l JOIN campaign k ON k.id = l.campaign_id WHERE l.agent_id = u.id AND l.state = 'leased' LIMIT 1) w ON true
    LEFT JOIN seat s ON s.agent_id = u.id
    LEFT JOIN help_ask h ON h.agent_id = u.id
    LEFT JOIN inbound_call o ON o.agent_id = u.id AND o.state = 'offered'
    LEFT JOIN LATERAL (
      SELECT x.* FROM call y JOIN transfer x ON x.call_id = y.id AND x.state IN ('ringing', 'consulting')
      WHERE y.agent_id = u.id AND y.state = 'answered' LIMIT 1) t ON true
    LEFT JOIN LATERAL (
      SELECT n.name, z.mode FROM supervision z JOIN seat zs ON zs.agent_id = z.supervisor_id AND zs.state = 'in' AND zs.room_of = u.id
      JOIN app_user n ON n.id = z.supervisor_id WHERE z.agent_id = u.id AND z.mode IN ('whisper', 'join') LIMIT 1) v ON true
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
