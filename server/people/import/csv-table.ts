import iconv from 'iconv-lite'
import type { Problem } from '#contract/problem'
import { detectEncoding, type Encoding } from './csv-encoding.ts'
import { checkHeaders, cleanHeaders, guessDelimiter } from './csv-header.ts'
import { createLineCutter, type Line } from './csv-lines.ts'
import { type CsvRow, createRowReader, type Delimiter } from './csv-records.ts'

/** How a file is written. `noHeader`: its columns are named by their numbers from 1. */
export type CsvFormat = { encoding: Encoding; delimiter: Delimiter; noHeader: boolean }

export const HEAD_BYTES = 256 * 1024
const LINES_FOR_GUESS = 50
/** Written by spreadsheets as a first line to name the delimiter. */
const SEPARATOR_LINE = /^\ufeff?sep=([,;\t|])\s*$/i

export const headLines = (bytes: Uint8Array, encoding: Encoding): string[] => {
  const text = iconv.decode(Buffer.from(bytes), encoding)
  return text.split(/\r?\n/)
}

/** How the head of a file says that it is written. Null: it is not text. */
export function describeHead(head: Uint8Array, encoding = detectEncoding(head)): CsvFormat | null {
  if (!encoding) return null
  const lines = headLines(head, encoding).slice(0, LINES_FOR_GUESS)
  const named = SEPARATOR_LINE.exec(lines[0] ?? '')?.[1] as Delimiter | undefined
  return { encoding, delimiter: named ?? guessDelimiter(lines), noHeader: false }
}

/** Reads lines to rows: the first row names the columns, the others come out. Once `problem` is set nothing more comes. */
export function createTableReader({ delimiter, noHeader }: CsvFormat) {
  const cutter = createLineCutter()
  const first = createRowReader(delimiter, null)
  let rows: ReturnType<typeof createRowReader> | null = null
  let headers: string[] | null = null
  let problem: Problem | null = null

  const readHeader = (row: CsvRow): CsvRow[] => {
    headers = noHeader ? row.cells.map((_, i) => String(i + 1)) : cleanHeaders(row.cells)
    problem = row.problem ?? checkHeaders(headers)
    rows = createRowReader(delimiter, headers.length)
    return noHeader && !problem ? [row] : []
  }
  const takeLine = (line: Line): CsvRow[] => {
    if (problem) return []
    if (rows) return rows.take(line)
    if (SEPARATOR_LINE.test(line.text ?? '')) return []
    const [row] = first.take(line)
    return row ? readHeader(row) : []
  }

  return {
    push: (piece: string): CsvRow[] => cutter.push(piece).flatMap(takeLine),
    end: (): CsvRow[] => {
      const last = cutter.end().flatMap(takeLine)
      const [row] = rows || problem ? [] : first.end()
      const alone = row ? readHeader(row) : []
      if (!headers && !problem) problem = { code: 'csv.empty' }
      return [...last, ...alone, ...(problem ? [] : (rows?.end() ?? []))]
    },
    headers: () => headers,
    problem: () => problem,
  }
}
