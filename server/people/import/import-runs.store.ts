import { z } from 'zod'
import { ImportId } from '#contract/ids'
import type { ImportRun } from '#contract/people'
import { ImportKind, ImportState } from '#contract/people'
import { Problem } from '#contract/problem'
import type { Tx } from '../../platform/database.pg.ts'
import type { Prisma } from '../../platform/generated/client.ts'
import type { Sql } from '../../platform/sql.pg.ts'

/** How the file was read; its headers head the list of faults. */
export const RunMapping = z.object({
  columns: z.record(z.string(), z.string().nullable()),
  headers: z.array(z.string()),
  encoding: z.string(),
  delimiter: z.string(),
})
const FaultCounts = z.record(z.string(), z.number())
export type RunMapping = z.infer<typeof RunMapping>
export type Counts = {
  bytesRead: number
  rowsRead: number
  rowsNew: number
  rowsChanged: number
  rowsSame: number
  rowsFaulty: number
  faultCounts: Record<string, number>
}
export type StoredFault = { line: number; field: string | null; code: string; params: object; row: string[] }

/** Where a run stands: what it has counted, and the place in the file up to which that is committed. */
export type Progress = Counts & {
  /** Of a large file, which part is being read; the parts before it are done. */
  part: number
  /** Rows of the file that this part has passed. */
  position: number
  /** The newest purchase so far. */
  latestAt: Date | null
}

/** How the file is read, also by another process. */
export const RunSource = z.object({
  /** The file is in the spool and outlives the process; else the run ends with it. */
  kept: z.boolean(),
  region: z.string().nullable(),
  asOf: z.coerce.date().nullable(),
  delimiter: z.enum([',', ';', '\t', '|', ' ']).nullable(),
  noHeader: z.boolean(),
})
export type RunSource = z.infer<typeof RunSource>

export type NewRun = {
  id: string
  kind: ImportKind
  fileName: string
  mapping: RunMapping
  bytesTotal: number
  startedBy: string | null
  startedAt: Date
  owner: string
  source: RunSource
}

export async function addRun(tx: Tx, { source, ...run }: NewRun): Promise<void> {
  const zero = { rowsRead: 0, rowsNew: 0, rowsChanged: 0, rowsSame: 0, rowsFaulty: 0, faultCounts: {} }
  const told: Prisma.InputJsonObject = JSON.parse(JSON.stringify(source))
  await tx.importRun.create({
    data: {
      ...run,
      ...zero,
      source: told,
      beatAt: run.startedAt,
      state: 'running',
      bytesRead: 0n,
      bytesTotal: BigInt(run.bytesTotal),
    },
    select: { id: true },
  })
}

type Held = { id: string; owner: string }

/** False when the run is over, or another's: then nothing may be written. */
export async function saveProgress(tx: Sql, { id, owner }: Held, progress: Progress, now: Date): Promise<boolean> {
  const { bytesRead, rowsRead, rowsNew, rowsChanged, rowsSame, rowsFaulty, faultCounts, part, position, latestAt } =
    progress
  const saved = await tx.$executeRaw`
    UPDATE import_run SET bytes_read = ${bytesRead}::bigint, rows_read = ${rowsRead}::int, rows_new = ${rowsNew}::int,
      rows_changed = ${rowsChanged}::int, rows_same = ${rowsSame}::int, rows_faulty = ${rowsFaulty}::int,
      fault_counts = ${JSON.stringify(faultCounts)}::jsonb, part = ${part}::int, position = ${position}::int,
      latest_at = ${latestAt}::timestamptz, beat_at = ${now}::timestamptz
    WHERE id = ${id}::uuid AND owner = ${owner}::uuid AND state = 'running'`
  return saved === 1
}

/** False when it was over before. With `owner`: or is another's. */
export async function endRun(
  tx: Tx,
  { id, owner }: { id: string; owner?: string },
  state: 'done' | 'failed' | 'cancelled',
  problem: Problem | null,
  at: Date,
): Promise<boolean> {
  const told: Prisma.InputJsonObject | undefined = problem ? JSON.parse(JSON.stringify(problem)) : undefined
  const { count } = await tx.importRun.updateMany({
    where: { id, state: 'running', ...(owner && { owner }) },
    data: { state, finishedAt: at, ...(told && { problem: told }) },
  })
  return count === 1
}

/** These runs are alive: their process is. */
export const beat = async (tx: Tx, owner: string, ids: readonly string[], now: Date): Promise<void> =>
  void (await tx.importRun.updateMany({
    where: { owner, id: { in: [...ids] }, state: 'running' },
    data: { beatAt: now },
  }))

/** Whoever has the file may take it at once. */
export const giveBack = async (tx: Tx, { id, owner }: Held): Promise<void> =>
  void (await tx.importRun.updateMany({ where: { id, owner, state: 'running' }, data: { owner: null } }))

export type Orphan = { id: string; owner: string | null; beatAt: Date | null; kept: boolean }

