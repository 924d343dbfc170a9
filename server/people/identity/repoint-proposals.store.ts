import { z } from 'zod'
import type { Repointer } from './repoint.ts'

const Rows = z.array(z.object({ row: z.record(z.string(), z.unknown()) }))
const Pairs = z.array(z.object({ customer_a: z.string(), customer_b: z.string(), fresh: z.boolean() }))
const Moved = z.object({
  /** The proposals that named the merged row, as full rows. */
  taken: z.array(z.record(z.string(), z.unknown())),
  /** Those that now name the survivor in its place. */
  given: z.array(z.object({ customer_a: z.string(), customer_b: z.string(), fresh: z.boolean() })),
})

/**
 * What was asked or answered about the merged row is asked or answered about the survivor: whoever was kept apart from one is kept apart
 * from both.
 */
export const proposalsRepointer: Repointer = {
  name: 'proposals',
  move: async (tx, { fromId, intoId }) => {
    const taken = Rows.parse(
      await tx.$queryRaw`
        DELETE FROM merge_proposal p WHERE p.customer_a = ${fromId}::uuid OR p.customer_b = ${fromId}::uuid
        RETURNING to_jsonb(p) AS row`,
    ).map(({ row }) => row)
    const given = Pairs.parse(
      await tx.$queryRaw`
        INSERT INTO merge_proposal AS m (customer_a, customer_b, phone_id, state, tier, created_at, decided_at, decided_by_id)
        SELECT least(${intoId}::uuid, x.other), greatest(${intoId}::uuid, x.other), x.phone_id, x.state, x.tier, x.created_at,
          x.decided_at, x.decided_by_id
        FROM (SELECT r.*, CASE WHEN r.customer_a = ${fromId}::uuid THEN r.customer_b ELSE r.customer_a END AS other
          FROM jsonb_populate_recordset(NULL::merge_proposal, ${JSON.stringify(taken)}::jsonb) r) x
        WHERE x.other <> ${intoId}::uuid
        ON CONFLICT (customer_a, customer_b) DO UPDATE SET state = excluded.state, decided_at = excluded.decided_at,
          decided_by_id = excluded.decided_by_id
        WHERE m.state = 'open' AND excluded.state = 'apart'
        RETURNING customer_a, customer_b, xmax = 0 AS fresh`,
    )
    return { taken, given }
  },
  putBack: async (tx, { at }, moved) => {
    const { taken, given } = Moved.parse(moved)
    const rows = JSON.stringify(given)
    await tx.$executeRaw`
      DELETE FROM merge_proposal m USING jsonb_to_recordset(${rows}::jsonb) AS g (customer_a uuid, customer_b uuid, fresh boolean)
      WHERE g.fresh AND m.customer_a = g.customer_a AND m.customer_b = g.customer_b
        AND coalesce(m.decided_at, m.created_at) <= ${at}::timestamptz`
    await tx.$executeRaw`
      UPDATE merge_proposal m SET state = 'open', decided_at = NULL, decided_by_id = NULL
      FROM jsonb_to_recordset(${rows}::jsonb) AS g (customer_a uuid, customer_b uuid, fresh boolean)
      WHERE NOT g.fresh AND m.customer_a = g.customer_a AND m.customer_b = g.customer_b AND m.state = 'apart'
        AND m.decided_at <= ${at}::timestamptz`
    await tx.$executeRaw`
      INSERT INTO merge_proposal SELECT * FROM jsonb_populate_recordset(NULL::merge_proposal, ${JSON.stringify(taken)}::jsonb)
      ON CONFLICT DO NOTHING`
  },
}
