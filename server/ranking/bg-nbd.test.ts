import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  conditionalExpectedPurchases,
  expectedPurchases,
  logLikelihood,
  type PurchaseModel,
  probabilityActive,
  probabilityAlive,
  probabilityOfCount,
} from './bg-nbd.ts'
import { countEqual, createLogLikelihood, fitPurchases } from './bg-nbd-fit.ts'

// Fader, Hardie & Lee (2005) and the BTYD vignette; figures in design/ranking.md 2.1.
const CDNOW: PurchaseModel = { kind: 'bgnbd', r: 0.24259395, alpha: 4.41359091, a: 0.79291993, b: 2.42589404 }
const ROUNDED: PurchaseModel = { kind: 'bgnbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const relative = (found: number, published: number) => Math.abs(found / published - 1)

describe('BG/NBD against the published tables', () => {
  it.each([
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.8576],
  ])('expects a new customer to buy after %f weeks as printed', (weeks, printed) => {
    expect(expectedPurchases(CDNOW, weeks)).toBeCloseTo(printed, 3)
  })

  it('gives the printed points', () => {
    expect(relative(expectedPurchases(CDNOW, 52), 1.444004)).toBeLessThan(2e-4)
    const often = { x: 26, tx: 30.857, T: 31 }
    expect(relative(conditionalExpectedPurchases(CDNOW, often, 52), 25.75659)).toBeLessThan(2e-4)
    expect(relative(probabilityAlive(CDNOW, often), 0.9688523)).toBeLessThan(2e-4)
    expect(conditionalExpectedPurchases(CDNOW, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 2)
    expect(relative(probabilityOfCount(ROUNDED, 10, 2), 1.07869e-7)).toBeLessThan(2e-3)
    expect(relative(probabilityOfCount(ROUNDED, 0, 39), 0.5737864)).toBeLessThan(2e-4)
  })

  it.each([
    [10, 0.3474606],
    [15, 0.04283391],
    [20, 0.004158973],
    [25, 0.0003583685],
  ])('shows the increasing-frequency paradox at x = %i', (x, printed) => {
    expect(relative(conditionalExpectedPurchases(CDNOW, { x, tx: 20, T: 39 }, 52), printed)).toBeLessThan(2e-3)
  })

  it('gives the printed distribution of counts after 30 weeks', () => {
    const printed = [
      0.0019995214, 0.001517023, 0.001163315, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913, 0.0003467171,
      0.0002769613, 0.000222226,
    ]
    for (const [i, value] of printed.entries()) {
      expect(relative(probabilityOfCount(CDNOW, 11 + i, 30), value)).toBeLessThan(2e-3)
    }
  })
})

describe('P(active in the horizon)', () => {
  it('is right for somebody who bought once', () => {
    const { r, alpha } = CDNOW
    expect(probabilityActive(CDNOW, { x: 0, tx: 0, T: 39 }, 26)).toBeCloseTo(1 - ((alpha + 39) / (alpha + 65)) ** r, 12)
    expect(probabilityAlive(CDNOW, { x: 0, tx: 0, T: 39 })).toBe(1)
  })

  const log = (low: number, high: number) => fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true })
  const models = fc.tuple(log(1e-3, 1e3), log(1e-2, 1e4), log(1e-4, 50), log(1e-2, 1e5)).map((logs): PurchaseModel => {
    const [r, alpha, a, b] = logs.map(Math.exp) as [number, number, number, number]
    return { kind: 'bgnbd', r, alpha, a, b }
  })
  const buyings = fc
    .tuple(
      fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(2000)),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.2, max: 600, noNaN: true }),
    )
    .map(([x, share, T]) => ({ x, tx: x === 0 ? 0 : T * share, T }))

  it('is a probability, grows with the horizon and matches the likelihood, for any model and customer', () => {
    fc.assert(
      fc.property(models, buyings, fc.double({ min: 0.1, max: 200, noNaN: true }), (model, buying, weeks) => {
        const near = probabilityActive(model, buying, weeks)
        const far = probabilityActive(model, buying, weeks * 2)
        expect(near).toBeGreaterThanOrEqual(0)
        expect(far).toBeLessThanOrEqual(1)
        expect(far).toBeGreaterThanOrEqual(near - 1e-12)
        const alive = probabilityAlive(model, buying)
        expect(alive).toBeGreaterThanOrEqual(0)
        expect(alive).toBeLessThanOrEqual(1)
        const some = conditionalExpectedPurchases(model, buying, weeks)
        const more = conditionalExpectedPurchases(model, buying, weeks * 2)
        expect(Number.isFinite(more)).toBe(true)
        expect(some).toBeGreaterThanOrEqual(0)
        expect(more).toBeGreaterThanOrEqual(some * (1 - 1e-4))
        expect(more).toBeGreaterThanOrEqual(far * (1 - 1e-4) - 1e-12)
      }),
      { numRuns: 150 },
    )
  })
})

