import type { Interval } from '#contract/ranking'

const Z_95 = 1.959964
/** Half the interval that a house may act on: three points of a hundred. */
const NARROW_ENOUGH = 0.03

/** Successes among cases. */
export interface Share {
  readonly cases: number
  readonly successes: number
}
/** Sums over the customers of one arm; `squares` of the same values. */
export interface Spread {
  readonly cases: number
  readonly sum: number
  readonly squares: number
}

/** 95 % interval of a share (Wilson 1927): never outside 0 … 1, and right for few cases. */
export function wilson({ cases, successes }: Share): { low: number; high: number } {
  const p = successes / cases
  const z2 = Z_95 ** 2
  const middle = (p + z2 / (2 * cases)) / (1 + z2 / cases)
  const half = (Z_95 * Math.sqrt((p * (1 - p)) / cases + z2 / (4 * cases ** 2))) / (1 + z2 / cases)
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/**
 * Share of `a` less share of `b` with its 95 % interval: hybrid score (Newcombe 1998, Statistics in Medicine 17, 873–890,
 * method 10). Cases count as independent of each other. null where either is empty.
 */
export function compareShares(a: Share, b: Share): Interval | null {
  if (a.cases === 0 || b.cases === 0) return null
  const [pa, pb] = [a.successes / a.cases, b.successes / b.cases]
  const [ia, ib] = [wilson(a), wilson(b)]
  return {
    value: pa - pb,
    low: pa - pb - Math.hypot(pa - ia.low, ib.high - pb),
    high: pa - pb + Math.hypot(ia.high - pa, pb - ib.low),
  }
}

/**
 * Mean of `a` less mean of `b` with its 95 % interval (Welch 1947: the arms spread differently), the quantile of t by
 * Cornish and Fisher (Abramowitz & Stegun 26.7.5). null with fewer than ten in either.
 */
export function compareMeans(a: Spread, b: Spread): Interval | null {
  if (a.cases < 10 || b.cases < 10) return null
  const [va, vb] = [varianceOfMean(a), varianceOfMean(b)]
  const value = a.sum / a.cases - b.sum / b.cases
  const both = va + vb
  if (both <= 0) return { value, low: value, high: value }
  const freedom = both ** 2 / (va ** 2 / (a.cases - 1) + vb ** 2 / (b.cases - 1))
  const half = quantileOfT(freedom) * Math.sqrt(both)
  return { value, low: value - half, high: value + half }
}

function varianceOfMean({ cases, sum, squares }: Spread): number {
  return Math.max(0, squares - sum ** 2 / cases) / (cases - 1) / cases
}

/** Upper 2.5 % of Student's t by Cornish and Fisher (Abramowitz & Stegun 26.7.5). */
export function quantileOfT(freedom: number): number {
  const z = Z_95
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  return z + first / freedom + second / freedom ** 2
}

/** Whether an interval is narrow enough to be acted on. */
export const isEnough = ({ low, high }: Interval): boolean => (high - low) / 2 <= NARROW_ENOUGH

/** Customers of both arms that make it so, if arms and shares stay as they are; null where that cannot be said. */
export function countNeeded(a: Share, b: Share): number | null {
  const all = a.cases + b.cases
  if (a.cases === 0 || b.cases === 0) return null
  const shareOf = ({ cases, successes }: Share) => (successes + 1) / (cases + 2)
  const spread = (p: number) => p * (1 - p)
  const each = (spread(shareOf(a)) * all) / a.cases + (spread(shareOf(b)) * all) / b.cases
  return Math.max(all, Math.ceil((Z_95 / NARROW_ENOUGH) ** 2 * each))
}
