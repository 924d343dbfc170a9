import type { ColumnMapping, ImportKind } from '#contract/people'
import type { Problem } from '#contract/problem'
import { cleanText } from '../digits.ts'
import { guessColumns, IMPORT_COLUMNS } from './column-guess.ts'
import type { Delimiter } from './csv-records.ts'

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']
const COLUMNS_MAX = 300
/** Columns of our own list of faults: a mended list is imported again without them. */
export const FAULT_COLUMNS = ['bazgasht_line', 'bazgasht_column', 'bazgasht_fault'] as const

export type Header = { headers: string[]; mapping: ColumnMapping; attributes: string[] }

/** The mark that parts the cells: of those in the header, the one that parts most lines into equally many. */
export function guessDelimiter(lines: readonly string[]): Delimiter {
  const bare = lines.filter((line) => line.trim() !== '').map((line) => line.replace(/"[^"]*"/g, ''))
  const count = (line: string, mark: string) => line.split(mark).length - 1
  const [first = ''] = bare
  const scoreOf = (mark: Delimiter) => {
    const cells = count(first, mark)
    return cells === 0 ? 0 : bare.filter((line) => count(line, mark) === cells).length * COLUMNS_MAX + cells
  }
  const [best = ','] = [...DELIMITERS].sort((a, b) => scoreOf(b) - scoreOf(a))
  return best
}

export const cleanHeaders = (cells: readonly string[]): string[] =>
  cells.map((cell) =>
    cleanText(cell)
      .replace(/^'(?=[=+\-@])/, '')
      .slice(0, 200),
  )

/** What forbids reading any row of this file: no columns, too many, or two of one name. */
export function checkHeaders(headers: readonly string[]): Problem | null {
  if (headers.every((header) => header === '')) return { code: 'csv.empty' }
  if (headers.length > COLUMNS_MAX) return { code: 'csv.unreadable' }
  const twice = headers.find((header, i) => header !== '' && headers.indexOf(header) !== i)
  return twice === undefined ? null : { code: 'csv.duplicate-header', params: { column: twice } }
}

/**
 * The mapping that an import works with: the one given, else the guess. A value is a header, or a column's number from 1 where no header
 * has that name. Problems: csv.missing-column for a required column of ours, or a header that the file does not have.
 */
export function settleMapping(
  kind: ImportKind,
  headers: readonly string[],
  given: ColumnMapping | null,
): { header: Header; problem: Problem | null } {
  const names = IMPORT_COLUMNS[kind].map(({ name }) => name)
  const mapping = given
    ? Object.fromEntries(names.map((name) => [name, toHeader(given[name], headers)]))
    : guessColumns(kind, headers).mapping
  const used = new Set(Object.values(mapping))
  const ours: readonly string[] = FAULT_COLUMNS
  const attributes = headers.filter((header) => header !== '' && !used.has(header) && !ours.includes(header))
  const stranger = Object.values(mapping).find((header) => header !== null && !headers.includes(header))
  const missing = IMPORT_COLUMNS[kind].find(({ name, required }) => required && !mapping[name])?.name
  const column = stranger ?? missing
  return {
    header: { headers: [...headers], mapping, attributes },
    problem: column ? { code: 'csv.missing-column', params: { column } } : null,
  }
}

function toHeader(value: string | null | undefined, headers: readonly string[]): string | null {
  if (!value) return null
  const cleaned = cleanText(value)
  if (headers.includes(cleaned) || !/^\d{1,3}$/.test(cleaned)) return cleaned
  return headers[Number(cleaned) - 1] ?? cleaned
}
