import type { ImportKind } from '#contract/people'
import type { Problem } from '#contract/problem'
import { touch } from '../../platform/bus.pg.ts'
import type { Clock } from '../../platform/clock.ts'
import { Refusal } from '../../platform/problem.ts'
import type { SqlDatabase } from '../../platform/sql.pg.ts'
import type { ErasedKeys } from '../erasure/erased-keys.store.ts'
import { dropErased } from '../erasure/erased-rows.store.ts'
import { type Header, settleMapping } from './csv-header.ts'
import type { CsvRow } from './csv-records.ts'
import { type CsvSource, openCsv } from './csv-source.file.ts'
import { writeEntries } from './import-batch.store.ts'
import type { CellSettings } from './import-cells.ts'
import { type Batch, createIntake, type FaultyRow } from './import-intake.ts'
import { addFaults, type Counts, type Progress, readStored, saveProgress } from './import-runs.store.ts'
import { partsOf } from './part-of-file.ts'

/** Small enough that a transaction stays well below a second: a long snapshot slows every claim. The same at every start, or a run could not be gone on with. */
const BATCH_ROWS = 5_000
/** Rows may be long: two batches at a time must fit the heap of a thread. */
const BATCH_CHARS = 4_000_000
const PROGRESS_MS = 250
const ROW_CHARS_MAX = 20_000
const DAY_MS = 86_400_000

export type RunDeps = { database: SqlDatabase; clock: Clock }
export type RowsDeps = RunDeps & { keys: ErasedKeys }
export type RunInput = {
  id: string
  /** The process that imports: once the run is another's, cancelled or over, nothing more is written. */
  owner: string
  kind: ImportKind
  source: CsvSource
  header: Header
  settings: Pick<CellSettings, 'region' | 'zone' | 'currency'>
  /** Where the run stands: what was committed is read again to know what repeats, and not written. */
  from: Progress
  /** In how many parts the file is read; by its size, unless told. */
  parts?: number
  /** Asked between batches; a stopped server gives the run up. */
  isStopping: () => boolean
  progress?: (counts: Counts) => void
}

/** Thrown between batches when the server stops. */
export class StoppedRun extends Error {}
/** Thrown where a batch would be committed: the run is over, or another process has it. What it committed stays. */
export class LostRun extends Error {}

/** Why a run ended that could not be gone on with. */
export const STOPPED: Problem = { code: 'import.interrupted' }

/** Rows in batches that only the file decides on, however it is read. */
async function* inBatches(rows: AsyncGenerator<CsvRow[]>): AsyncGenerator<CsvRow[]> {
  let held: CsvRow[] = []
  let chars = 0
  for await (const some of rows) {
    for (const row of some) {
      held.push(row)
      for (const cell of row.cells) chars += cell.length
      if (held.length < BATCH_ROWS && chars < BATCH_CHARS) continue
      yield held
      held = []
      chars = 0
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
 * Imports the rows of one opened file. Each batch commits its rows, its faults, the counts and the place in the file
 * together, so that what the run says is what is there, wherever it stops; the same file again changes nothing. While one
 * batch is written the next is read.
 */
export async function importRows({ database, clock, keys }: RowsDeps, run: RunInput): Promise<void> {
  const latestAllowed = new Date(clock.now().getTime() + DAY_MS)
  const parts = run.parts ?? partsOf(run.source.bytesTotal)
  let stands: Progress = run.from
  let told = Number.NEGATIVE_INFINITY

  const commit = async (batch: Batch, at: { part: number; position: number; bytesRead: number }): Promise<void> => {
    const now = clock.now()
    const isTelling = now.getTime() - told >= clock.wall(PROGRESS_MS)
    stands = await database.tx(async (tx) => {
      const kept = await dropErased(tx, keys, batch, { header: run.header, region: run.settings.region })
      const result = await writeEntries(tx, kept.entries, now)
      const faulty = [...kept.faulty, ...result.faulty].sort((a, b) => a.at.line - b.at.line)
      const faultCounts = { ...stands.faultCounts }
      for (const { code } of faulty.flatMap(({ faults }) => faults)) faultCounts[code] = (faultCounts[code] ?? 0) + 1
      const next: Progress = {
        ...at,
        rowsRead: stands.rowsRead + batch.rows,
        rowsNew: stands.rowsNew + result.fresh,
        rowsChanged: stands.rowsChanged + result.changed,
        rowsSame: stands.rowsSame + result.same + batch.repeated,
        rowsFaulty: stands.rowsFaulty + faulty.length,
        faultCounts,
        latestAt:
          result.latest && (!stands.latestAt || result.latest > stands.latestAt) ? result.latest : stands.latestAt,
      }
      await addFaults(tx, run.id, faulty.flatMap(toStored))
      if (!(await saveProgress(tx, run, next, now))) throw new LostRun()
      if (isTelling) await touch(tx, [`import:${run.id}`])
      return next
    })
    if (isTelling) told = now.getTime()
    run.progress?.(stands)
  }

  let writing: Promise<void> = Promise.resolve()
  for (let part = run.from.part; part < parts; part++) {
    const settings = { ...run.settings, latest: latestAllowed }
    const intake = createIntake({ kind: run.kind, header: run.header, settings, part: { index: part, of: parts } })
    let position = 0
    for await (const rows of inBatches(run.source.rows())) {
      const bytesRead = Math.floor((part * run.source.bytesTotal + run.source.bytesRead()) / parts)
      const batch = intake.read(rows)
      position += rows.length
      await writing
      if (run.isStopping()) throw new StoppedRun()
      if (part === run.from.part && position <= run.from.position) continue
      writing = commit(batch, { part, position, bytesRead })
      writing.catch(() => {}) // met at the next turn
    }
    await writing
  }
}

export type StoredInput = Pick<RunInput, 'id' | 'owner' | 'isStopping'> & {
  path: string
  house: RunInput['settings']
  progress?: (counts: Counts, bytesTotal: number) => void
}

/** Imports, or goes on with, a run as it stands in the database. Throws `StoppedRun`, `LostRun` or a Refusal. */
export async function importStored(deps: RowsDeps, input: StoredInput): Promise<void> {
  const { id, owner, isStopping, progress } = input
  const run = await readStored(deps.database.db, id)
  if (!run.source) throw new Refusal(409, STOPPED) // begun before files were kept
  const { region, delimiter, noHeader } = run.source
  const source = await openCsv(input.path, { ...(delimiter && { delimiter }), noHeader })
  const { header } = settleMapping(run.kind, source.headers, run.columns)
  const settings = { ...input.house, region: region ?? input.house.region }
  const tell = progress && ((counts: Counts) => progress(counts, source.bytesTotal))
  await importRows(deps, {
    ...{ id, owner, isStopping, source, header, settings, kind: run.kind, from: run.progress },
    ...(tell && { progress: tell }),
  })
}
