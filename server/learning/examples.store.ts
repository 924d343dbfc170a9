import { z } from 'zod'
import { offsetAt } from '../people/import/zone-offset.ts'
import type { Sql } from '../platform/sql.pg.ts'
import { Known } from '../ranking/features.ts'
import { slotOf } from '../ranking/week-slot.ts'
import type { CallExample } from './examples.ts'

const Row = z.object({
  at: z.date(),
  work_item_id: z.string(),
  zone: z.string(),
  known: Known.extend({ triedSlots: z.array(z.number()) }),
  p_unaided: z.number(),
  reached: z.boolean(),
  won: z.boolean(),
  reason: z.string().nullable(),
  offer: z.string().nullable(),
})
export type ExampleKey = { at: Date; workItemId: string }
export const FIRST_EXAMPLE: ExampleKey = { at: new Date(0), workItemId: '00000000-0000-0000-0000-000000000000' }

/** The next claims that were followed by an attempt, in their order, a page by key. `next` is null after the last page. */
export async function readExamples(
  tx: Sql,
  after: ExampleKey,
  houseZone: string,
  limit: number,
): Promise<{ examples: CallExample[]; next: ExampleKey | null }> {
  const rows = z.array(z.looseObject({ at: z.date(), work_item_id: z.string(), attempted: z.boolean() })).parse(
    await tx.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT at, work_item_id, fence, episode_id, why, features FROM decision
        WHERE at >= ${after.at}::timestamptz AND (at, work_item_id) > (${after.at}::timestamptz, ${after.workItemId}::uuid)
        ORDER BY at, work_item_id LIMIT ${limit}::int)
      SELECT p.at, p.work_item_id::text, coalesce(c.told_zone, c.zone, n.zone, ${houseZone}::text) AS zone,
        p.features AS known, (p.why ->> 'pUnaided')::float8 AS p_unaided,
        coalesce(r.attempted, false) AND p.why IS NOT NULL AND p.features IS NOT NULL AS attempted,
        coalesce(r.reached, false) AS reached, coalesce(r.won, false) AS won, r.reason, r.offer
      FROM page p JOIN episode e ON e.id = p.episode_id JOIN customer c ON c.id = e.customer_id
      LEFT JOIN LATERAL (SELECT f.zones[1] AS zone FROM customer_phone cp JOIN phone f ON f.id = cp.phone_id
        WHERE cp.customer_id = c.id AND cp.struck_at IS NULL AND f.zones[1] IS NOT NULL ORDER BY cp.rank, cp.phone_id LIMIT 1) n ON true
      LEFT JOIN LATERAL (
        SELECT bool_or(a.counted) AS attempted, bool_or(o.right_party) AS reached, bool_or(a.outcome LIKE 'W.%') AS won,
          (array_agg(g.code ORDER BY d.at DESC) FILTER (WHERE g.code IS NOT NULL))[1] AS reason,
          (array_agg(m.code ORDER BY d.at DESC) FILTER (WHERE m.code IS NOT NULL))[1] AS offer
        FROM dial_intent i JOIN attempt a ON a.id = i.id JOIN outcome o ON o.code = a.outcome
        LEFT JOIN disposition d ON d.call_id = i.id
        LEFT JOIN reason_given g ON g.disposition_id = d.id AND g.position = 0
        LEFT JOIN LATERAL (SELECT code FROM offer_made WHERE disposition_id = d.id AND answer <> 'NOP'
          ORDER BY answer = 'ACC' DESC, code LIMIT 1) m ON true
        WHERE i.work_item_id = p.work_item_id AND i.fence = p.fence) r ON true
      ORDER BY p.at, p.work_item_id`,
  )
  const last = rows.length === limit ? rows.at(-1) : undefined
  const tried = z.array(Row.loose()).parse(rows.filter(({ attempted }) => attempted))
  return { examples: tried.map(toExample), next: last ? { at: last.at, workItemId: last.work_item_id } : null }
}

/** Claims so far. */
export async function countClaims(tx: Sql): Promise<number> {
  const rows = await tx.$queryRaw`SELECT count(*)::int AS claims FROM decision`
  return z.array(z.object({ claims: z.number() })).parse(rows)[0]?.claims ?? 0
}

function toExample(row: z.infer<typeof Row>): CallExample {
  const at = row.at.getTime()
  const slot = slotOf(at, offsetAt(row.zone, at))
  const { contactLogOdds, attempts, customerLogOdds, features, triedSlots } = row.known
  const reason = row.reason?.startsWith('UNK') ? null : row.reason
  return {
    at,
    reach: { prior: contactLogOdds, attempts, slot, triedInSlot: triedSlots.filter((one) => one === slot).length },
    reached: row.reached,
    talk: row.reached
      ? {
          won: row.won,
          prior: customerLogOdds,
          pUnaided: row.p_unaided,
          features,
          offerCode: row.offer,
          reasonCode: reason,
        }
      : null,
  }
}
