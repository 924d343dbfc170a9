import { basename } from 'node:path'
import type { ColumnMapping, ImportKind, ImportRun } from '#contract/people'
import { refuse } from '../../platform/problem.ts'
import { parseAsOf } from './as-of.ts'
import type { CsvOptions } from './csv-source.file.ts'
import type { ImportDeps } from './import-deps.ts'
import type { Counts } from './import-runs.store.ts'
import type { Imports } from './imports.service.ts'

export type GivenFile = { kind: ImportKind; path: string; mapping: ColumnMapping | null; csv?: CsvOptions }
export type GivenFiles = {
  files: readonly GivenFile[]
  /** Purchases are complete up to here, as typed; a day counts to its end. */
  asOf: string | null
  /** Reads numbers without a country code; null: the installation's region. */
  region: string | null
  progress?: (kind: ImportKind, counts: Counts, bytesTotal: number) => void
}

/** Customers come first: the other files name them. */
const ORDER: readonly ImportKind[] = ['customers', 'purchases', 'contacts']

/** Imports files from this machine, in the order that they need. A file that cannot be read throws; the runs before it stay. */
export function createFileImports(imports: Pick<Imports, 'importFile'>, programme: ImportDeps['programme']) {
  return async ({ files, asOf, region, progress }: GivenFiles): Promise<ImportRun[]> => {
    const { zone } = await programme.installation()
    const through = asOf === null ? null : parseAsOf(asOf, zone)
    if (through && !through.ok) return refuse(422, through.code, { value: asOf, column: '--as-of' })
    const runs: ImportRun[] = []
    for (const kind of ORDER) {
      for (const file of files) {
        if (file.kind !== kind) continue
        const run = await imports.importFile({
          ...file,
          fileName: basename(file.path),
          region,
          asOf: through?.value ?? null,
          ...(progress && { progress: (counts: Counts, total: number) => progress(kind, counts, total) }),
        })
        runs.push(run)
        if (run.state !== 'done') return runs
      }
    }
    return runs
  }
}
