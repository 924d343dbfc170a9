import { z } from 'zod'
import { UserId } from '#contract/ids'
import { PresenceState } from '#contract/staff'
import { Labels } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'

const Today = z.object({
  attempts: z.number(),
  reached: z.number(),
  won: z.number(),
  value_minor: z.string(),
  offers_minor: z.string(),
})

/** What happened since `from`: attempts that count, customers reached and won (each once), value and incentives of the wins. */
export async function readToday(tx: Tx, from: Date): Promise<z.infer<typeof Today>> {
  const rows = await tx.$queryRaw`
    SELECT (SELECT count(*)::int FROM attempt WHERE at >= ${from} AND counted) AS attempts,
           count(DISTINCT d.customer_id) FILTER (WHERE o.right_party AND d.set_by = 'agent')::int AS reached,
           count(DISTINCT d.episode_id) FILTER (WHERE d.outcome LIKE 'W.%')::int AS won,
           coalesce(sum(d.value_minor) FILTER (WHERE d.outcome LIKE 'W.%'), 0)::text AS value_minor,
           coalesce(sum(d.offers_minor) FILTER (WHERE d.outcome LIKE 'W.%'), 0)::text AS offers_minor
    FROM disposition d JOIN outcome o ON o.code = d.outcome WHERE d.at >= ${from}`
  return z.tuple([Today]).parse(rows)[0]
}

const Agent = z.object({ id: UserId, name: z.string(), state: PresenceState, since: z.date() })
export async function readAgents(tx: Tx): Promise<z.infer<typeof Agent>[]> {
  const rows = await tx.$queryRaw`
    SELECT u.id, u.name, p.state, p.since FROM presence p JOIN app_user u ON u.id = p.user_id
    WHERE p.state <> 'offline' ORDER BY u.name`
  return z.array(Agent).parse(rows)
}

const ReasonCount = z.object({ code: z.string(), labels: Labels, count: z.number() })
/** Primary reasons given since `from`, most frequent first. */
export async function readReasons(tx: Tx, from: Date): Promise<z.infer<typeof ReasonCount>[]> {
  const rows = await tx.$queryRaw`
    SELECT r.code, r.labels, count(*)::int AS count
    FROM disposition d JOIN reason_given g ON g.disposition_id = d.id AND g.position = 0 JOIN reason r ON r.code = g.code
    WHERE d.at >= ${from} GROUP BY r.code, r.labels ORDER BY count DESC, r.code LIMIT 8`
  return z.array(ReasonCount).parse(rows)
}

const Standing = z.object({
  waiting: z.number(),
  callable: z.number(),
  callbacks_due: z.number(),
  holdout: z.number(),
  blocked: z.array(z.object({ rule: z.string(), customers: z.number() })),
})
/** How the queue stands. Grows with the base, so the service reads it every few seconds, not at every push. */
export async function readStanding(tx: Tx, now: Date): Promise<z.infer<typeof Standing>> {
  const rows = await tx.$queryRaw`
    SELECT (SELECT count(*)::int FROM work_item WHERE state = 'waiting') AS waiting,
           (SELECT count(*)::int FROM queue_head WHERE open_until > ${now}) AS callable,
           (SELECT count(*)::int FROM callback WHERE state IN ('pending', 'missed') AND due_at <= ${now}) AS callbacks_due,
           (SELECT count(*)::int FROM episode WHERE arm = 'holdout' AND closed_at IS NULL) AS holdout,
           (SELECT coalesce(json_agg(b), '[]'::json) FROM (
              SELECT rule, count(*)::int AS customers FROM call_block c
              WHERE rule LIKE 'stop.%' OR EXISTS (SELECT FROM episode e WHERE e.customer_id = c.customer_id AND e.closed_at IS NULL)
              GROUP BY rule ORDER BY customers DESC, rule) b) AS blocked`
  return z.tuple([Standing]).parse(rows)[0]
}
