import { describe, expect, it } from 'vitest'
import { conditionalMeanSpend, fitSpend, spendLogLikelihood } from './gamma-gamma.ts'

// CLVTools test and design/ranking.md 2.1; histories are the first ten of the CDNOW sample's published summary.
const CDNOW = { p: 6.25, q: 3.74, gamma: 15.44 }

describe('Gamma-Gamma', () => {
  it.each([
    [2, 22.35, 24.65],
    [1, 11.77, 18.91],
    [0, 0, 35.17],
  ])('gives the published mean for %i repeat purchases of %f', (n, mean, printed) => {
    expect(Math.abs(conditionalMeanSpend(CDNOW, n, mean) - printed)).toBeLessThan(0.1)
  })

  it('does not change with the unit of money', () => {
    const dollars = Array.from({ length: 200 }, (_, i) => ({ n: 1 + (i % 6), mean: 10 + ((i * 53) % 97) }))
    const rials = dollars.map(({ n, mean }) => ({ n, mean: mean * 4_200_000 }))
    const [small, large] = [fitSpend(dollars), fitSpend(rials)]
    expect(large.model.p).toBeCloseTo(small.model.p, 4)
    expect(large.model.gamma / small.model.gamma / 4_200_000).toBeCloseTo(1, 4)
    const direct = dollars.reduce((sum, customer) => sum + spendLogLikelihood(small.model, customer), 0)
    expect(small.logLikelihood).toBeCloseTo(direct, 6)
  })

  it.each([
    ['nobody', []],
    ['one customer', [{ n: 1, mean: 5 }]],
    ['all the same', Array.from({ length: 100 }, () => ({ n: 2, mean: 10 }))],
    ['wild amounts', Array.from({ length: 100 }, (_, i) => ({ n: 1, mean: 10 ** (i % 12) }))],
    ['a mean of nothing', Array.from({ length: 100 }, () => ({ n: 1, mean: 0 }))],
  ])('always gives a positive, finite mean: %s', (_, customers) => {
    const { model } = fitSpend(customers)
    for (const n of [0, 1, 2000]) {
      const mean = conditionalMeanSpend(model, n, n === 0 ? 0 : 12)
      expect(mean).toBeGreaterThan(0)
      expect(Number.isFinite(mean)).toBe(true)
    }
  })
})
