import type { ImportKind } from '#contract/people'
import type { Problem } from '#contract/problem'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Header } from './csv-header.ts'
import type { CsvRow } from './csv-records.ts'
import type { CsvSource } from './csv-source.file.ts'
import type { ErasedKeys } from './erased-keys.store.ts'
import { dropErased } from './erased-rows.store.ts'
import { writeEntries } from './import-batch.store.ts'
import type { CellSettings } from './import-cells.ts'
import { createIntake, type FaultyRow } from './import-intake.ts'
import { addFaults, type Counts, endRun, saveCounts } from './import-runs.store.ts'

/** Small enough that a transaction stays well below a second: a long snapshot slows every claim. */
const BATCH_ROWS = 1_000
const PROGRESS_MS = 250
const ROW_CHARS_MAX = 20_000
const DAY_MS = 86_400_000

export type RunDeps = { database: Database; clock: Clock }
export type RowsDeps = RunDeps & { keys: ErasedKeys }
export type RunInput = {
  id: string
  kind: ImportKind
  source: CsvSource
  header: Header
  settings: Pick<CellSettings, 'region' | 'zone' | 'currency'>
  /** Asked between batches; a stopped server gives the run up. */
  isStopping: () => boolean
  progress?: (counts: Counts) => void
  /** In the transaction that ends the run. `latest`: the newest purchase of the file. */
  finish: (tx: Tx, latest: Date | null) => Promise<void>
}

/** Thrown between batches when the server stops. */
export const STOPPED: Problem = { code: 'import.interrupted' }

/** Rows in batches of even size, however they come. */
async function* inBatches(rows: AsyncGenerator<CsvRow[]>): AsyncGenerator<CsvRow[]> {
  let held: CsvRow[] = []
  for await (const some of rows) {
    held.push(...some)
    while (held.length >= BATCH_ROWS) {
      yield held.slice(0, BATCH_ROWS)
      held = held.slice(BATCH_ROWS)
    }
  }
  if (held.length > 0) yield held
}

const shorten = (cells: readonly string[]): string[] => {
  const each = Math.max(50, Math.floor(ROW_CHARS_MAX / Math.max(1, cells.length)))
  return cells.reduce((sum, cell) => sum + cell.length, 0) <= ROW_CHARS_MAX
    ? [...cells]
    : cells.map((cell) => cell.slice(0, each))
}
const toStored = ({ at, faults }: FaultyRow) =>
  faults.map(({ code, field, params }) => ({
    line: at.line,
    field: field ?? null,
    code,
    params: params ?? {},
    row: shorten(at.cells),
  }))

/**
 * Imports one opened file. Each batch commits its rows, its faults and the counts together, so that what the run says is what is there,
 * wherever it stops; the same file again changes nothing.
 */
export async function importRows({ database, clock, keys }: RowsDeps, run: RunInput): Promise<Counts> {
  const latestAllowed = new Date(clock.now().getTime() + DAY_MS)
  const intake = createIntake(run.kind, run.header, { ...run.settings, latest: latestAllowed })
  const counts: Counts = {
    bytesRead: 0,
    rowsRead: 0,
    rowsNew: 0,
    rowsChanged: 0,
    rowsSame: 0,
    rowsFaulty: 0,
    faultCounts: {},
  }
  let told = Number.NEGATIVE_INFINITY
  let latest: Date | null = null

  for await (const rows of inBatches(run.source.rows())) {
    if (run.isStopping()) throw new StoppedRun()
    const batch = intake.read(rows)
    const now = clock.now()
    const isTelling = now.getTime() - told >= clock.wall(PROGRESS_MS)
    const before = { ...counts, faultCounts: { ...counts.faultCounts } }
    const done = await database.tx(async (tx) => {
      Object.assign(counts, before, { faultCounts: { ...before.faultCounts } })
      const kept = await dropErased(tx, keys, batch, { header: run.header, region: run.settings.region })
      const result = await writeEntries(tx, kept.entries, now)
      const faulty = [...kept.faulty, ...result.faulty].sort((a, b) => a.at.line - b.at.line)
      counts.bytesRead = run.source.bytesRead()
      counts.rowsRead += rows.length
      counts.rowsNew += result.fresh
      counts.rowsChanged += result.changed
      counts.rowsSame += result.same + batch.repeated
      counts.rowsFaulty += faulty.length
      for (const { code } of faulty.flatMap(({ faults }) => faults))
        counts.faultCounts[code] = (counts.faultCounts[code] ?? 0) + 1
      await addFaults(tx, run.id, faulty.flatMap(toStored))
      await saveCounts(tx, run.id, counts)
      if (isTelling) await touch(tx, [`import:${run.id}`])
      return result
    })
    if (isTelling) told = now.getTime()
    if (done.latest && (!latest || done.latest > latest)) latest = done.latest
    run.progress?.(counts)
  }

  counts.bytesRead = run.source.bytesTotal
  await database.tx(async (tx) => {
    await saveCounts(tx, run.id, counts)
    await run.finish(tx, latest)
    await endRun(tx, run.id, 'done', null, clock.now())
    await touch(tx, [`import:${run.id}`])
  })
  return counts
}

export class StoppedRun extends Error {}

/** Ends a run that could not go on; what it had committed stays. */
export async function failRun({ database, clock }: RunDeps, id: string, problem: Problem): Promise<void> {
  await database.tx(async (tx) => {
    await endRun(tx, id, 'failed', problem, clock.now())
    await touch(tx, [`import:${id}`])
  })
}
