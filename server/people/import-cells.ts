import type { ColumnMapping } from '#contract/people'
import type { Problem } from '#contract/problem'
import type { Params } from '#contract/values'
import { cleanText, dropDirectionMarks, foldDigits } from './digits.ts'
import { type DayOrder, type ImportedDate, parseDate } from './import-dates.ts'
import type { Parsed } from './import-values.ts'

/** What the cells of a file are read against. */
export type CellSettings = {
  region: string | null
  zone: string
  currency: string
  dayOrder: DayOrder | null
  /** Nothing happened later than this: a typing error in a year must not make everybody look silent. */
  latest: Date
}
/** What a row says, or everything that is wrong with it. */
export type ReadRow<T> = { ok: true; value: T } | { ok: false; faults: Problem[] }

const KEY_CHARS_MAX = 200
const NAME_CHARS_MAX = 200
const TEXT_CHARS_MAX = 20_000
const SHOWN_CHARS = 60
/** What our own list of faults sets before a cell that a spreadsheet would run. */
const FORMULA_GUARD = /^'(?=[=+\-@\t\r])/

/** Where each column of ours stands in a row, and which places are attributes. */
export type Places = { of: ReadonlyMap<string, number>; attributes: readonly (readonly [string, number])[] }

export function findPlaces(headers: readonly string[], mapping: ColumnMapping, attributes: readonly string[]): Places {
  const of = new Map<string, number>()
  for (const [name, header] of Object.entries(mapping)) if (header) of.set(name, headers.indexOf(header))
  return { of, attributes: attributes.map((header) => [header, headers.indexOf(header)] as const) }
}

/** Reads the cells of one row and gathers what is wrong with them. */
export function openRow(cells: readonly string[], places: Places, settings: CellSettings) {
  const faults: Problem[] = []
  const at = (index: number | undefined) => (index === undefined ? '' : (cells[index] ?? '').replace(FORMULA_GUARD, ''))
  const raw = (column: string) => at(places.of.get(column))
  const fault = (field: string, code: string, value: string, params?: Params): null => {
    const problem = code.endsWith('.empty') ? 'csv.missing' : code
    faults.push({
      field,
      code: problem,
      params: { column: field, value: value.trim().slice(0, SHOWN_CHARS), ...params },
    })
    return null
  }
  const limit = (column: string, text: string, most: number): string => {
    if (text.length > most) fault(column, 'csv.cell', text)
    return text
  }
  const parsed = <T>(column: string, read: Parsed<T>): T | null =>
    read.ok ? read.value : fault(column, read.code, raw(column), read.params)

  return {
    faults,
    raw,
    fault,
    parsed,
    /** An id as written, save digits and steering marks; null when empty. */
    key: (column: string): string | null => {
      const text = dropDirectionMarks(foldDigits(raw(column))).trim()
      return limit(column, text, KEY_CHARS_MAX) || null
    },
    name: (column: string): string | null => limit(column, cleanText(raw(column)), NAME_CHARS_MAX) || null,
    text: (column: string): string => limit(column, raw(column).trim(), TEXT_CHARS_MAX),
    required: (column: string, value: string | null): string => {
      if (value === null) fault(column, 'csv.missing', '')
      return value ?? ''
    },
    /** A day that may be missing. */
    day: (column: string): ImportedDate | null =>
      raw(column).trim() === '' ? null : parsed(column, parseDate(raw(column), settings.zone, settings.dayOrder)),
    /** A day that has been. */
    past: (column: string): ImportedDate | null => {
      const date = parsed(column, parseDate(raw(column), settings.zone, settings.dayOrder))
      return date && date.at > settings.latest ? fault(column, 'date.future', raw(column)) : date
    },
    attributes: (): Record<string, string> => {
      const kept: Record<string, string> = {}
      for (const [header, index] of places.attributes) {
        const text = at(index).trim()
        if (text !== '') kept[header] = limit(header, text, TEXT_CHARS_MAX)
      }
      return kept
    },
    done: <T>(value: () => T): ReadRow<T> => (faults.length > 0 ? { ok: false, faults } : { ok: true, value: value() }),
  }
}

const ANY_DATE = /(?:^|\D)(\d{1,2})[-/](\d{1,2})[-/]\d{4}/

/** How a file writes 03/04/2024, by those of its dates that leave no doubt. Null: they do not say, or say both. */
export function guessDayOrder(cells: Iterable<string>): DayOrder | null {
  let dayFirst = false
  let monthFirst = false
  for (const cell of cells) {
    const [, a, b] = ANY_DATE.exec(foldDigits(cell)) ?? []
    if (Number(a) > 12) dayFirst = true
    if (Number(b) > 12) monthFirst = true
  }
  if (dayFirst === monthFirst) return null
  return dayFirst ? 'dmy' : 'mdy'
}
