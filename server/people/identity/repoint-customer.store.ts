import { z } from 'zod'
import type { Tx } from '../../platform/database.pg.ts'
import { type Facts, mergeFacts, unmergeFacts } from './merge-facts.ts'
import type { Repointer } from './repoint.ts'

const FactsRow = z.object({
  language: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  zone: z.string().nullable(),
  toldZone: z.string().nullable(),
  consent: z.boolean().nullable(),
  joinedAt: z.string().nullable(),
  cancelledAt: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
})
const FaultRow = z.record(z.string(), z.unknown())
const Causes = z.array(z.object({ cause: z.string(), fresh: z.boolean() }))
const Moved = z.object({
  was: FactsRow,
  set: FactsRow,
  /** Rows that pointed to the merged one already. */
  pointers: z.array(z.string()),
  /** Data faults of the one and of the other, as they stood. */
  faults: z.array(FaultRow),
  own: z.array(FaultRow),
  given: z.array(z.object({ cause: z.string(), fresh: z.boolean() })),
})

const rowsOf = (rows: unknown) =>
  z
    .array(z.object({ row: FaultRow }))
    .parse(rows)
    .map(({ row }) => row)

async function readFacts(tx: Tx, id: string): Promise<Facts> {
  const row = await tx.customer.findUniqueOrThrow({ where: { id } })
  return {
    language: row.language,
    city: row.city,
    country: row.country,
    zone: row.zone,
    toldZone: row.toldZone,
    consent: row.consent,
    joinedAt: row.joinedAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    attributes: FactsRow.shape.attributes.catch({}).parse(row.attributes),
  }
}

const writeFacts = (tx: Tx, id: string, facts: Facts) =>
  tx.customer.update({
    where: { id },
    data: {
      ...facts,
      joinedAt: facts.joinedAt && new Date(facts.joinedAt),
      cancelledAt: facts.cancelledAt && new Date(facts.cancelledAt),
    },
    select: { id: true },
  })

/** The merged row becomes a pointer; those that pointed to it point to the survivor, so that one step always leads there. */
async function pointTo(tx: Tx, fromId: string, intoId: string): Promise<string[]> {
  const rows = await tx.$queryRaw`
    UPDATE customer SET merged_into = ${intoId}::uuid WHERE id = ${fromId}::uuid OR merged_into = ${fromId}::uuid RETURNING id`
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .flatMap(({ id }) => (id === fromId ? [] : [id]))
}

/** The facts of a person, her data faults, and the pointer itself. */
export const customerRepointer: Repointer = {
  name: 'customer',
  move: async (tx, { fromId, intoId }) => {
    const was = await readFacts(tx, intoId)
    const set = mergeFacts(was, await readFacts(tx, fromId))
    await writeFacts(tx, intoId, set)
    const own = rowsOf(
      await tx.$queryRaw`SELECT to_jsonb(f) AS row FROM data_fault f WHERE f.customer_id = ${intoId}::uuid`,
    )
    const faults = rowsOf(
      await tx.$queryRaw`DELETE FROM data_fault f WHERE f.customer_id = ${fromId}::uuid RETURNING to_jsonb(f) AS row`,
    )
    const given = Causes.parse(
      await tx.$queryRaw`
        INSERT INTO data_fault AS m (customer_id, cause, detail, raised_at, settled_at, settled_by_id)
        SELECT ${intoId}::uuid, cause, detail, raised_at, settled_at, settled_by_id
        FROM jsonb_populate_recordset(NULL::data_fault, ${JSON.stringify(faults)}::jsonb)
        ON CONFLICT (customer_id, cause) DO UPDATE SET settled_at = NULL, settled_by_id = NULL
        WHERE m.settled_at IS NOT NULL AND excluded.settled_at IS NULL
        RETURNING cause, xmax = 0 AS fresh`,
    )
    return { was, set, pointers: await pointTo(tx, fromId, intoId), faults, own, given }
  },
  putBack: async (tx, { fromId, intoId, at }, moved) => {
    const { was, set, pointers, faults, own, given } = Moved.parse(moved)
    await writeFacts(tx, intoId, unmergeFacts(await readFacts(tx, intoId), { was, set }))
    await tx.$executeRaw`UPDATE customer SET merged_into = ${fromId}::uuid WHERE id = ANY(${pointers}::uuid[]) AND merged_into = ${intoId}::uuid`
    await tx.$executeRaw`UPDATE customer SET merged_into = NULL WHERE id = ${fromId}::uuid`
    const rows = JSON.stringify(given)
    // One that was told again since the merge is the survivor's own.
    await tx.$executeRaw`
      DELETE FROM data_fault f USING jsonb_to_recordset(${rows}::jsonb) AS g (cause text, fresh boolean)
      WHERE g.fresh AND f.customer_id = ${intoId}::uuid AND f.cause = g.cause AND f.raised_at <= ${at}::timestamptz`
    await tx.$executeRaw`
      UPDATE data_fault f SET settled_at = o.settled_at, settled_by_id = o.settled_by_id
      FROM jsonb_populate_recordset(NULL::data_fault, ${JSON.stringify(own)}::jsonb) o
      WHERE f.customer_id = ${intoId}::uuid AND f.cause = o.cause AND o.settled_at IS NOT NULL AND f.settled_at IS NULL
        AND f.raised_at <= ${at}::timestamptz`
    await tx.$executeRaw`
      INSERT INTO data_fault SELECT * FROM jsonb_populate_recordset(NULL::data_fault, ${JSON.stringify(faults)}::jsonb)
      ON CONFLICT DO NOTHING`
  },
}
