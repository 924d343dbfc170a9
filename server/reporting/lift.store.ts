import { z } from 'zod'
import type { Tx } from '../platform/database.pg.ts'
import type { Share, Spread } from './lift.ts'

const Bounds = z.tuple([z.object({ treat: z.number(), holdout: z.number(), first_at: z.nullable(z.date()) })])
/** Everybody who was ever assigned, by arm, and when the first was. */
export async function readAssigned(tx: Tx): Promise<{ treat: number; holdout: number; firstAt: Date | null }> {
  const rows = await tx.$queryRaw`
    SELECT count(*) FILTER (WHERE arm = 'treat')::int AS treat, count(*) FILTER (WHERE arm = 'holdout')::int AS holdout,
           min(arm_at) AS first_at FROM episode WHERE arm_at IS NOT NULL`
  const [{ treat, holdout, first_at }] = Bounds.parse(rows)
  return { treat, holdout, firstAt: first_at }
}

/** Sums over the assigned of one arm. `margin`, and `net` of what it cost to call them, in minor units. */
export type ArmSums = { share: Share; margin: Spread; net: Spread }
export type AssignedKey = { armAt: Date; episodeId: string }
export type LiftPage = { arms: { arm: 'treat' | 'holdout'; sums: ArmSums }[]; next: AssignedKey | null }

export const FIRST_ASSIGNED: AssignedKey = { armAt: new Date(0), episodeId: '00000000-0000-0000-0000-000000000000' }

export type LiftAsked = {
  after: AssignedKey
  /** Assigned at this instant or before: their horizon is over. */
  assignedBy: Date
  horizonDays: number
  marginShare: number
  attemptMinor: bigint
  agentHourMinor: bigint
}
const Row = z.object({
  arm: z.enum(['treat', 'holdout']),
  cases: z.number(),
  buyers: z.number(),
  margin: z.number(),
  margin2: z.number(),
  net: z.number(),
  net2: z.number(),
  rows: z.number(),
  last_at: z.date(),
  last_id: z.string(),
})

/**
 * The next `limit` assignments: who bought within the horizon after the assignment, and for how much. Purchases only, whoever
 * claims what; returned money counts against the margin. A call costs its dialling, its minutes on the line and the incentive of
 * a win.
 */
export async function readLiftPage(tx: Tx, asked: LiftAsked, limit: number): Promise<LiftPage> {
  const { after, assignedBy, horizonDays, marginShare } = asked
  const rows = z.array(Row).parse(
    await tx.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT id, customer_id, arm, arm_at, arm_at + make_interval(hours => ${horizonDays * 24}::int) AS ends_at FROM episode
        WHERE (arm_at, id) > (${after.armAt}::timestamptz, ${after.episodeId}::uuid) AND arm_at <= ${assignedBy}
        ORDER BY arm_at, id LIMIT ${limit}),
      worth AS (
        SELECT p.arm, b.buys, b.minor * ${marginShare}::float8 AS margin,
          coalesce(d.offers, 0) + coalesce(d.hours, 0) * ${String(asked.agentHourMinor)}::float8
            + coalesce(a.attempts, 0) * ${String(asked.attemptMinor)}::float8 AS cost
        FROM page p
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE u.amount_minor >= 0) > 0 AS buys, coalesce(sum(u.amount_minor), 0)::float8 AS minor
          FROM purchase u WHERE u.customer_id = p.customer_id AND u.at > p.arm_at AND u.at <= p.ends_at) b
        LEFT JOIN LATERAL (
          SELECT count(*)::float8 AS attempts FROM attempt t
          WHERE t.customer_id = p.customer_id AND t.at > p.arm_at AND t.at <= p.ends_at AND t.counted) a ON p.arm = 'treat'
        LEFT JOIN LATERAL (
          SELECT sum(s.offers_minor) FILTER (WHERE s.outcome LIKE 'W.%')::float8 AS offers,
            sum(extract(epoch FROM c.ended_at - c.dialled_at) / 3600)::float8 AS hours
          FROM disposition s LEFT JOIN call c ON c.id = s.call_id
          WHERE s.customer_id = p.customer_id AND s.at > p.arm_at AND s.at <= p.ends_at) d ON p.arm = 'treat')
      SELECT w.arm, count(*)::int AS cases, count(*) FILTER (WHERE buys)::int AS buyers,
        sum(margin) AS margin, sum(margin * margin) AS margin2,
        sum(margin - cost) AS net, sum((margin - cost) * (margin - cost)) AS net2,
        max(l.rows)::int AS rows, max(l.arm_at) AS last_at, max(l.id::text) AS last_id
      FROM worth w,
        (SELECT arm_at, id, count(*) OVER () AS rows FROM page ORDER BY arm_at DESC, id DESC LIMIT 1) l
      GROUP BY w.arm`,
  )
  const [first] = rows
  return {
    arms: rows.map(({ arm, cases, buyers, margin, margin2, net, net2 }) => ({
      arm,
      sums: {
        share: { cases, successes: buyers },
        margin: { cases, sum: margin, squares: margin2 },
        net: { cases, sum: net, squares: net2 },
      },
    })),
    next: first && first.rows === limit ? { armAt: first.last_at, episodeId: first.last_id } : null,
  }
}
