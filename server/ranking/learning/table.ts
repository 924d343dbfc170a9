/** A column of observations; what is missing is NaN in a numeric one and null in one of categories. */
export type Column =
  | { readonly name: string; readonly kind: 'numeric'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'category'; readonly values: readonly (string | null)[] }

/** Rows × columns, by column. All columns are as long as the table has rows. */
export interface Table {
  readonly rows: number
  readonly columns: readonly Column[]
}

/** What spreadsheets and statistics programs write where a value is missing. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?'])
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i

export function isMissing(text: string): boolean {
  return MISSING.has(text.trim().toLowerCase())
}

/**
 * A column as its texts show it: numeric when every text that is not missing is a finite number and there is one, else
 * of categories.
 */
export function inspectColumn(name: string, texts: readonly string[]): Column {
  const given = texts.filter((text) => !isMissing(text))
  const isNumeric = given.length > 0 && given.every((text) => NUMBER.test(text.trim()) && Number.isFinite(Number(text)))
  if (isNumeric) {
    const values = Float64Array.from(texts, (text) => (isMissing(text) ? Number.NaN : Number(text)))
    return { name, kind: 'numeric', values }
  }
  return { name, kind: 'category', values: texts.map((text) => (isMissing(text) ? null : text)) }
}

/** The rows of the table by their numbers, in that order. Throws RangeError on a row that is not there. */
export function takeRows(table: Table, rows: ArrayLike<number>): Table {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? -1
    if (!(row >= 0 && row < table.rows)) throw new RangeError(`no row ${row} in a table of ${table.rows}`)
  }
  const columns = table.columns.map((column): Column => {
    if (column.kind === 'numeric') {
      const values = new Float64Array(rows.length)
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i] ?? 0] ?? Number.NaN
      return { ...column, values }
    }
    return { ...column, values: Array.from(rows, (row) => column.values[row] ?? null) }
  })
  return { rows: rows.length, columns }
}

/** Rows `from` up to but not including `to`. */
export function sliceRows(table: Table, from: number, to: number): Table {
  const columns = table.columns.map((column): Column => {
    if (column.kind === 'numeric') return { ...column, values: column.values.slice(from, to) }
    return { ...column, values: column.values.slice(from, to) }
  })
  return { rows: Math.max(0, Math.min(to, table.rows) - Math.max(0, from)), columns }
}

/** The value as a number; NaN where it is missing or a word. */
export function readNumber(column: Column | undefined, row: number): number {
  if (!column) return Number.NaN
  if (column.kind === 'numeric') return column.values[row] ?? Number.NaN
  const text = column.values[row] ?? ''
  return text.trim() === '' ? Number.NaN : Number(text)
}

/** The value as a word; null where it is missing. */
export function readText(column: Column | undefined, row: number): string | null {
  if (!column) return null
  const value = column.values[row] ?? null
  return typeof value === 'number' ? (Number.isNaN(value) ? null : String(value)) : value
}
