import { z } from 'zod'
import type { Tx } from '../platform/database.pg.ts'
import { addJob } from '../platform/jobs.pg.ts'
import type { Sql } from '../platform/sql.pg.ts'
import { type House, packRun, RUN_FORMAT, type Run, unpackRun } from './run.ts'

/*
 * A run and who works at it.
 *
 * running    `owner` works at it; each page commits with a look at the owner, so one who was only slow writes nothing over
 *            what his follower wrote. Left by its end (done, failed), or by the owner's (stopped, killed): it stays as it is,
 *            and whoever next gets the lock takes it and goes on after the last page that was committed.
 * done       all customers were scored, or nothing was there to learn from (`skipped`).
 * failed     it fell to a fault of ours again and again, or an older program had begun it.
 */
const RUNS_KEPT = 100

export const Counts = z.object({
  opened: z.number(),
  closed: z.number(),
  verified: z.number(),
  kept: z.number(),
  treat: z.number(),
  holdout: z.number(),
  scored: z.number(),
})
export type Counts = z.infer<typeof Counts>
export const NO_COUNTS: Counts = { opened: 0, closed: 0, verified: 0, kept: 0, treat: 0, holdout: 0, scored: 0 }

export const Skipped = z.enum(['no-purchases', 'no-complete-through'])
export type Skipped = z.infer<typeof Skipped>

const isRun = (value: unknown) => typeof value === 'object' && value !== null && 'settings' in value
const Packed = z
  .object({ format: z.literal(RUN_FORMAT), run: z.unknown() })
  .transform(({ run }) => unpackRun(run))
  .pipe(z.custom<House & Partial<Pick<Run, 'model' | 'modelId'>>>(isRun))
const Rows = z.array(
  z.object({
    id: z.string(),
    state: z.enum(['running', 'done', 'failed']),
    phase: z.enum(['fit', 'score']),
    scored_as_of: z.date(),
    began_at: z.date(),
    finished_at: z.date().nullable(),
    total: z.number(),
    done: z.number(),
    after: z.string().nullable(),
    model_id: z.string().nullable(),
    counts: Counts.catch(NO_COUNTS), // an older program may have counted otherwise
    notes: z.array(z.string()),
    skipped: Skipped.nullable(),
    resumes: z.number(),
  }),
)
export type RescoreRun = ReturnType<typeof toRun>
const toRun = (row: z.infer<typeof Rows>[number]) => ({
  ...{ id: row.id, state: row.state, phase: row.phase, now: row.scored_as_of },
  ...{ beganAt: row.began_at, finishedAt: row.finished_at },
  /** Customers when it began, and how many of them are done. */
  ...{ total: row.total, done: row.done, after: row.after },
  ...{ modelId: row.model_id, counts: row.counts, notes: row.notes, skipped: row.skipped, resumes: row.resumes },
})

/** The run that is not over, or null. */
export async function findOpenRun(tx: Sql): Promise<RescoreRun | null> {
  const rows = await tx.$queryRaw`
    SELECT id, state, phase, scored_as_of, began_at, finished_at, total, done, after, model_id, counts, notes, skipped, resumes
    FROM rescore_run WHERE state = 'running'`
  const [row] = Rows.parse(rows)
  return row ? toRun(row) : null
}

/** The run that began last. */
export async function readLastRun(tx: Sql): Promise<RescoreRun | null> {
  const rows = await tx.$queryRaw`
    SELECT id, state, phase, scored_as_of, began_at, finished_at, total, done, after, model_id, counts, notes, skipped, resumes
    FROM rescore_run ORDER BY began_at DESC, state = 'running' DESC, finished_at DESC LIMIT 1`
  const [row] = Rows.parse(rows)
  return row ? toRun(row) : null
}

