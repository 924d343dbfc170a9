import type { ImportKind } from '#contract/people'
import type { Header } from './csv-header.ts'
import type { CsvRow } from './csv-records.ts'
import { type CellSettings, findPlaces, guessDayOrder, openRow, type ReadRow } from './import-cells.ts'
import { createOccurrences } from './occurrences.ts'
import { partOf } from './part-of-file.ts'
import { type CustomerRow, readCustomer } from './read-customer.ts'
import { type ContactRow, type PurchaseRow, readContact, readPurchase } from './read-history.ts'

export type CustomerEntry = CustomerRow & { append: boolean }
/** What the good rows of a batch say. */
export type Entries =
  | { kind: 'customers'; rows: { at: CsvRow; value: CustomerEntry }[] }
  | { kind: 'purchases'; rows: { at: CsvRow; value: PurchaseRow }[] }
  | { kind: 'contacts'; rows: { at: CsvRow; value: ContactRow }[] }
export type FaultyRow = { at: CsvRow; faults: { code: string; field?: string; params?: object }[] }
/** `repeated`: rows that this file has brought already. `rows`: how many were of this part. */
export type Batch = { entries: Entries; faulty: FaultyRow[]; repeated: number; rows: number }

export type IntakeInput = {
  kind: ImportKind
  header: Header
  settings: Omit<CellSettings, 'dayOrder'>
  dayOrder?: CellSettings['dayOrder']
  /** Rows of other parts are passed over (`part-of-file.ts`). */
  part?: { index: number; of: number }
}

/** Reads the rows of one file, in order, and remembers what a file repeats. */
export function createIntake({ kind, header, settings, dayOrder, part = { index: 0, of: 1 } }: IntakeInput) {
  const places = findPlaces(header.headers, header.mapping, header.attributes)
  const seen = createOccurrences()
  const idOf = (row: CsvRow, against: CellSettings): string | null =>
    row.problem ? null : openRow(row.cells, places, against).key('external_id')
  const dates = ['date', 'joined_at', 'cancelled_at'].flatMap((column) => places.of.get(column) ?? [])
  let cells: CellSettings | null = dayOrder === undefined ? null : { ...settings, dayOrder }

  const readAll = <T>(rows: readonly CsvRow[], read: (row: CsvRow) => ReadRow<T | null>) => {
    const good: { at: CsvRow; value: T }[] = []
    const faulty: FaultyRow[] = []
    let repeated = 0
    for (const row of rows) {
      const result = row.problem ? ({ ok: false, faults: [row.problem] } as const) : read(row)
      if (!result.ok) faulty.push({ at: row, faults: [...result.faults] })
      else if (result.value === null) repeated += 1
      else good.push({ at: row, value: result.value })
    }
    return { good, faulty, repeated }
  }

  return {
    dayOrder: () => cells?.dayOrder ?? null,
    /** The next rows of the file. The first batch tells how the file writes its days. */
    read: (all: readonly CsvRow[]): Batch => {
      cells ??= { ...settings, dayOrder: guessDayOrder(all.flatMap((row) => dates.map((i) => row.cells[i] ?? ''))) }
      const against = cells
      const rows = part.of === 1 ? all : all.filter((row) => partOf(idOf(row, against), part.of) === part.index)
      if (kind === 'customers') {
        const { good, ...rest } = readAll(rows, (row) => readCustomer(row.cells, places, against))
        const entries = good.map(({ at, value }) => {
          const append = seen.count(value.externalId) > 1
          return { at, value: { ...value, append } }
        })
        return { entries: { kind, rows: entries }, ...rest, rows: rows.length }
      }
      if (kind === 'purchases') {
        const { good, ...rest } = readAll(rows, (row) => readPurchase(row.cells, places, against, seen))
        return { entries: { kind, rows: good }, ...rest, rows: rows.length }
      }
      const { good, ...rest } = readAll(rows, (row) => readContact(row.cells, places, against, seen))
      return { entries: { kind, rows: good }, ...rest, rows: rows.length }
    },
  }
}
