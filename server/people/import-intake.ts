import type { ImportKind } from '#contract/people'
import type { Header } from './csv-header.ts'
import type { CsvRow } from './csv-records.ts'
import { type CellSettings, findPlaces, guessDayOrder, type ReadRow } from './import-cells.ts'
import { createOccurrences } from './occurrences.ts'
import { type CustomerRow, readCustomer } from './read-customer.ts'
import { type ContactRow, type PurchaseRow, readContact, readPurchase } from './read-history.ts'

export type CustomerEntry = CustomerRow & { append: boolean }
/** What the good rows of a batch say. */
export type Entries =
  | { kind: 'customers'; rows: { at: CsvRow; value: CustomerEntry }[] }
  | { kind: 'purchases'; rows: { at: CsvRow; value: PurchaseRow }[] }
  | { kind: 'contacts'; rows: { at: CsvRow; value: ContactRow }[] }
export type FaultyRow = { at: CsvRow; faults: { code: string; field?: string; params?: object }[] }
/** `repeated`: rows that this file has brought already. */
export type Batch = { entries: Entries; faulty: FaultyRow[]; repeated: number }

/** Reads the rows of one file, in order, and remembers what a file repeats. */
export function createIntake(
  kind: ImportKind,
  header: Header,
  settings: Omit<CellSettings, 'dayOrder'>,
  dayOrder?: CellSettings['dayOrder'],
) {
  const places = findPlaces(header.headers, header.mapping, header.attributes)
  const seen = createOccurrences()
  const customers = new Set<string>()
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
    read: (rows: readonly CsvRow[]): Batch => {
      cells ??= { ...settings, dayOrder: guessDayOrder(rows.flatMap((row) => dates.map((i) => row.cells[i] ?? ''))) }
      const against = cells
      if (kind === 'customers') {
        const { good, ...rest } = readAll(rows, (row) => readCustomer(row.cells, places, against))
        const entries = good.map(({ at, value }) => {
          const append = customers.has(value.externalId)
          customers.add(value.externalId)
          return { at, value: { ...value, append } }
        })
        return { entries: { kind, rows: entries }, ...rest }
      }
      if (kind === 'purchases') {
        const { good, ...rest } = readAll(rows, (row) => readPurchase(row.cells, places, against, seen))
        return { entries: { kind, rows: good }, ...rest }
      }
      const { good, ...rest } = readAll(rows, (row) => readContact(row.cells, places, against, seen))
      return { entries: { kind, rows: good }, ...rest }
    },
  }
}