const Stored = z.array(
  z.object({
    after: z.string().nullable(),
    total: z.number(),
    done: z.number(),
    counts: Counts.catch(NO_COUNTS),
    run: z.unknown(),
  }),
)
export type StoredRun = {
  after: string | null
  total: number
  done: number
  counts: Counts
  house: House
  /** Null while it has yet to be fitted. */
  run: Run | null
}
/** Where an open run stands and all that it goes by; null when another program's run cannot be read, or it is over or another's. */
export async function readOpenRun(tx: Sql, { id, owner }: Held): Promise<StoredRun | null> {
  const rows = await tx.$queryRaw`
    SELECT after, total, done, counts, run FROM rescore_run
    WHERE id = ${id}::uuid AND owner = ${owner}::uuid AND state = 'running'`
  const [row] = Stored.parse(rows)
  const packed = Packed.safeParse(row?.run)
  if (!row || !packed.success) return null
  const { model, modelId, ...house } = packed.data
  const { after, total, done, counts } = row
  return { after, total, done, counts, house, run: model && modelId ? { ...house, model, modelId } : null }
}

export type Held = { id: string; owner: string }
const toJson = (run: House | Run): string => JSON.stringify({ format: RUN_FORMAT, run: packRun(run) })

export async function beginRun(tx: Sql, { id, owner }: Held, house: House, total: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO rescore_run (id, state, phase, scored_as_of, began_at, owner, total, done, run, counts, notes, resumes)
    VALUES (${id}::uuid, 'running', 'fit', ${house.now}::timestamptz, ${house.now}::timestamptz, ${owner}::uuid, ${total}::int, 0,
      ${toJson(house)}::jsonb, ${JSON.stringify(NO_COUNTS)}::jsonb, '{}', 0)`
  await tx.$executeRaw`
    DELETE FROM rescore_run WHERE state <> 'running' AND id NOT IN (
      SELECT id FROM rescore_run ORDER BY began_at DESC LIMIT ${RUNS_KEPT}::int)`
}

/** Whoever holds the lock takes what was left. False when it is over. */
export const takeRun = async (tx: Sql, { id, owner }: Held): Promise<boolean> =>
  (await tx.$executeRaw`
    UPDATE rescore_run SET owner = ${owner}::uuid, resumes = resumes + 1 WHERE id = ${id}::uuid AND state = 'running'`) ===
  1

/** From here it scores with this model. False when it is another's. */
export const keepFit = async (tx: Sql, { id, owner }: Held, run: Run, notes: readonly string[]): Promise<boolean> =>
  (await tx.$executeRaw`
    UPDATE rescore_run SET phase = 'score', run = ${toJson(run)}::jsonb, model_id = ${run.modelId}::uuid, notes = ${[...notes]}::text[]
    WHERE id = ${id}::uuid AND owner = ${owner}::uuid AND state = 'running'`) === 1

/** In the transaction of a page. False when it is another's, and then nothing may be written. */
export const saveProgress = async (
  tx: Sql,
  { id, owner }: Held,
  { after, done, counts }: { after: string; done: number; counts: Counts },
): Promise<boolean> =>
  (await tx.$executeRaw`
    UPDATE rescore_run SET after = ${after}::uuid, done = ${done}::int, counts = ${JSON.stringify(counts)}::jsonb
    WHERE id = ${id}::uuid AND owner = ${owner}::uuid AND state = 'running'`) === 1

export type Ended = { state: 'done' | 'failed'; at: Date; skipped: Skipped | null }
/** False when it is over or another's. */
export const endRun = async (tx: Sql, { id, owner }: Held, { state, at, skipped }: Ended): Promise<boolean> =>
  (await tx.$executeRaw`
    UPDATE rescore_run SET state = ${state}::text, finished_at = ${at}::timestamptz, skipped = ${skipped}::text, run = NULL
    WHERE id = ${id}::uuid AND owner = ${owner}::uuid AND state = 'running'`) === 1

/** The job; without a wish it only goes on with what was left, and fills the queue. */
export const RESCORE_JOB = 'ranking.rescore'
/**
 * Wishes for a run of the whole base, in the transaction of the fact that makes the scores old. Wishes wait for nobody and none
 * is lost: a run takes those that it sees when it begins, so what it has not seen is another run's.
 */
export async function ask(tx: Tx): Promise<void> {
  await tx.$executeRaw`INSERT INTO rescore_ask DEFAULT VALUES`
  await addJob(tx, RESCORE_JOB)
}
export const takeAsks = (tx: Sql): Promise<number> => tx.$executeRaw`DELETE FROM rescore_ask`
export async function isAsked(tx: Sql): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT id FROM rescore_ask LIMIT 1`
  return rows.length > 0
}
