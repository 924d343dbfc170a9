import { z } from 'zod'
import { linkHouseholds } from './households.store.ts'
import type { Repointer } from './repoint.ts'

const Link = z.object({ phone_id: z.string(), rank: z.number() })
const Moved = z.object({
  /** As they were with the row that was merged. */
  moved: z.array(Link),
  /** Those both had, as full rows. */
  both: z.array(z.record(z.string(), z.unknown())),
  /** Of those, what the other had struck and the survivor had not. */
  struck: z.array(z.string()),
})

/** Numbers: the survivor's come first. What either has struck is struck, with its reason. Who shares a number is one household for ever. */
export const phonesRepointer: Repointer = {
  name: 'phones',
  move: async (tx, { fromId, intoId }) => {
    const both = z.array(z.object({ row: z.record(z.string(), z.unknown()) })).parse(
      await tx.$queryRaw`
        DELETE FROM customer_phone f WHERE f.customer_id = ${fromId}::uuid
          AND EXISTS (SELECT 1 FROM customer_phone i WHERE i.customer_id = ${intoId}::uuid AND i.phone_id = f.phone_id)
        RETURNING to_jsonb(f) AS row`,
    )
    const struck = z.array(z.object({ phone_id: z.string() })).parse(
      await tx.$queryRaw`
        UPDATE customer_phone i SET struck_at = f.struck_at, struck_why = f.struck_why
        FROM jsonb_populate_recordset(NULL::customer_phone, ${JSON.stringify(both.map(({ row }) => row))}::jsonb) f
        WHERE i.customer_id = ${intoId}::uuid AND i.phone_id = f.phone_id AND i.struck_at IS NULL AND f.struck_at IS NOT NULL
        RETURNING i.phone_id`,
    )
    const moved = z.array(Link).parse(
      await tx.$queryRaw`
        UPDATE customer_phone p SET customer_id = ${intoId}::uuid, rank = x.next
        FROM (SELECT phone_id, rank, row_number() OVER (ORDER BY rank, phone_id) + coalesce(
            (SELECT max(rank) FROM customer_phone WHERE customer_id = ${intoId}::uuid), 0) AS next
          FROM customer_phone WHERE customer_id = ${fromId}::uuid) x
        WHERE p.customer_id = ${fromId}::uuid AND p.phone_id = x.phone_id
        RETURNING p.phone_id, x.rank`,
    )
    await linkHouseholds(
      tx,
      moved.map(({ phone_id }) => phone_id),
    )
    return { moved, both: both.map(({ row }) => row), struck: struck.map(({ phone_id }) => phone_id) }
  },
  putBack: async (tx, { fromId, intoId }, kept) => {
    const { moved, both, struck } = Moved.parse(kept)
    await tx.$executeRaw`
      UPDATE customer_phone p SET customer_id = ${fromId}::uuid, rank = x.rank
      FROM jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) AS x (phone_id uuid, rank int)
      WHERE p.customer_id = ${intoId}::uuid AND p.phone_id = x.phone_id`
    const rows = JSON.stringify(both)
    await tx.$executeRaw`
      UPDATE customer_phone i SET struck_at = NULL, struck_why = NULL
      FROM jsonb_populate_recordset(NULL::customer_phone, ${rows}::jsonb) f
      WHERE i.customer_id = ${intoId}::uuid AND i.phone_id = f.phone_id AND i.phone_id = ANY(${struck}::uuid[])
        AND i.struck_at = f.struck_at AND i.struck_why IS NOT DISTINCT FROM f.struck_why`
    await tx.$executeRaw`
      INSERT INTO customer_phone SELECT * FROM jsonb_populate_recordset(NULL::customer_phone, ${rows}::jsonb)
      ON CONFLICT DO NOTHING`
  },
}
