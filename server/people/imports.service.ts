import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { UserId } from '#contract/ids'
import type { ColumnMapping, ImportKind, ImportPreview, ImportRun } from '#contract/people'
import type { Problem } from '#contract/problem'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Events } from '../platform/events.ts'
import type { Log } from '../platform/log.machine.ts'
import { Refusal, refuse } from '../platform/problem.ts'
import { writeAudit } from '../staff/audit.store.ts'
import { settleMapping } from './csv-header.ts'
import { type CsvOptions, openCsv } from './csv-source.file.ts'
import { HEAD_BYTES } from './csv-table.ts'
import type { ErasedKeys } from './erased-keys.store.ts'
import { sheetHeader, sheetRows } from './fault-sheet.ts'
import { findCustomerIds } from './history-import.store.ts'
import { unknownCustomer } from './import-batch.store.ts'
import type { CellSettings } from './import-cells.ts'
import { previewHead } from './import-preview.ts'
import { failRun, importRows, STOPPED, StoppedRun } from './import-run.service.ts'
import { addRun, type Counts, failRunning, listRuns, pageFaults, readRun, readRunMapping } from './import-runs.store.ts'
import { createSpool, readBody } from './import-spool.file.ts'

const DAY_MS = 86_400_000
const RUNS_LISTED = 50
const FAULTS_PAGE = 1_000

export type ImportDeps = {
  database: Database
  clock: Clock
  log: Log
  events: Pick<Events, 'emit'>
  programme: {
    installation: (tx?: Tx) => Promise<{ region: string; zone: string; currency: string }>
    setCompleteThrough: (tx: Tx, at: Date) => Promise<void>
  }
  dataDir: string
  /** Hashes who was erased; null: the installation's own key. */
  erasureKey?: string | null
  /** In the transaction that ends an import: the place for the job that follows from it. */
  afterImport: (tx: Tx, done: { importId: string; kind: ImportKind }) => Promise<void>
}
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
  const { database, clock, log, programme } = deps
  const spool = createSpool(deps.dataDir)
  let stopping = false
  let line: Promise<unknown> = Promise.resolve()

  const settingsFor = async (file: Pick<FileImport, 'region'>): Promise<Omit<CellSettings, 'dayOrder'>> => {
    const house = await programme.installation()
    return {
      region: file.region ?? house.region,
      zone: house.zone,
      currency: house.currency,
      latest: new Date(clock.now().getTime() + DAY_MS),
    }
  }

  /** Opens the file and makes its run; what follows is the import itself. */
  const prepare = async (id: string, file: FileImport) => {
    const source = await openCsv(file.path, file.csv)
    const { header, problem } = settleMapping(file.kind, source.headers, file.mapping ?? null)
    if (problem) throw new Refusal(422, problem)
    const settings = await settingsFor(file)
    const { encoding, delimiter } = source.format
    const at = clock.now()
    await database.tx(async (tx) => {
      await addRun(tx, {
        id,
        kind: file.kind,
        fileName: file.fileName,
        mapping: { columns: header.mapping, headers: header.headers, encoding, delimiter },
        bytesTotal: source.bytesTotal,
        startedBy: file.startedBy ?? null,
        startedAt: at,
      })
      const actorId = file.startedBy ?? null
      const detail = { kind: file.kind }
      await writeAudit(tx, { at, actorId, action: 'import.started', subject: `import:${id}`, detail })
    })
    return { source, header, settings }
  }

  const perform = async (id: string, file: FileImport, ready: Awaited<ReturnType<typeof prepare>>): Promise<void> => {
    try {
      await importRows(deps, {
        id,
        kind: file.kind,
        ...ready,
        isStopping: () => stopping,
        progress: (counts) => file.progress?.(counts, ready.source.bytesTotal),
        finish: async (tx, latest) => {
          const through = file.asOf ?? latest
          if (file.kind === 'purchases' && through) await programme.setCompleteThrough(tx, through)
          await deps.afterImport(tx, { importId: id, kind: file.kind })
        },
      })
      deps.events.emit('people.imported', { importId: id })
    } catch (error) {
      const problem: Problem =
        error instanceof Refusal ? error.problem : error instanceof StoppedRun ? STOPPED : { code: 'server' }
      if (problem.code === 'server') log.error({ err: error, importId: id }, 'import.failed')
      await failRun(deps, id, problem)
    }
  }

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const done = line.then(work)
    line = done.catch((error) => log.error({ err: error }, 'import.lost'))
    return done
  }
  const read = async (id: string): Promise<ImportRun> =>
    (await readRun(database.db, id)) ?? refuse(404, 'not-found', { what: 'import' })

  return {
    preview: async (kind: ImportKind, body: Readable, mapping: ColumnMapping | null): Promise<ImportPreview> => {
      const head = await readBody(body, HEAD_BYTES)
      const made = previewHead({ kind, head, mapping, settings: await settingsFor({}) })
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
      const ready = await prepare(id, whole).catch(async (error) => {
        await spool.remove(id)
        throw error
      })
      enqueue(() => perform(id, whole, ready).finally(() => spool.remove(id))).catch(() => {})
      return read(id)
    },

    /** Imports a file that stays where it is, and answers when it is done (or has failed: `state`). */
    importFile: async (file: FileImport): Promise<ImportRun> => {
      const id = randomUUID()
      const ready = await prepare(id, file)
      await enqueue(() => perform(id, file, ready))
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

    /** At start: runs that a killed server left behind have failed; what they had committed stays. */
    recoverImports: async (): Promise<void> => {
      await failRunning(database.db, STOPPED, clock.now())
      await spool.clear()
    },

    /** Lets the running import end its batch, then gives it up. */
    stop: async (): Promise<void> => {
      stopping = true
      await line
    },
  }
}

async function feed(sheet: ReturnType<typeof stringify>, rows: AsyncIterable<string[]>): Promise<void> {
  for await (const row of rows) {
    if (sheet.destroyed) return
    if (!sheet.write(row)) await new Promise<void>((go) => sheet.once('drain', go).once('close', go))
  }
  sheet.end()
}
