import { readNumber, readText, type Table } from './table.ts'

/** How a column becomes features of a linear model. */
export type LinearFeature =
  | {
      readonly name: string
      readonly kind: 'numeric'
      /** What stands in for a missing value. */
      readonly mean: number
      /** Values are held between these: the extremes of what was learned from. */
      readonly low: number
      readonly high: number
      /** Whether missing was met, and so has a feature of its own. */
      readonly missing: boolean
    }
  | { readonly name: string; readonly kind: 'category'; readonly levels: readonly string[]; readonly missing: boolean }

export interface DesignOptions {
  /** At most this many categories have features of their own, the most frequent. */
  readonly maxLevels?: number
  /** A category met less often has none. */
  readonly minCategoryRows?: number
}

/** Squares of greater numbers, summed, would overflow. */
const MOST_VALUE = 1e100

/** Features of a linear model for every column: a number as it is, a category one-hot, what is missing as a flag. */
export function learnDesign(
  table: Table,
  { maxLevels = 30, minCategoryRows = 10 }: DesignOptions = {},
): LinearFeature[] {
  return table.columns.map((column): LinearFeature => {
    const { name, kind } = column
    if (kind === 'category') {
      const counts = new Map<string, number>()
      for (const value of column.values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
      const levels = [...counts]
        .filter(([, count]) => count >= minCategoryRows)
        .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
        .slice(0, maxLevels)
        .map(([value]) => value)
      return { name, kind, levels, missing: column.values.includes(null) }
    }
    const given = column.values.filter((value) => Number.isFinite(value))
    const missing = given.length < column.values.length
    if (given.length === 0) return { name, kind, mean: 0, low: 0, high: 0, missing }
    const held = given.map((value) => Math.max(-MOST_VALUE, Math.min(MOST_VALUE, value)))
    const low = held.reduce((least, value) => Math.min(least, value))
    const high = held.reduce((most, value) => Math.max(most, value))
    const mean = held.reduce((sum, value) => sum + value, 0) / held.length
    return { name, kind, mean, low, high, missing }
  })
}

export function countFeatures(feature: LinearFeature): number {
  return (feature.kind === 'numeric' ? 1 : feature.levels.length) + (feature.missing ? 1 : 0)
}

/**
 * Every row's features, finite for every table. Columns are found by name; one that is not there, a word in place of a
 * number and a category that was not met count as missing.
 */
export function encodeRows(table: Table, features: readonly LinearFeature[]): Float64Array[] {
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  const width = features.reduce((sum, feature) => sum + countFeatures(feature), 0)
  const rows = Array.from({ length: table.rows }, () => new Float64Array(width))
  let at = 0
  for (const feature of features) {
    const column = byName.get(feature.name)
    const places =
      feature.kind === 'category' ? new Map(feature.levels.map((level, i) => [level, i])) : new Map<string, number>()
    for (const [i, row] of rows.entries()) {
      if (feature.kind === 'numeric') {
        const value = readNumber(column, i)
        const given = !Number.isNaN(value)
        row[at] = given ? Math.min(feature.high, Math.max(feature.low, value)) : feature.mean
        if (feature.missing && !given) row[at + 1] = 1
        continue
      }
      const text = readText(column, i)
      const place = text === null ? undefined : places.get(text)
      if (place !== undefined) row[at + place] = 1
      else if (feature.missing && text === null) row[at + feature.levels.length] = 1
    }
    at += countFeatures(feature)
  }
  return rows
}