/** Runs whose process is silent since before `silentSince`, that were given back, or that are `owner`'s and not among those it runs. */
export async function findOrphans(
  tx: Tx,
  { owner, running, silentSince }: { owner: string; running: readonly string[]; silentSince: Date },
): Promise<Orphan[]> {
  const rows = await tx.importRun.findMany({
    where: {
      state: 'running',
      OR: [{ owner: null }, { beatAt: null }, { beatAt: { lt: silentSince } }, { owner, id: { notIn: [...running] } }],
    },
    select: { id: true, owner: true, beatAt: true, source: true },
    orderBy: { startedAt: 'asc' },
  })
  return rows.map(({ source, ...row }) => ({ ...row, kept: RunSource.safeParse(source).data?.kept ?? false }))
}

/** Compare-and-set: one process takes it. */
export async function takeRun(
  tx: Tx,
  { id, owner: before, beatAt }: Orphan,
  owner: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.importRun.updateMany({
    where: { id, owner: before, beatAt, state: 'running' },
    data: { owner, beatAt: now, resumes: { increment: 1 } },
  })
  return count === 1
}

export type StoredRun = {
  id: string
  kind: ImportKind
  columns: RunMapping['columns']
  source: RunSource | null
  progress: Progress
  resumes: number
}

const Stored = z.tuple([
  z.object({
    ...{ id: z.string(), kind: ImportKind, mapping: RunMapping, source: RunSource.nullable(), resumes: z.number() },
    ...{ bytes_read: z.coerce.number(), rows_read: z.number(), rows_new: z.number(), rows_changed: z.number() },
    ...{ rows_same: z.number(), rows_faulty: z.number(), fault_counts: FaultCounts, part: z.number() },
    ...{ position: z.number(), latest_at: z.date().nullable() },
  }),
])

/** What another process needs to go on with a run. Throws when there is no such run. */
export async function readStored(tx: Sql, id: string): Promise<StoredRun> {
  const [row] = Stored.parse(
    await tx.$queryRaw`
      SELECT id, kind, mapping, source, resumes, bytes_read, rows_read, rows_new, rows_changed, rows_same, rows_faulty,
        fault_counts, part, position, latest_at FROM import_run WHERE id = ${id}::uuid`,
  )
  const { kind, mapping, source, resumes, part, position } = row
  const progress: Progress = {
    ...{ bytesRead: row.bytes_read, rowsRead: row.rows_read, rowsNew: row.rows_new, rowsChanged: row.rows_changed },
    ...{ rowsSame: row.rows_same, rowsFaulty: row.rows_faulty, faultCounts: row.fault_counts },
    ...{ part, position, latestAt: row.latest_at },
  }
  return { id: row.id, kind, columns: mapping.columns, source, resumes, progress }
}

/** Runs that are not over. */
export const listRunning = async (tx: Tx): Promise<string[]> =>
  (await tx.importRun.findMany({ where: { state: 'running' }, select: { id: true } })).map(({ id }) => id)

/** Half a character, where a long cell was cut, is no text that PostgreSQL keeps: it is replaced. */
export async function addFaults(tx: Sql, importId: string, faults: readonly StoredFault[]): Promise<void> {
  if (faults.length === 0) return
  const rows = JSON.stringify(faults, (_key, value) => (typeof value === 'string' ? value.toWellFormed() : value))
  await tx.$executeRaw`
    INSERT INTO import_fault (import_id, line, field, code, params, "row")
    SELECT ${importId}::uuid, line, field, code, params, "row" FROM ROWS FROM (jsonb_to_recordset(${rows}::jsonb)
      AS (line int, field text, code text, params jsonb, "row" text[])) WITH ORDINALITY AS f (line, field, code, params, "row", n)
    ORDER BY n`
}

type Row = Prisma.ImportRunGetPayload<object>
const toRun = (row: Row): ImportRun => ({
  id: ImportId.parse(row.id),
  kind: ImportKind.parse(row.kind),
  fileName: row.fileName,
  state: ImportState.parse(row.state),
  bytesRead: Number(row.bytesRead),
  bytesTotal: Number(row.bytesTotal),
  rowsRead: row.rowsRead,
  rowsNew: row.rowsNew,
  rowsChanged: row.rowsChanged,
  rowsSame: row.rowsSame,
  rowsFaulty: row.rowsFaulty,
  faultCounts: FaultCounts.parse(row.faultCounts),
  resumes: row.resumes,
  problem: row.problem === null ? null : Problem.parse(row.problem),
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
})

export async function readRun(tx: Tx, id: string): Promise<ImportRun | null> {
  const row = await tx.importRun.findUnique({ where: { id } })
  return row && toRun(row)
}

export async function readRunMapping(tx: Tx, id: string): Promise<RunMapping | null> {
  const row = await tx.importRun.findUnique({ where: { id }, select: { mapping: true } })
  return row && RunMapping.parse(row.mapping)
}

/** Newest first. */
export async function listRuns(tx: Tx, limit: number): Promise<ImportRun[]> {
  const rows = await tx.importRun.findMany({ orderBy: [{ startedAt: 'desc' }, { id: 'asc' }], take: limit })
  return rows.map(toRun)
}

/** Faults as they were found, page by page, by key: in file order, in each part of a large file. */
export async function pageFaults(tx: Tx, importId: string, after: bigint, limit: number) {
  return tx.importFault.findMany({ where: { importId, id: { gt: after } }, orderBy: { id: 'asc' }, take: limit })
}
