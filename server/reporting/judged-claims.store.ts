import { z } from 'zod'
import type { Tx } from '../platform/database.pg.ts'

const Offers = z.nullable(z.array(z.object({ code: z.string(), netMinor: z.coerce.number(), pWin: z.number() })))
const Row = z.object({
  at: z.date(),
  work_item_id: z.string(),
  fence: z.bigint(),
  explored: z.boolean(),
  p_contact: z.nullable(z.number()),
  p_win: z.nullable(z.number()),
  attempted: z.boolean(),
  reached: z.boolean(),
  won: z.boolean(),
  offer: z.nullable(z.string()),
  propensities: z.nullable(z.record(z.string(), z.number())),
  offers: Offers,
})

/** One claim: what was said of it when it was made, and what came of it. */
export type JudgedClaim = {
  at: Date
  /** Drawn evenly to learn from. */
  explored: boolean
  /** What was said: P(reached) in that hour, P(win) once reached. Null: nothing was. */
  pContact: number | null
  pWin: number | null
  /** Dialled, and it is known how that ended. */
  attempted: boolean
  reached: boolean
  won: boolean
  /** Of the reached who told why they left: the offer drawn, with what probability each could have been, and what each was expected to win. */
  recommended: {
    offer: string
    propensities: Record<string, number>
    offers: { code: string; netMinor: number; pWin: number }[]
  } | null
}
export type ClaimKey = { at: Date; workItemId: string; fence: bigint }
export const claimsFrom = (at: Date): ClaimKey => ({
  at: new Date(at.getTime() - 1),
  workItemId: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  fence: 0n,
})

/** The next claims in their order, a page by key. A claim is reached or won when any attempt under its fence was. */
export async function readJudgedClaims(
  tx: Tx,
  after: ClaimKey,
  limit: number,
): Promise<{ claims: JudgedClaim[]; next: ClaimKey | null }> {
  const rows = z.array(Row).parse(
    await tx.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT at, work_item_id, fence, explored_of, contact, offer, propensities, told_reason, why FROM decision
        WHERE at >= ${after.at} AND (at, work_item_id, fence) > (${after.at}::timestamptz, ${after.workItemId}::uuid, ${after.fence}::bigint)
        ORDER BY at, work_item_id, fence LIMIT ${limit})
      SELECT p.at, p.work_item_id::text, p.fence, p.explored_of IS NOT NULL AS explored,
        coalesce(p.contact, (p.why ->> 'pContact')::float8) AS p_contact, (p.why ->> 'pWin')::float8 AS p_win,
        coalesce(r.attempted, false) AS attempted, coalesce(r.reached, false) AS reached, coalesce(r.won, false) AS won,
        p.offer, CASE WHEN r.reached AND p.told_reason IS NOT NULL THEN p.propensities END AS propensities,
        CASE WHEN r.reached THEN p.why -> 'offers' END AS offers
      FROM page p LEFT JOIN LATERAL (
        SELECT bool_or(a.counted) AS attempted, bool_or(o.right_party) AS reached, bool_or(a.outcome LIKE 'W.%') AS won
        FROM call c JOIN dial_intent i ON i.id = c.id JOIN attempt a ON a.id = c.id JOIN outcome o ON o.code = a.outcome
        WHERE c.work_item_id = p.work_item_id AND i.fence = p.fence) r ON true
      ORDER BY p.at, p.work_item_id, p.fence`,
  )
  const last = rows.length === limit ? rows.at(-1) : undefined
  return {
    claims: rows.map((row) => ({
      at: row.at,
      explored: row.explored,
      pContact: row.p_contact,
      pWin: row.p_win,
      attempted: row.attempted,
      reached: row.reached,
      won: row.won,
      recommended:
        row.offer !== null && row.propensities !== null
          ? { offer: row.offer, propensities: row.propensities, offers: row.offers ?? [] }
          : null,
    })),
    next: last ? { at: last.at, workItemId: last.work_item_id, fence: last.fence } : null,
  }
}
