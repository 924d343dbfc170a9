import { z } from 'zod'
import { ImportId } from '#contract/ids'
import type { ImportRun } from '#contract/people'
import { ImportKind, ImportState } from '#contract/people'
import { Problem } from '#contract/problem'
import type { Tx } from '../platform/database.pg.ts'
import type { Prisma } from '../platform/generated/client.ts'

/** How the file was read; its headers head the list of faults. */
export const RunMapping = z.object({
  columns: z.record(z.string(), z.string().nullable()),
  headers: z.array(z.string()),
  encoding: z.string(),
  delimiter: z.string(),
})
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

export type NewRun = {
  id: string
  kind: ImportKind
  fileName: string
  mapping: RunMapping
  bytesTotal: number
  startedBy: string | null
  startedAt: Date
}

export async function addRun(tx: Tx, run: NewRun): Promise<void> {
  const zero = { rowsRead: 0, rowsNew: 0, rowsChanged: 0, rowsSame: 0, rowsFaulty: 0, faultCounts: {} }
  await tx.importRun.create({
    data: { ...run, ...zero, state: 'running', bytesRead: 0n, bytesTotal: BigInt(run.bytesTotal) },
  })
}

export async function saveCounts(tx: Tx, id: string, counts: Counts): Promise<void> {
  await tx.importRun.update({ where: { id }, data: { ...counts, bytesRead: BigInt(counts.bytesRead) } })
}

export async function endRun(
  tx: Tx,
  id: string,
  state: 'done' | 'failed' | 'cancelled',
  problem: Problem | null,
  at: Date,
): Promise<void> {
  const told: Prisma.InputJsonObject | undefined = problem ? JSON.parse(JSON.stringify(problem)) : undefined
  await tx.importRun.update({ where: { id }, data: { state, finishedAt: at, ...(told && { problem: told }) } })
}

export async function addFaults(tx: Tx, importId: string, faults: readonly StoredFault[]): Promise<void> {
  if (faults.length === 0) return
  await tx.importFault.createMany({
    data: faults.map((fault) => ({ importId, ...fault, params: { ...fault.params } })),
  })
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
  faultCounts: z.record(z.string(), z.number()).parse(row.faultCounts),
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

/** Faults in file order, page by page, by key. */
export async function pageFaults(tx: Tx, importId: string, after: bigint, limit: number) {
  return tx.importFault.findMany({ where: { importId, id: { gt: after } }, orderBy: { id: 'asc' }, take: limit })
}

/** Runs that a stopped server left behind have failed; their ids. */
export async function failRunning(tx: Tx, problem: Problem, at: Date): Promise<string[]> {
  const running = await tx.importRun.findMany({ where: { state: 'running' }, select: { id: true } })
  const ids = running.map(({ id }) => id)
  const told: Prisma.InputJsonObject = JSON.parse(JSON.stringify(problem))
  await tx.importRun.updateMany({
    where: { id: { in: ids }, state: 'running' },
    data: { state: 'failed', finishedAt: at, problem: told },
  })
  return ids
}