describe('fitting purchases', () => {
  // Deciles of a gamma and a few dropouts, written out so that no chance enters.
  const synthetic = Array.from({ length: 600 }, (_, i) => {
    const rate = 0.02 + 0.18 * ((i * 37) % 100) * 0.01
    const life = i % 3 === 0 ? 10 + (i % 20) : 52
    const x = Math.floor(rate * life)
    return { x, tx: x === 0 ? 0 : Math.min(51, (life * x) / (x + 1)), T: 52 - (i % 7) / 7 }
  })

  it('agrees with the likelihood customer by customer', () => {
    const direct = synthetic.reduce((sum, buying) => sum + logLikelihood(CDNOW, buying), 0)
    expect(createLogLikelihood(countEqual(synthetic))(CDNOW)).toBeCloseTo(direct, 6)
  })

  it('does not depend on the order of the customers', () => {
    const backwards = [...synthetic].reverse()
    expect(fitPurchases(countEqual(backwards))).toEqual(fitPurchases(countEqual(synthetic)))
  })

  it.each([
    ['no customer', []],
    ['one customer', [{ x: 3, tx: 20, T: 30 }]],
    ['nobody came back', Array.from({ length: 500 }, (_, i) => ({ x: 0, tx: 0, T: 1 + (i % 50) }))],
    ['everybody bought 2,000 times', Array.from({ length: 50 }, (_, i) => ({ x: 2000, tx: 300, T: 301 + i }))],
    ['nobody ever leaves', Array.from({ length: 300 }, (_, i) => ({ x: i % 30, tx: i % 30 === 0 ? 0 : 51.9, T: 52 }))],
    ['everybody was first seen today', Array.from({ length: 40 }, () => ({ x: 0, tx: 0, T: 0 }))],
    ['everybody left at once', Array.from({ length: 300 }, (_, i) => ({ x: 1 + (i % 2), tx: 1, T: 500 }))],
  ])('always gives finite parameters and probabilities: %s', (_, customers) => {
    const { model, logLikelihood: found } = fitPurchases(countEqual(customers))
    expect(Number.isFinite(found)).toBe(true)
    for (const buying of [...customers.slice(0, 5), { x: 0, tx: 0, T: 40 }, { x: 2000, tx: 100, T: 400 }]) {
      const active = probabilityActive(model, buying, 26)
      expect(active).toBeGreaterThanOrEqual(0)
      expect(active).toBeLessThanOrEqual(1)
      const expected = conditionalExpectedPurchases(model, buying, 26)
      expect(expected).toBeGreaterThanOrEqual(0)
      expect(Number.isFinite(expected)).toBe(true)
    }
  })

  it('falls back to the NBD where leaving explains nothing', () => {
    const steady = Array.from({ length: 400 }, (_, i) => ({ x: 5 + (i % 10), tx: 51.5, T: 52 }))
    expect(fitPurchases(countEqual(steady)).model.kind).toBe('nbd')
  })
})
