import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { BadInput } from './bad-input.ts'

export type TableFormat = { delimiter: string; header: boolean }
export type Table = {
  /** In the order of the file; without a header a column's name is its number from 1. */
  columns: string[]
  rows: string[][]
  /** Place of a column by name; an unknown one is bad input. */
  at: (column: string) => number
  /** Number in the file of the line of row `i`, from 1. */
  line: (i: number) => number
}

const BLANK = /\s+/

/** Reads a delimited file whole; a delimiter of one blank takes any run of blanks. Lines without anything are passed over. */
export function readTable(path: string, { delimiter, header }: TableFormat): Table {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new BadInput(`${path}: cannot be read (${code})`)
  }
  const parsed = delimiter === ' ' ? splitBlanks(text) : parseDelimited(path, text, delimiter)
  const first = parsed[0]
  if (!first) throw new BadInput(`${path}: the file is empty`)
  const columns = header ? first.cells.map((name) => name.trim()) : first.cells.map((_, i) => String(i + 1))
  const body = header ? parsed.slice(1) : parsed
  const odd = body.find(({ cells }) => cells.length !== columns.length)
  if (odd) throw new BadInput(`${path} line ${odd.line}: ${odd.cells.length} columns, not ${columns.length}`)
  if (body.length === 0) throw new BadInput(`${path}: no row`)
  return {
    columns,
    rows: body.map(({ cells }) => cells),
    line: (i) => body[i]?.line ?? 0,
    at: (column) => {
      const place = columns.indexOf(column)
      if (place < 0) throw new BadInput(`${path}: no column ${column} (there are ${columns.join(', ')})`)
      return place
    },
  }
}

type Line = { cells: string[]; line: number }

function splitBlanks(text: string): Line[] {
  return text.split(/\r?\n/).flatMap((row, i) => {
    const trimmed = row.replace('\uFEFF', '').trim()
    return trimmed === '' ? [] : [{ cells: trimmed.split(BLANK), line: i + 1 }]
  })
}

function parseDelimited(path: string, text: string, delimiter: string): Line[] {
  try {
    const options = { delimiter, bom: true, skip_empty_lines: true, relax_column_count: true, info: true } as const
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[]
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }))
  } catch (error) {
    throw new BadInput(`${path}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unreadable'}`)
  }
}
