import { logOdds } from '../special.ts'

/** Rows' worth of the overall rate mixed into a local one. */
const PRIOR_ROWS = 20

/**
 * How often it succeeded about each row, as log-odds: over `reach` rows before and after it in time order, its own outcome
 * left out (else a model could read it), shrunk to the rate of all.
 */
export function findLevels(outcome: ArrayLike<number>, reach: number): Float64Array {
  const sums = new Float64Array(outcome.length + 1)
  for (let i = 0; i < outcome.length; i++) sums[i + 1] = (sums[i] ?? 0) + (outcome[i] ?? 0)
  const mean = findMean(outcome)
  return Float64Array.from({ length: outcome.length }, (_, i) => {
    const from = Math.max(0, i - reach)
    const to = Math.min(outcome.length, i + reach + 1)
    const others = (sums[to] ?? 0) - (sums[from] ?? 0) - (outcome[i] ?? 0)
    return logOdds((others + PRIOR_ROWS * mean) / (to - from - 1 + PRIOR_ROWS))
  })
}

/** The level at the end: over the last `rows`, shrunk alike. */
export function findLatestLevel(outcome: ArrayLike<number>, rows: number): number {
  const from = Math.max(0, outcome.length - rows)
  let sum = 0
  for (let i = from; i < outcome.length; i++) sum += outcome[i] ?? 0
  return logOdds((sum + PRIOR_ROWS * findMean(outcome)) / (outcome.length - from + PRIOR_ROWS))
}

/** With half a success and half a failure added, so that its log-odds are moderate. */
function findMean(outcome: ArrayLike<number>): number {
  let sum = 0.5
  for (let i = 0; i < outcome.length; i++) sum += outcome[i] ?? 0
  return sum / (outcome.length + 1)
}
