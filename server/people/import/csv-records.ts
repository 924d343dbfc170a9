import { parse } from 'csv-parse/sync'
import type { Problem } from '#contract/problem'
import { LINE_CHARS_MAX, type Line } from './csv-lines.ts'

export type Delimiter = ',' | ';' | '\t' | '|' | ' '
/** A row as read, or why its line is none. `cells` of a faulty row hold its text. */
export type CsvRow = { line: number; cells: string[]; problem: Problem | null }

/** A quotation mark that is not closed swallows at most so many lines; they are then read again as rows of their own. */
const LINES_IN_QUOTES_MAX = 200
/** Not storable as text: zero, a byte that its encoding does not have, half a character. */
const UNREADABLE = /[\0\ufffd]|\p{Cs}/u
const SHOWN_CHARS = 2_000

/** Whether a line leaves a quoted cell open. Quotes inside a bare cell are letters (5" pipe). */
function leavesOpen(text: string, open: boolean, delimiter: Delimiter): boolean {
  let quoted = open
  for (let i = 0; ; ) {
    const quote = text.indexOf('"', i)
    if (quote < 0) return quoted
    const next = text[quote + 1]
    i = quote + 1
    if (!quoted) quoted = quote === 0 || text[quote - 1] === delimiter
    else if (next === '"') i = quote + 2
    else quoted = next !== undefined && next !== delimiter
  }
}

function readCells(texts: string[], delimiter: Delimiter): string[][] | null {
  if (delimiter === ' ') return texts.map((text) => text.trim().split(/\s+/))
  if (!texts.some((text) => text.includes('"'))) return texts.map((text) => text.split(delimiter))
  try {
    const rows: string[][] = parse(texts.join('\n'), {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
    })
    return rows.length === texts.length ? rows : null
  } catch {
    return null
  }
}

type Open = { lines: { number: number; text: string }[]; chars: number }

/**
 * Puts lines together to rows of `width` cells (null: any). A row that cannot be read is told with its line and what is wrong, and
 * reading goes on at the next line: one stray quotation mark does not cost the rows after it.
 */
export function createRowReader(delimiter: Delimiter, width: number | null) {
  let open: Open | null = null
  const fault = (line: number, text: string, code: string, params: Problem['params'] = {}): CsvRow => ({
    line,
    cells: [text.slice(0, SHOWN_CHARS)],
    problem: { code, params: { line, ...params } },
  })

  const readOne = ({ lines }: Open): CsvRow[] => {
    const [first, ...rest] = lines
    if (!first) return []
    const text = lines.map((line) => line.text).join('\n')
    const cells = readCells([text], delimiter)?.[0]
    if (cells && (width === null || cells.length === width)) return [{ line: first.number, cells, problem: null }]
    if (rest.length > 0) return [fault(first.number, first.text, 'csv.quote'), ...rest.flatMap(readAlone)]
    if (!cells) return [fault(first.number, text, 'csv.quote')]
    const counted = { found: cells.length, expected: width ?? cells.length }
    return [
      { line: first.number, cells, problem: { code: 'csv.cell-count', params: { line: first.number, ...counted } } },
    ]
  }
  const readAlone = (line: { number: number; text: string }): CsvRow[] => readOne({ lines: [line], chars: 0 })

  const take = ({ number, text }: Line): CsvRow[] => {
    if (text === null) {
      const before = giveUp()
      return [...before, fault(number, '', 'csv.line-too-long')]
    }
    if (UNREADABLE.test(text)) {
      const code = text.includes('\0') ? 'csv.unreadable' : 'csv.encoding'
      return [...giveUp(), fault(number, text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\ufffd'), code)]
    }
    if (!open && text.trim() === '') return []
    const quoted = delimiter !== ' ' && (open || text.includes('"')) && leavesOpen(text, open !== null, delimiter)
    if (!open && !quoted) return readAlone({ number, text })
    open ??= { lines: [], chars: 0 }
    open.lines.push({ number, text })
    open.chars += text.length
    if (!quoted) {
      const whole = open
      open = null
      return readOne(whole)
    }
    return open.chars > LINE_CHARS_MAX || open.lines.length > LINES_IN_QUOTES_MAX ? giveUp() : []
  }

  /** The quotation mark was never closed: its line is at fault, the lines after it are rows again. */
  function giveUp(): CsvRow[] {
    const [first, ...rest] = open?.lines ?? []
    open = null
    return first ? [fault(first.number, first.text, 'csv.quote'), ...rest.flatMap(readAlone)] : []
  }

  return { take, end: giveUp }
}
