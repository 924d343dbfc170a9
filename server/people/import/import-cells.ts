import type { ColumnMapping } from '#contract/people'
import type { Problem } from '#contract/problem'
import type { Params } from '#contract/values'
import { cleanText, dropDirectionMarks, foldDigits } from '../digits.ts'
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

/** Reads the cells of one row and gathers what is wrong with them. A class, because a million rows would make a dozen closures each. */
class OpenRow {
  readonly faults: Problem[] = []
  readonly #cells: readonly string[]
  readonly #places: Places
  readonly #settings: CellSettings

  constructor(cells: readonly string[], places: Places, settings: CellSettings) {
    this.#cells = cells
    this.#places = places
    this.#settings = settings
  }

  #at(index: number | undefined): string {
    return index === undefined ? '' : (this.#cells[index] ?? '').replace(FORMULA_GUARD, '')
  }
  #limit(column: string, text: string, most: number): string {
    if (text.length > most) this.fault(column, 'csv.cell', text)
    return text
  }
  raw(column: string): string {
    return this.#at(this.#places.of.get(column))
  }
  fault(field: string, code: string, value: string, params?: Params): null {
    const problem = code.endsWith('.empty') ? 'csv.missing' : code
    this.faults.push({
      field,
      code: problem,
      params: { column: field, value: value.trim().slice(0, SHOWN_CHARS), ...params },
    })
    return null
  }
  parsed<T>(column: string, read: Parsed<T>): T | null {
    return read.ok ? read.value : this.fault(column, read.code, this.raw(column), read.params)
  }
  /** An id as written, save digits and steering marks; null when empty. */
  key(column: string): string | null {
    const text = dropDirectionMarks(foldDigits(this.raw(column))).trim()
    return this.#limit(column, text, KEY_CHARS_MAX) || null
  }
  name(column: string): string | null {
    return this.#limit(column, cleanText(this.raw(column)), NAME_CHARS_MAX) || null
  }
  text(column: string): string {
    return this.#limit(column, this.raw(column).trim(), TEXT_CHARS_MAX)
  }
  required(column: string, value: string | null): string {
    if (value === null) this.fault(column, 'csv.missing', '')
    return value ?? ''
  }
  /** A day that may be missing. */
  day(column: string): ImportedDate | null {
    const { zone, dayOrder } = this.#settings
    return this.raw(column).trim() === '' ? null : this.parsed(column, parseDate(this.raw(column), zone, dayOrder))
  }
  /** A day that has been. */
  past(column: string): ImportedDate | null {
    const { zone, dayOrder, latest } = this.#settings
    const date = this.parsed(column, parseDate(this.raw(column), zone, dayOrder))
    return date && date.at > latest ? this.fault(column, 'date.future', this.raw(column)) : date
  }
  attributes(): Record<string, string> {
    const kept: Record<string, string> = {}
    for (const [header, index] of this.#places.attributes) {
      const text = this.#at(index).trim()
      if (text !== '') kept[header] = this.#limit(header, text, TEXT_CHARS_MAX)
    }
    return kept
  }
  done<T>(value: () => T): ReadRow<T> {
    return this.faults.length > 0 ? { ok: false, faults: this.faults } : { ok: true, value: value() }
  }
}

export const openRow = (cells: readonly string[], places: Places, settings: CellSettings): OpenRow =>
  new OpenRow(cells, places, settings)

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
