import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { UserId } from '#contract/ids'
import type { ColumnMapping, ImportKind, ImportPreview, ImportRun } from '#contract/people'
import { Refusal, refuse } from '../../platform/problem.ts'
import { writeAudit } from '../../staff/audit.store.ts'
import type { ErasedKeys } from '../erasure/erased-keys.store.ts'
import { settleMapping } from './csv-header.ts'
import { type CsvOptions, openCsv } from './csv-source.file.ts'
import { HEAD_BYTES } from './csv-table.ts'
import { sheetHeader, sheetRows } from './fault-sheet.ts'
import { findCustomerIds } from './history-import.store.ts'
import { unknownCustomer } from './import-batch.store.ts'
import type { CellSettings } from './import-cells.ts'
import type { ImportDeps } from './import-deps.ts'
import { previewHead } from './import-preview.ts'
import { createRunner, type Work } from './import-runner.service.ts'
import {
  addRun,
  type Counts,
  listRuns,
  pageFaults,
  type RunSource,
  readRun,
  readRunMapping,
} from './import-runs.store.ts'
import { createSpool, readBody } from './import-spool.file.ts'

const DAY_MS = 86_400_000
const RUNS_LISTED = 50
const FAULTS_PAGE = 1_000

export type FileImport = {
  kind: ImportKind
  path: string
  fileName: string
  mapping?: ColumnMapping | null
  csv?: CsvOptions
  region?: string | null
  /** Purchases are complete up to here; without it up to the newest purchase of the file. */
  asOf?: Date | null
  startedBy?: UserId | null
  progress?: (counts: Counts, bytesTotal: number) => void
}
export type Imports = ReturnType<typeof createImports>

/** Imports run one after another in this process; a file that is sent again changes nothing. */
export function createImports(deps: ImportDeps & { keys: ErasedKeys }) {
  const { database, clock, programme } = deps
  const spool = createSpool(deps.dataDir)
  const runner = createRunner(deps, spool)

  const settingsFor = async (): Promise<Omit<CellSettings, 'dayOrder'>> => {
    const { region, zone, currency } = await programme.installation()
    return { region, zone, currency, latest: new Date(clock.now().getTime() + DAY_MS) }
  }

  /** Opens the file and makes its run; what follows is the import itself. */
  const prepare = async (id: string, file: FileImport, kept: boolean): Promise<Work> => {
    const { bytesTotal: size, format, headers } = await openCsv(file.path, file.csv)
    const { header, problem } = settleMapping(file.kind, headers, file.mapping ?? null)
    if (problem) throw new Refusal(422, problem)
    const { encoding, delimiter } = format
    const at = clock.now()
    const source: RunSource = {
      kept,
      region: file.region ?? null,
      asOf: file.asOf ?? null,
      delimiter: file.csv?.delimiter ?? null,
      noHeader: file.csv?.noHeader ?? false,
    }
    await database.tx(async (tx) => {
      await addRun(tx, {
        id,
        kind: file.kind,
        fileName: file.fileName,
        mapping: { columns: header.mapping, headers: header.headers, encoding, delimiter },
        bytesTotal: size,
        startedBy: file.startedBy ?? null,
        startedAt: at,
        owner: runner.owner,
        source,
      })
      const actorId = file.startedBy ?? null
      const detail = { kind: file.kind }
      await writeAudit(tx, { at, actorId, action: 'import.started', subject: `import:${id}`, detail })
    })
    return { id, path: file.path, kept, bytes: size, ...(file.progress && { progress: file.progress }) }
  }

  const read = async (id: string): Promise<ImportRun> =>
    (await readRun(database.db, id)) ?? refuse(404, 'not-found', { what: 'import' })

  return {
    preview: async (kind: ImportKind, body: Readable, mapping: ColumnMapping | null): Promise<ImportPreview> => {
      const head = await readBody(body, HEAD_BYTES)
      const made = previewHead({ kind, head, mapping, settings: await settingsFor() })
      if ('code' in made) throw new Refusal(422, made)
      const { preview, entries } = made
      if (entries.kind === 'customers') return preview
      const rows = entries.rows.map(({ at, value }) => ({ line: at.line, externalId: value.externalId }))
      const known = await findCustomerIds(
        database.db,
        rows.map(({ externalId }) => externalId),
      )
      for (const { line: number, externalId } of rows)
        if (!known.has(externalId))
          preview.rows.find((row) => row.line === number)?.faults.push(unknownCustomer(externalId))
      return preview
    },

    /** Keeps the body, then answers with the run; the import goes on behind it. */
    start: async (body: Readable, bytes: number, file: Omit<FileImport, 'path'>): Promise<ImportRun> => {
      const id = randomUUID()
      const whole = { ...file, path: await spool.save(id, body, bytes) }
      const work = await runner
        .enter(id, () => prepare(id, whole, true))
        .catch(async (error) => {
          await spool.remove(id)
          throw error
        })
      runner.enqueue(work).catch(() => {})
      return read(id)
    },

    /** Imports a file that stays where it is, and answers when it is done (or has failed: `state`). */
    importFile: async (file: FileImport): Promise<ImportRun> => {
      const id = randomUUID()
      await runner.enqueue(await runner.enter(id, () => prepare(id, file, false)))
      return read(id)
    },

    list: (): Promise<ImportRun[]> => listRuns(database.db, RUNS_LISTED),
    read,

    /** The list of faults as CSV, page by page: no long snapshot. */
    faultSheet: async (id: string): Promise<AsyncIterable<string>> => {
      const mapping = (await readRunMapping(database.db, id)) ?? refuse(404, 'not-found', { what: 'import' })
      async function* pages(): AsyncGenerator<string[]> {
        yield sheetHeader(mapping.headers)
        let held: Awaited<ReturnType<typeof pageFaults>> = []
        for (let after = 0n; ; ) {
          const page = await pageFaults(database.db, id, after, FAULTS_PAGE)
          const all = [...held, ...page]
          const last = page.at(-1)
          if (!last) return yield* sheetRows(all)
          after = last.id
          held = all.filter((fault) => fault.line === last.line)
          yield* sheetRows(all.filter((fault) => fault.line !== last.line))
        }
      }
      const sheet = stringify({ bom: true })
      void feed(sheet, pages()).catch((error) => sheet.destroy(error))
      return sheet
    },

    /** Ends a run that goes on, wherever it does. What was imported stays. */
    cancel: async (id: string, by: UserId): Promise<ImportRun> => {
      const { kind } = await read(id)
      if (!(await runner.cancel(id, kind, by))) return refuse(409, 'import.over')
      deps.events.emit('people.imported', { importId: id })
      return read(id)
    },

    /** At start: goes on with what a killed server left behind; what cannot be gone on with has failed. */
    recoverImports: async (): Promise<void> => {
      await runner.tend()
      await runner.clear()
    },
    tendImports: runner.tend,
    stop: runner.stop,
  }
}

async function feed(sheet: ReturnType<typeof stringify>, rows: AsyncIterable<string[]>): Promise<void> {
  for await (const row of rows) {
    if (sheet.destroyed) return
    if (!sheet.write(row)) await new Promise<void>((go) => sheet.once('drain', go).once('close', go))
  }
  sheet.end()
}
