import { describe, expect, it } from 'vitest'
import { createChance } from '../ranking/learning/chance.ts'
import { compareMeans, compareShares, countNeeded, isEnough } from './lift.ts'

const share = (successes: number, cases: number) => ({ cases, successes })
const spread = (values: readonly number[]) => ({
  cases: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value ** 2, 0),
})

describe('the difference of two shares', () => {
  // Newcombe 1998, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])('has the interval that Newcombe prints for %i/%i and %i/%i', (a, m, b, n, low, high) => {
    const found = compareShares(share(a, m), share(b, n))
    expect(found?.low).toBeCloseTo(low, 4)
    expect(found?.high).toBeCloseTo(high, 4)
  })

  it('is not told while an arm is empty', () => {
    expect(compareShares(share(3, 10), share(0, 0))).toBeNull()
    expect(countNeeded(share(3, 10), share(0, 0))).toBeNull()
  })

  it('covers the truth 95 times of 100', () => {
    const chance = createChance(7)
    const draw = (cases: number, p: number) =>
      share(Array.from({ length: cases }, () => chance.uniform()).filter((u) => u < p).length, cases)
    let covered = 0
    for (let i = 0; i < 1_000; i++) {
      const { low, high } = compareShares(draw(400, 0.12), draw(60, 0.05)) ?? { low: 1, high: -1 }
      if (low <= 0.07 && 0.07 <= high) covered++
    }
    expect(covered / 1_000).toBeGreaterThan(0.93)
    expect(covered / 1_000).toBeLessThan(0.985)
  })

  it('is enough when as many have come as were needed', () => {
    const few = [share(12, 90), share(1, 10)] as const
    const needed = countNeeded(...few) ?? 0
    const fewFound = compareShares(...few)
    expect(fewFound && isEnough(fewFound)).toBe(false)
    const grown = needed / 100
    const found = compareShares(share(12.6 * grown, 90 * grown), share(1.6 * grown, 10 * grown))
    expect(found && (found.high - found.low) / 2).toBeCloseTo(0.03, 2)
  })
})

describe('the difference of two means', () => {
  it('is Welch’s', () => {
    const a = [27.5, 21, 19, 23.6, 17, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19, 21.7, 21.4]
    const b = [27.1, 22, 20.8, 23.4, 23.4, 23.5, 25.8, 22, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 24.6]
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = (values: number[]) =>
      values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1) / values.length
    const found = compareMeans(spread(a), spread(b))
    expect(found?.value).toBeCloseTo(mean(a) - mean(b), 10)
    const half = ((found?.high ?? 0) - (found?.low ?? 0)) / 2
    // About 28 degrees of freedom, where the tables give t = 2.048.
    expect(half / Math.sqrt(variance(a) + variance(b))).toBeCloseTo(2.0486, 2)
  })

  it('is not told of a handful', () => {
    expect(compareMeans(spread([1, 2, 3]), spread([1, 2, 3]))).toBeNull()
  })

  it('is told of rials without losing its digits', () => {
    const a = Array.from({ length: 50 }, (_, i) => 4e11 + i * 1e6)
    const found = compareMeans(spread(a), spread(a.map((value) => value - 5e6)))
    expect(found?.value).toBeCloseTo(5e6, -2)
    expect((found?.high ?? 0) - (found?.low ?? 0)).toBeGreaterThan(8e6)
  })
})
