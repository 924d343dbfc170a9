import { type Column, readNumber, readText, type Table } from './table.ts'

/**
 * How a column falls into bins. Bin 0 holds what is missing, and a category that was not met, or seldom. A number falls
 * into 1 + how many edges lie below it; a category into 1 + its place in the order.
 */
export type BinnedFeature =
  | { readonly name: string; readonly kind: 'numeric'; readonly edges: readonly number[] }
  | { readonly name: string; readonly kind: 'category'; readonly order: readonly string[] }

export interface BinOptions {
  /** At most this many bins a column, besides the missing one; up to 254. */
  readonly maxBins?: number
  /** A category met less often than this shares the bin of the missing. */
  readonly minCategoryRows?: number
  /** Rows' worth of the overall mean mixed into the mean by which categories are ordered. */
  readonly categoryPrior?: number
}

const MOST_BINS = 254

/**
 * Bins for every column: numbers by quantiles, categories in the order of their shrunk mean outcome, so that a cut of the
 * order is the best cut in two for that outcome (Fisher 1958, JASA 53; Breiman et al. 1984, theorem 4.5).
 */
export function learnBins(table: Table, target: ArrayLike<number>, options: BinOptions = {}): BinnedFeature[] {
  const { maxBins = 63, minCategoryRows = 10, categoryPrior = 30 } = options
  const most = Math.max(1, Math.min(MOST_BINS, Math.trunc(maxBins)))
  return table.columns.map((column) => {
    if (column.kind === 'numeric') {
      return { name: column.name, kind: 'numeric', edges: findEdges(column.values, most) }
    }
    const order = orderCategories(column.values, target, { most, minCategoryRows, categoryPrior })
    return { name: column.name, kind: 'category', order }
  })
}

/** Middles between neighbours: all of them where the distinct values are few, else about as many rows between any two. */
function findEdges(values: Float64Array, most: number): number[] {
  const sorted = values.filter((value) => Number.isFinite(value)).sort()
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1])
  if (distinct.length <= most) return [...distinct.slice(1)].map((value, i) => middle(distinct[i] ?? value, value))
  const edges: number[] = []
  for (let k = 1; k < most; k++) {
    const at = Math.floor((k * sorted.length) / most)
    const upper = sorted[at] ?? 0
    const lower = sorted[at - 1] ?? upper
    const edge = lower < upper ? middle(lower, upper) : upper
    if (edge > (edges.at(-1) ?? Number.NEGATIVE_INFINITY)) edges.push(edge)
  }
  return edges
}

/** Halfway, without overflow; the lower of two that have nothing between them. */
function middle(lower: number, upper: number): number {
  const half = lower / 2 + upper / 2
  return half < upper && half >= lower ? half : lower
}

function orderCategories(
  values: readonly (string | null)[],
  target: ArrayLike<number>,
  { most, minCategoryRows, categoryPrior }: { most: number; minCategoryRows: number; categoryPrior: number },
): string[] {
  const seen = new Map<string, { rows: number; sum: number }>()
  let total = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    const outcome = target[i] ?? 0
    total += outcome
    if (value === null || value === undefined) continue
    const tally = seen.get(value) ?? { rows: 0, sum: 0 }
    tally.rows += 1
    tally.sum += outcome
    seen.set(value, tally)
  }
  const mean = values.length > 0 ? total / values.length : 0
  return [...seen]
    .filter(([, { rows }]) => rows >= minCategoryRows)
    .sort(([a, left], [b, right]) => right.rows - left.rows || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([value, { rows, sum }]) => ({ value, mean: (sum + categoryPrior * mean) / (rows + categoryPrior) }))
    .sort((left, right) => left.mean - right.mean || (left.value < right.value ? -1 : 1))
    .map(({ value }) => value)
}

/** How many bins a feature has, the missing one included. */
export function countBins(feature: BinnedFeature): number {
  return feature.kind === 'numeric' ? feature.edges.length + 2 : feature.order.length + 1
}

/**
 * The bins of every row, by feature: `result[f][row]`. Columns are found by name; a column that is not there counts as
 * missing, and so does a word in place of a number. Never throws.
 */
export function binTable(table: Table, features: readonly BinnedFeature[]): Uint8Array[] {
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  return features.map((feature) => binColumn(byName.get(feature.name), feature, table.rows))
}

function binColumn(column: Column | undefined, feature: BinnedFeature, rows: number): Uint8Array {
  const bins = new Uint8Array(rows)
  if (feature.kind === 'numeric') {
    for (let i = 0; i < rows; i++) bins[i] = binNumber(readNumber(column, i), feature.edges)
    return bins
  }
  const places = new Map(feature.order.map((value, i) => [value, i + 1]))
  for (let i = 0; i < rows; i++) bins[i] = places.get(readText(column, i) ?? '') ?? 0
  return bins
}

function binNumber(value: number, edges: readonly number[]): number {
  if (Number.isNaN(value)) return 0
  let low = 0
  let high = edges.length
  while (low < high) {
    const mid = (low + high) >>> 1
    if ((edges[mid] ?? 0) < value) low = mid + 1
    else high = mid
  }
  return low + 1
}
