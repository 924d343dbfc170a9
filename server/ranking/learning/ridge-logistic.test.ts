import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logistic } from '../special.ts'
import { solvePositive } from './cholesky.ts'
import { fitRidgeLogistic, predictLogOdds } from './ridge-logistic.ts'

// Deterministic rows whose outcome is the rounded-up share that the true model gives to each cell.
const CELLS = [-2, -1, 0, 1, 2].flatMap((first) => [10, 20, 30].map((second) => [first, second] as const))
const truth = ([first, second]: readonly number[]) => -1 + 0.8 * (first ?? 0) - 0.05 * ((second ?? 0) - 20)
const ROWS = CELLS.flatMap((cell) => [cell, cell])
const OUTCOMES = ROWS.map((_, i) => i % 2)
const WEIGHTS = ROWS.map((cell, i) => 1e4 * (i % 2 === 1 ? logistic(truth(cell)) : 1 - logistic(truth(cell))))

describe('ridge logistic regression', () => {
  it('finds the model that made weighted outcomes, in the units of the features', () => {
    const model = fitRidgeLogistic(ROWS, OUTCOMES, { ridge: 1e-6, weights: WEIGHTS })
    expect(model.weights[0]).toBeCloseTo(0.8, 6)
    expect(model.weights[1]).toBeCloseTo(-0.05, 6)
    expect(predictLogOdds(model, [1, 10])).toBeCloseTo(truth([1, 10]), 6)
  })

  it('solves the penalised equations: the slope of the loss is zero in every weight', () => {
    const ridge = 40
    const model = fitRidgeLogistic(ROWS, OUTCOMES, { ridge, weights: WEIGHTS.map((weight) => weight / 100) })
    const total = WEIGHTS.reduce((sum, weight) => sum + weight / 100, 0)
    for (const j of [0, 1]) {
      const pull = ROWS.reduce((sum, row, i) => {
        const p = logistic(predictLogOdds(model, row))
        return sum + ((WEIGHTS[i] ?? 0) / 100) * ((OUTCOMES[i] ?? 0) - p) * ((row[j] ?? 0) - (model.centre[j] ?? 0))
      }, 0)
      const squares = ROWS.reduce(
        (sum, row, i) => sum + ((WEIGHTS[i] ?? 0) / 100) * ((row[j] ?? 0) - (model.centre[j] ?? 0)) ** 2,
        0,
      )
      expect(pull).toBeCloseTo(((ridge * squares) / total) * (model.weights[j] ?? 0), 3)
    }
  })

  it('draws weights to nothing and the rest to the observed share as the ridge grows', () => {
    const model = fitRidgeLogistic([[0], [1], [2], [3]], [0, 0, 1, 0], { ridge: 1e9 })
    expect(Math.abs(model.weights[0] ?? 1)).toBeLessThan(1e-6)
    expect(logistic(model.intercept)).toBeCloseTo(0.25, 3)
  })

  it('is finite for any rows: none, one class, a class apart, columns that are equal or never vary', () => {
    const rows = fc.array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.boolean()), { maxLength: 40 })
    fc.assert(
      fc.property(rows, fc.constantFrom(1e-6, 1, 100), (pairs, ridge) => {
        const features = pairs.map(([value]) => [value, value, 3])
        const model = fitRidgeLogistic(
          features,
          pairs.map(([, hit]) => hit),
          { ridge },
        )
        expect([model.intercept, ...model.weights].every(Number.isFinite)).toBe(true)
        expect(model.weights[2] ?? 0).toBe(0)
      }),
    )
  })
})

describe("Cholesky's factors", () => {
  it('solve a positive definite system', () => {
    const solved = solvePositive(Float64Array.of(4, 0, 0, 2, 5, 0, 1, 3, 6), Float64Array.of(11, 21, 25))
    expect([...solved].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1, 2, 3])
  })
})
