import { describe, expect, it } from 'vitest'
import { expectedRenewals, fitRetention, listTenures, probabilityLeaves, survival } from './shifted-beta-geometric.ts'

// Fader & Hardie (2007), survival in percent by year, of which years 0 to 7 are fitted and 8 to 12 foreseen.
const HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]
const REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]
const cohort = (percents: readonly number[]) => listTenures(percents.slice(0, 8).map((percent) => percent * 10))

describe('the shifted beta-geometric', () => {
  it.each([
    ['high-end', HIGH_END, [0.6681, 3.8061, -1611.16], [46.0, 43.6, 41.4, 39.5, 37.8]],
    ['regular', REGULAR, [0.7041, 1.182, -1680.27], [22.0, 20.4, 19.1, 18.0, 17.0]],
  ])('fits and foresees the %s customers as printed', (_, percents, [alpha = 0, beta = 0, log = 0], later) => {
    const { model, logLikelihood } = fitRetention(cohort(percents))
    expect(Math.abs(model.alpha / alpha - 1)).toBeLessThan(0.005)
    expect(Math.abs(model.beta / beta - 1)).toBeLessThan(0.005)
    expect(Math.abs(logLikelihood - log)).toBeLessThan(0.01)
    for (const [i, percent] of later.entries())
      expect(Math.abs(survival(model, 8 + i) - percent / 100)).toBeLessThan(0.001)
  })

  it('says of those who are left what the whole cohort did', () => {
    const model = { alpha: 0.7, beta: 1.2 }
    expect(probabilityLeaves(model, 3, 2)).toBeCloseTo(1 - survival(model, 5) / survival(model, 3), 12)
    expect(expectedRenewals(model, 0, 2)).toBeCloseTo(survival(model, 1) + survival(model, 2), 12)
    expect(expectedRenewals(model, 0, 1, 0.1)).toBeCloseTo(survival(model, 1) / 1.1, 12)
    expect(probabilityLeaves(model, 10, 1)).toBeLessThan(probabilityLeaves(model, 0, 1))
  })

  it.each([[[100, 100, 100]], [[100, 0, 0]], [[1]], [[0, 0]]])(
    'is finite whatever became of the cohort: %j',
    (remaining) => {
      const { model, logLikelihood } = fitRetention(listTenures(remaining))
      expect([model.alpha, model.beta, logLikelihood].every(Number.isFinite)).toBe(true)
      expect(survival(model, 1000)).toBeGreaterThanOrEqual(0)
      expect(survival(model, 1000)).toBeLessThanOrEqual(survival(model, 1))
    },
  )
})
