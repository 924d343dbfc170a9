import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type LearnedModelView, ModelFigures } from '#contract/ranking'
import type { Tx } from '../platform/database.pg.ts'

/**
 * The states of a learned model; no row is ever deleted.
 *
 *   candidate ─► in_use       adopted
 *   candidate ─► retired      a newer candidate came; it was never used
 *   in_use    ─► retired      another was adopted, or it was rolled back
 *   retired   ─► in_use       adopted after all, or what replaced it was rolled back
 *
 * One is in use at most, one is a candidate at most. What is in use points to what it replaced, so rolling back walks back
 * step by step to our priors. A model that is adopted again leaves its old place in that row: no way back is walked twice.
 */
export type NewModel = { params: unknown; figures: ModelFigures; learnedTo: Date; madeAt: Date }
export type Adoption = 'adopted' | 'unknown' | 'in-use'

const SHOWN = 60
const Ids = z.array(z.object({ id: z.string() }))
const Pointers = z.array(z.object({ id: z.string(), replaced_id: z.nullable(z.string()) }))

/** Writers follow one another: each state is the only one of its kind. Readers are not held up. */
const lockModels = (tx: Tx): Promise<number> => tx.$executeRaw`LOCK TABLE learned_model IN SHARE ROW EXCLUSIVE MODE`

/** Keeps what has just been learned, in the place of the candidate before it. Its id. In a transaction. */
export async function insertCandidate(tx: Tx, { params, figures, learnedTo, madeAt }: NewModel): Promise<string> {
  await lockModels(tx)
  await tx.$executeRaw`UPDATE learned_model SET state = 'retired', retired_at = ${madeAt} WHERE state = 'candidate'`
  const id = randomUUID()
  await tx.$executeRaw`
    INSERT INTO learned_model (id, state, made_at, learned_to, params, figures)
    VALUES (${id}::uuid, 'candidate', ${madeAt}, ${learnedTo}, ${JSON.stringify(params)}::jsonb,
            ${JSON.stringify(ModelFigures.parse(figures))}::jsonb)`
  return id
}

/** Puts a candidate, or one used before, into use; the one that was in use retires. In a transaction. */
export async function adoptModel(tx: Tx, id: string, userId: string | null, now: Date): Promise<Adoption> {
  await lockModels(tx)
  const found = await tx.learnedModel.findUnique({ where: { id }, select: { state: true, replacedId: true } })
  if (!found) return 'unknown'
  if (found.state === 'in_use') return 'in-use'
  const [before] = Ids.parse(
    await tx.$queryRaw`
      UPDATE learned_model SET state = 'retired', retired_at = ${now} WHERE state = 'in_use' RETURNING id::text`,
  )
  await tx.$executeRaw`
    UPDATE learned_model SET replaced_id = ${found.replacedId}::uuid WHERE replaced_id = ${id}::uuid`
  await tx.$executeRaw`
    UPDATE learned_model SET state = 'in_use', used_at = ${now}, retired_at = NULL, used_by_id = ${userId}::uuid,
      replaced_id = ${before?.id ?? null}::uuid WHERE id = ${id}::uuid`
  return 'adopted'
}

/** Retires the model in use and brings back the one before it, null: our priors. False when this one is not in use. In a transaction. */
export async function rollBackModel(tx: Tx, id: string, now: Date): Promise<{ backTo: string | null } | false> {
  await lockModels(tx)
  const [retired] = Pointers.parse(
    await tx.$queryRaw`
      UPDATE learned_model SET state = 'retired', retired_at = ${now}
      WHERE id = ${id}::uuid AND state = 'in_use' RETURNING id::text, replaced_id::text`,
  )
  if (!retired) return false
  if (retired.replaced_id !== null)
    await tx.$executeRaw`
      UPDATE learned_model SET state = 'in_use', retired_at = NULL WHERE id = ${retired.replaced_id}::uuid`
  return { backTo: retired.replaced_id }
}

const InUse = z.array(z.object({ id: z.string(), params: z.unknown(), learned_to: z.date() }))
/** The model that the queue is ordered by; null: our priors. */
export async function readInUse(tx: Tx): Promise<{ id: string; params: unknown; learnedTo: Date } | null> {
  const rows = await tx.$queryRaw`SELECT id::text, params, learned_to FROM learned_model WHERE state = 'in_use'`
  const [row] = InUse.parse(rows)
  return row ? { id: row.id, params: row.params, learnedTo: row.learned_to } : null
}

const Row = z.object({
  id: z.string(),
  number: z.number(),
  state: z.enum(['candidate', 'in_use', 'retired']),
  made_at: z.date(),
  learned_to: z.date(),
  used_at: z.nullable(z.date()),
  retired_at: z.nullable(z.date()),
  used_by: z.nullable(z.string()),
  replaced: z.nullable(z.number()),
  figures: ModelFigures,
})
/** The model in use first, then the newest first. */
export async function readModels(tx: Tx): Promise<LearnedModelView[]> {
  const rows = await tx.$queryRaw`
    SELECT m.id::text, m.number, m.state, m.made_at, m.learned_to, m.used_at, m.retired_at, u.name AS used_by,
           b.number AS replaced, m.figures
    FROM learned_model m LEFT JOIN app_user u ON u.id = m.used_by_id LEFT JOIN learned_model b ON b.id = m.replaced_id
    ORDER BY m.state = 'in_use' DESC, m.number DESC LIMIT ${SHOWN}`
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      id: row.id,
      number: row.number,
      state: row.state,
      madeAt: row.made_at.toISOString(),
      learnedTo: row.learned_to.toISOString(),
      usedAt: row.used_at?.toISOString() ?? null,
      retiredAt: row.retired_at?.toISOString() ?? null,
      usedBy: row.used_by,
      replaced: row.replaced,
      figures: row.figures,
    }))
}
