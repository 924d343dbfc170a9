import iconv from 'iconv-lite'
import type { ColumnMapping, ImportKind, ImportPreview } from '#contract/people'
import type { Problem } from '#contract/problem'
import { IMPORT_COLUMNS } from './column-guess.ts'
import { settleMapping } from './csv-header.ts'
import type { CsvRow } from './csv-records.ts'
import { createTableReader, describeHead, HEAD_BYTES } from './csv-table.ts'
import type { CellSettings } from './import-cells.ts'
import { createIntake, type Entries } from './import-intake.ts'

const ROWS_SHOWN = 20
/** So many rows are looked at to learn how the file writes its days. */
const ROWS_READ = 1_000

export type Preview = { preview: ImportPreview; entries: Entries }
export type PreviewInput = {
  kind: ImportKind
  head: Buffer
  mapping: ColumnMapping | null
  settings: Omit<CellSettings, 'dayOrder'>
}

const toProblem = ({ code, params, field }: { code: string; params?: object; field?: string }): Problem => ({
  code,
  ...(params && { params: { ...params } }),
  ...(field && { field }),
})

/** What the head of a file says, and the faults that its first rows would have. A missing column is not a fault here: it is to be mapped. */
export function previewHead({ kind, head, mapping, settings }: PreviewInput): Preview | Problem {
  if (head.length === 0) return { code: 'csv.empty' }
  const format = describeHead(head)
  if (!format) return { code: 'csv.unreadable' }
  const table = createTableReader(format)
  const rows: CsvRow[] = table.push(iconv.decode(head, format.encoding))
  // The last line of a cut head is half a line.
  if (head.length < HEAD_BYTES || rows.length === 0) rows.push(...table.end())
  const problem = table.problem()
  if (problem) return problem
  const headers = table.headers() ?? []
  const { header } = settleMapping(kind, headers, mapping)
  const known = { ...header, mapping: onlyKnown(header.mapping, headers) }
  const shown = rows.slice(0, ROWS_SHOWN)
  const intake = createIntake({ kind, header: known, settings })
  intake.read(rows.slice(0, ROWS_READ))
  const batch = createIntake({ kind, header: known, settings, dayOrder: intake.dayOrder() }).read(shown)
  const faults = new Map(batch.faulty.map((row) => [row.at.line, row.faults.map(toProblem)]))
  return {
    entries: batch.entries,
    preview: {
      encoding: format.encoding,
      delimiter: format.delimiter,
      headers,
      columns: IMPORT_COLUMNS[kind].map(({ name, required }) => ({ name, required })),
      mapping: known.mapping,
      attributes: header.attributes,
      rows: shown.map(({ line, cells }) => ({
        line,
        cells: headers.map((_, i) => (cells[i] ?? '').slice(0, 200)),
        faults: faults.get(line) ?? [],
      })),
    },
  }
}

const onlyKnown = (mapping: ColumnMapping, headers: readonly string[]): ColumnMapping =>
  Object.fromEntries(
    Object.entries(mapping).map(([name, header]) => [
      name,
      header !== null && headers.includes(header) ? header : null,
    ]),
  )
