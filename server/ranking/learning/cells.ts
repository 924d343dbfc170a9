import { type Column, readNumber, readText, type Table } from './table.ts'

/** How a column parts rows: by its values, or a number by whether it lies above a cut. */
export type CellAxis =
  | { readonly name: string; readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly name: string; readonly kind: 'cut'; readonly above: number }

export interface CellOptions {
  /** At most this many cells, save where the first column alone has more. */
  readonly maxCells?: number
  /** A column with more values than this parts by a cut when it is of numbers, else not at all. */
  readonly maxValues?: number
}

/**
 * The few cells in which effects are told apart: columns with the fewest values first, then in their order, while the
 * product stays within the limit. Few cells, much shrunk, beat flexible learners at the sizes that a centre has
 * (design/ranking.md 4.5). A column of many numbers parts at its median, and only after those that part by themselves.
 */
export function learnCells(table: Table, { maxCells = 8, maxValues = 20 }: CellOptions = {}): CellAxis[] {
  const axes = table.columns
    .flatMap((column, order) => {
      const axis = findAxis(column, table.rows, maxValues)
      return axis ? [{ axis, order, levels: axis.kind === 'cut' ? 2 : axis.values.length }] : []
    })
    .sort((a, b) => rank(a.axis) - rank(b.axis) || a.levels - b.levels || a.order - b.order)
  const chosen: CellAxis[] = []
  let cells = 1
  for (const { axis, levels } of axes) {
    if (chosen.length > 0 && cells * levels > maxCells) continue
    chosen.push(axis)
    cells *= levels
  }
  return chosen
}

const rank = (axis: CellAxis) => (axis.kind === 'cut' ? 1 : 0)

function findAxis(column: Column, rows: number, maxValues: number): CellAxis | null {
  const values = new Set<string>()
  for (let row = 0; row < rows && values.size <= maxValues; row++) {
    const text = readText(column, row)
    if (text !== null) values.add(text)
  }
  if (values.size < 2) return null
  if (values.size <= maxValues) return { name: column.name, kind: 'values', values: [...values].sort() }
  if (column.kind !== 'numeric') return null
  const sorted = column.values.filter((value) => Number.isFinite(value)).sort()
  return { name: column.name, kind: 'cut', above: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0 }
}

/** Every row's cell; rows with the same key are in the same one. A value that is missing or was not met has its own. */
export function findCells(table: Table, axes: readonly CellAxis[]): string[] {
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  return Array.from({ length: table.rows }, (_, row) =>
    axes
      .map((axis) => {
        const column = byName.get(axis.name)
        if (axis.kind === 'values') return axis.values.indexOf(readText(column, row) ?? '')
        const value = readNumber(column, row)
        return Number.isNaN(value) ? -1 : Number(value > axis.above)
      })
      .join('.'),
  )
}
