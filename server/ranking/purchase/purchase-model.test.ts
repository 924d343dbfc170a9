import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createQuadrature } from '../quadrature.ts'
import { countEqual } from './buying.ts'
import { probabilityOfCount } from './geometric.ts'
import {
  createLogLikelihood,
  expectedLater,
  expectedOfNew,
  type PurchaseModel,
  probabilityActive,
  probabilityAlive,
  probabilityStays,
} from './purchase-model.ts'
import { anyBuying, anyModel, CDNOW, CDNOW_PARETO, logLikelihoodOf, relative } from './sample-models.ts'

const ROUNDED = { kind: 'bgnbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const

describe('BG/NBD against the published tables', () => {
  it.each([
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
  ])('expects a new customer to buy after %f weeks as printed', (weeks, printed) => {
    expect(Math.abs(expectedOfNew(CDNOW, weeks) - printed)).toBeLessThan(0.00006)
  })

  it('goes on where the printed table cuts its series', () => {
    // 1.8576 is printed for 78 weeks; the series of equation 9 still rises to 1.85796 there.
    expect(expectedOfNew(CDNOW, 78)).toBeCloseTo(1.8579567, 6)
    expect(Math.abs(expectedOfNew(CDNOW, 78) - 1.8576)).toBeLessThan(4e-4)
  })

  it('gives the printed points', () => {
    expect(relative(expectedOfNew(CDNOW, 52), 1.444004)).toBeLessThan(1e-4)
    const often = { x: 26, tx: 30.857, T: 31 }
    expect(relative(expectedLater(CDNOW, often, 52), 25.75659)).toBeLessThan(1e-4)
    expect(relative(probabilityAlive(CDNOW, often), 0.9688523)).toBeLessThan(1e-4)
    expect(expectedLater(CDNOW, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3)
    expect(relative(probabilityOfCount(ROUNDED, 10, 2), 1.07869e-7)).toBeLessThan(1e-4)
    expect(relative(probabilityOfCount(ROUNDED, 0, 39), 0.5737864)).toBeLessThan(1e-4)
  })

  it.each([
    [10, 0.3474606],
    [15, 0.04283391],
    [20, 0.004158973],
    [25, 0.0003583685],
  ])('shows the increasing-frequency paradox at x = %i', (x, printed) => {
    expect(relative(expectedLater(CDNOW, { x, tx: 20, T: 39 }, 52), printed)).toBeLessThan(1e-4)
  })

  it('gives the printed distribution of counts after 30 weeks', () => {
    const printed = [
      0.0019995214, 0.0015170236, 0.001163315, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913, 0.0003467171,
      0.0002769613, 0.000222226,
    ]
    for (const [i, value] of printed.entries())
      expect(relative(probabilityOfCount(ROUNDED, 11 + i, 30), value)).toBeLessThan(1e-6)
  })
})

describe('Pareto/NBD against the published tables', () => {
  const PRINTED = { kind: 'paretonbd', r: 0.55, alpha: 10.56, s: 0.61, beta: 11.64 } as const

  it('expects of new customers what is printed', () => {
    const printed = [
      0, 0.05077821, 0.09916088, 0.14542507, 0.1897993, 0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211,
    ]
    for (const [weeks, value] of printed.entries())
      expect(Math.abs(expectedOfNew(PRINTED, weeks) - value)).toBeLessThanOrEqual(1e-6 * value)
    expect(relative(expectedOfNew(CDNOW_PARETO, 52), 1.473434)).toBeLessThan(1e-4)
  })

  it('gives the printed points', () => {
    const often = { x: 26, tx: 30.857, T: 31 }
    expect(relative(expectedLater(CDNOW_PARETO, often, 52), 25.45647)).toBeLessThan(1e-4)
    expect(relative(probabilityAlive(CDNOW_PARETO, often), 0.997874)).toBeLessThan(1e-4)
  })

  it.each([
    [10, 0.7062289],
    [15, 0.1442396],
    [20, 0.02250658],
    [25, 0.00309267],
  ])('shows the increasing-frequency paradox at x = %i', (x, printed) => {
    expect(relative(expectedLater(CDNOW_PARETO, { x, tx: 20, T: 39 }, 52), printed)).toBeLessThan(1e-4)
  })

  it('does not underflow where the printed form does', () => {
    const model = { kind: 'paretonbd', r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 } as const
    expect(relative(expectedLater(model, { x: 132, tx: 200, T: 200 }, 10), 6.2060517889632418)).toBeLessThan(1e-12)
    expect(relative(expectedLater(model, { x: 133, tx: 200, T: 200 }, 10), 6.2528722475748113)).toBeLessThan(1e-12)
  })
})

describe('every purchase model', () => {
  it('gives probabilities, finite expectations and growth with time, for any model and customer', () => {
    fc.assert(
      fc.property(anyModel, anyBuying, fc.double({ min: 0.1, max: 200, noNaN: true }), (model, buying, weeks) => {
        const near = probabilityActive(model, buying, weeks)
        const far = probabilityActive(model, buying, weeks * 2)
        const alive = probabilityAlive(model, buying)
        const stays = probabilityStays(model, buying, weeks)
        for (const p of [near, far, alive, stays]) {
          expect(p).toBeGreaterThanOrEqual(0)
          expect(p).toBeLessThanOrEqual(1)
        }
        expect(far).toBeGreaterThanOrEqual(near * (1 - 1e-9))
        expect(stays).toBeLessThanOrEqual(alive * (1 + 1e-9))
        const some = expectedLater(model, buying, weeks)
        const more = expectedLater(model, buying, weeks * 2)
        expect(Number.isFinite(more)).toBe(true)
        expect(some).toBeGreaterThanOrEqual(0)
        expect(more).toBeGreaterThanOrEqual(some * (1 - 1e-4))
        expect(more).toBeGreaterThanOrEqual(far * (1 - 1e-4) - 1e-12)
        expect(Number.isFinite(logLikelihoodOf(model, buying))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  const SOME: PurchaseModel[] = [
    { kind: 'nbd', r: 0.7, alpha: 9 },
    CDNOW,
    { ...CDNOW, kind: 'mbgnbd' },
    { ...CDNOW, kind: 'bgcnbdk', k: 3 },
    { ...CDNOW, kind: 'mbgcnbdk', k: 2 },
    { kind: 'mbgcnbdk', k: 4, r: 6, alpha: 10, a: 1, b: 3 },
    CDNOW_PARETO,
    { ...CDNOW_PARETO, beta: 3, s: 1 },
  ]
  const CUSTOMERS = [
    { x: 0, tx: 0, T: 30 },
    { x: 1, tx: 9, T: 40 },
    { x: 7, tx: 33, T: 35 },
    { x: 3, tx: 12, T: 80 },
  ]

  it('takes P(active) from its own likelihood: silence is the same history seen later', () => {
    for (const model of SOME)
      for (const buying of CUSTOMERS) {
        const later = logLikelihoodOf(model, { ...buying, T: buying.T + 20 }) - logLikelihoodOf(model, buying)
        expect(probabilityActive(model, buying, 20)).toBeCloseTo(-Math.expm1(later), 10)
      }
  })

  it('expects of a first short while exactly as many purchases as there are buyers', () => {
    for (const model of SOME)
      for (const buying of CUSTOMERS) {
        const [expected, active] = [expectedLater(model, buying, 1e-5), probabilityActive(model, buying, 1e-5)]
        expect(relative(expected, active)).toBeLessThan(1e-4)
      }
  })

  it('expects after a silence what the likelihood of one more purchase and what follows it add up to', () => {
    // E[X(h)] = ∫ density of the next purchase at s · (1 + E[X(h − s) | that purchase]) ds, by quadrature over s.
    const { nodes, weights } = createQuadrature(48)
    const h = 15
    for (const model of SOME)
      for (const { x, tx, T } of CUSTOMERS) {
        const sum = nodes.reduce((all, node, i) => {
          const at = T + node * h
          const known = { x: x + 1, tx: at, T: at, logGaps: Math.log(at - tx) }
          const density = Math.exp(logLikelihoodOf(model, known) - logLikelihoodOf(model, { x, tx, T }))
          return all + (weights[i] ?? 0) * h * density * (1 + expectedLater(model, known, h * (1 - node)))
        }, 0)
        expect(relative(expectedLater(model, { x, tx, T }, h), sum)).toBeLessThan(1e-5)
      }
  })

  it('counts purchases of new customers with probabilities that sum to one and average to the expectation', () => {
    for (const model of SOME) {
      if (model.kind === 'paretonbd') continue
      let [total, mean] = [0, 0]
      for (let n = 0; n < 400; n++) {
        const p = probabilityOfCount(model, n, 26)
        total += p
        mean += n * p
      }
      expect(total).toBeCloseTo(1, 6)
      expect(relative(mean, expectedOfNew(model, 26))).toBeLessThan(1e-4)
    }
  })

  it('adds equal customers up in the likelihood', () => {
    const people = CUSTOMERS.flatMap((buying, i) =>
      Array.from({ length: i + 1 }, () => ({ ...buying, logGaps: i * buying.x })),
    )
    for (const model of SOME) {
      const each = people.reduce((sum, one) => sum + logLikelihoodOf(model, one), 0)
      expect(createLogLikelihood(countEqual(people))(model)).toBeCloseTo(each, 8)
    }
  })
})
