import { z } from 'zod'
import type { Repointer } from '../people/identity/repoint.ts'
import type { Tx } from '../platform/database.pg.ts'

const Ids = z.array(z.object({ id: z.string() }))
const Rules = z.array(z.object({ rule: z.string() }))
const Moved = z.object({
  attempts: z.array(z.string()),
  /** Blocks of the one, as full rows, and which of them the other had not. */
  blocks: z.array(z.record(z.string(), z.unknown())),
  given: z.array(z.string()),
})

/** A stop of one holds for the other too: it is written again and the first stays where it is. A stop is never moved, so none is lost. */
const copyStops = (tx: Tx, fromId: string, toId: string): Promise<number> =>
  tx.$executeRaw`
    INSERT INTO stop (id, kind, customer_id, at, by_user_id, lifted_at, lifted_by_id)
    SELECT gen_random_uuid(), s.kind, ${toId}::uuid, s.at, s.by_user_id, s.lifted_at, s.lifted_by_id FROM stop s
    WHERE s.customer_id = ${fromId}::uuid AND NOT EXISTS (
      SELECT 1 FROM stop o WHERE o.customer_id = ${toId}::uuid AND o.kind = s.kind
        AND ((s.lifted_at IS NULL AND o.lifted_at IS NULL) OR (o.at = s.at AND o.lifted_at = s.lifted_at)))`

/** Attempts, blocks and stops. Once merged, always stopped: parted again, each has the stops of both. */
export const complianceRepointer: Repointer = {
  name: 'compliance',
  move: async (tx, { fromId, intoId }) => {
    await copyStops(tx, fromId, intoId)
    const attempts = await tx.$queryRaw`
      UPDATE attempt SET customer_id = ${intoId}::uuid WHERE customer_id = ${fromId}::uuid RETURNING id`
    const blocks = z
      .array(z.object({ row: z.record(z.string(), z.unknown()) }))
      .parse(
        await tx.$queryRaw`DELETE FROM call_block b WHERE b.customer_id = ${fromId}::uuid RETURNING to_jsonb(b) AS row`,
      )
      .map(({ row }) => row)
    const given = await tx.$queryRaw`
      INSERT INTO call_block (customer_id, rule, params, at, retry_at)
      SELECT ${intoId}::uuid, rule, params, at, retry_at
      FROM jsonb_populate_recordset(NULL::call_block, ${JSON.stringify(blocks)}::jsonb)
      ON CONFLICT DO NOTHING RETURNING rule`
    return {
      attempts: Ids.parse(attempts).map(({ id }) => id),
      blocks,
      given: Rules.parse(given).map(({ rule }) => rule),
    }
  },
  putBack: async (tx, { fromId, intoId, at }, moved) => {
    const { attempts, blocks, given } = Moved.parse(moved)
    await copyStops(tx, intoId, fromId)
    await tx.$executeRaw`
      UPDATE attempt SET customer_id = ${fromId}::uuid
      WHERE id = ANY(${attempts}::uuid[]) AND customer_id = ${intoId}::uuid`
    await tx.$executeRaw`
      DELETE FROM call_block
      WHERE customer_id = ${intoId}::uuid AND rule = ANY(${given}::text[]) AND at <= ${at}::timestamptz`
    await tx.$executeRaw`
      INSERT INTO call_block SELECT * FROM jsonb_populate_recordset(NULL::call_block, ${JSON.stringify(blocks)}::jsonb)
      ON CONFLICT DO NOTHING`
  },
}
