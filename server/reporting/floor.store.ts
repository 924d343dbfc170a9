import { z } from 'zod'
import { SupervisionMode } from '#contract/floor'
import { CallId, UserId } from '#contract/ids'
import { PresenceState, Role } from '#contract/staff'
import { Locale } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'

const Agents = z.array(
  z.object({
    id: UserId,
    name: z.string(),
    role: Role,
    state: PresenceState,
    since: z.date(),
    seated: z.boolean(),
    help_at: z.date().nullable(),
    call_id: z.nullable(CallId),
    direction: z.enum(['in', 'out']).nullable(),
    answered_at: z.date().nullable(),
    held: z.boolean().nullable(),
    recorded: z.boolean(),
    customer_name: z.string().nullable(),
    campaign_name: z.string().nullable(),
    supervisors: z.array(z.object({ userId: UserId, name: z.string(), mode: SupervisionMode })),
  }),
)
export type FloorAgentRow = z.infer<typeof Agents>[number]

/** Who is at work in this supervisor's team, whoever asks for help first, then by name. */
export const readFloorAgents = async (tx: Tx, supervisorId: UserId): Promise<FloorAgentRow[]> =>
  Agents.parse(
    await tx.$queryRaw`
      SELECT u.id, u.name, u.role, p.state, p.since, coalesce(s.state = 'in', false) AS seated, h.at AS help_at,
        c.id AS call_id, c.direction, c.answered_at, c.held,
        coalesce((SELECT r.state IN ('on', 'paused') FROM recording r WHERE r.call_id = c.id), false) AS recorded,
        w.customer_name, w.campaign_name,
        coalesce((SELECT jsonb_agg(jsonb_build_object('userId', n.id, 'name', n.name, 'mode', z.mode) ORDER BY n.name)
          FROM supervision z JOIN app_user n ON n.id = z.supervisor_id
          JOIN seat zs ON zs.agent_id = z.supervisor_id AND zs.state = 'in' AND zs.room_of = u.id
          WHERE z.agent_id = u.id AND z.mode <> 'off'), '[]') AS supervisors
      FROM presence p JOIN app_user u ON u.id = p.user_id AND u.active
      LEFT JOIN seat s ON s.agent_id = u.id
      LEFT JOIN help_ask h ON h.agent_id = u.id
      LEFT JOIN LATERAL (
        SELECT y.* FROM call y WHERE y.agent_id = u.id ORDER BY y.dialled_at DESC, y.id DESC LIMIT 1) c ON c.state <> 'ended'
      LEFT JOIN LATERAL (
        SELECT k.name AS customer_name, g.name AS campaign_name FROM work_item l JOIN customer k ON k.id = l.customer_id
        JOIN campaign g ON g.id = l.campaign_id WHERE l.agent_id = u.id AND l.state = 'leased' LIMIT 1) w ON true
      WHERE p.state <> 'offline' AND u.id <> ${supervisorId}::uuid
        AND u.team_id IS NOT DISTINCT FROM (SELECT team_id FROM app_user WHERE id = ${supervisorId}::uuid)
      ORDER BY h.at IS NULL, h.at, u.name, u.id`,
  )

const Callers = z.array(
  z.object({
    id: CallId,
    state: z.enum(['greeted', 'waiting', 'offered']),
    language: Locale,
    arrived_at: z.date(),
    position: z.number().nullable(),
    customer_name: z.string().nullable(),
    agent_name: z.string().nullable(),
  }),
)
export type CallerRow = z.infer<typeof Callers>[number]
const SHOWN = 50

/** Who rings us just now and no human has, in the order of their places. */
export const readCallers = async (tx: Tx): Promise<CallerRow[]> =>
  Callers.parse(
    await tx.$queryRaw`
      SELECT b.id, b.state, b.language, b.arrived_at,
        CASE WHEN b.queued_at IS NOT NULL THEN row_number() OVER (ORDER BY b.queued_at NULLS LAST, b.id)::int END AS position,
        c.name AS customer_name, u.name AS agent_name
      FROM inbound_call b LEFT JOIN customer c ON c.id = b.customer_id LEFT JOIN app_user u ON u.id = b.agent_id
      WHERE b.state IN ('greeted', 'waiting', 'offered') ORDER BY b.queued_at NULLS LAST, b.arrived_at LIMIT ${SHOWN}`,
  )

const Inbound = z.tuple([
  z.object({
    arrived: z.number(),
    answered: z.number(),
    callbacks: z.number(),
    gone: z.number(),
    zero_outs: z.number(),
    to_human_seconds: z.number().nullable(),
  }),
])
export type InboundRow = z.infer<typeof Inbound>[0]

/** How callers fared since `from`. */
export const readInbound = async (tx: Tx, from: Date): Promise<InboundRow> =>
  Inbound.parse(
    await tx.$queryRaw`
      SELECT count(*)::int AS arrived, count(*) FILTER (WHERE state = 'answered')::int AS answered,
        count(*) FILTER (WHERE state = 'callback')::int AS callbacks, count(*) FILTER (WHERE state = 'gone')::int AS gone,
        count(*) FILTER (WHERE zero_out)::int AS zero_outs,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - arrived_at))::float8 AS to_human_seconds
      FROM inbound_call WHERE arrived_at >= ${from}`,
  )[0]

const Mine = z.tuple([
  z.object({
    state: PresenceState,
    seat_by: z.enum(['browser', 'phone']),
    seat_phone: z.string().nullable(),
    seat_state: z.enum(['gone', 'asked', 'in']),
    room_of: z.nullable(UserId),
    mode: z.nullable(SupervisionMode),
    agent_id: z.nullable(UserId),
    revision: z.coerce.number(),
    applied: z.coerce.number(),
  }),
])
export type MineRow = z.infer<typeof Mine>[0]

/** Where this supervisor sits, and whom they listen to. */
export const readMine = async (tx: Tx, userId: UserId): Promise<MineRow> =>
  Mine.parse(
    await tx.$queryRaw`
      SELECT coalesce(p.state, 'offline') AS state, u.seat_by, u.seat_phone, coalesce(s.state, 'gone') AS seat_state, s.room_of,
        z.mode, z.agent_id, coalesce(z.revision, 0) AS revision, coalesce(z.applied, 0) AS applied
      FROM app_user u LEFT JOIN presence p ON p.user_id = u.id LEFT JOIN seat s ON s.agent_id = u.id
      LEFT JOIN supervision z ON z.supervisor_id = u.id WHERE u.id = ${userId}::uuid`,
  )[0]
