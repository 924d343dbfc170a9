import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaUnderCurve, brierScore, countCaptured } from './measures.ts'

describe('the measures of a ranking', () => {
  it('area is the share of pairs in the right order, ties by half', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 1)), { maxLength: 30 })
    fc.assert(
      fc.property(rows, (drawn) => {
        const won = drawn.filter(([, outcome]) => outcome === 1)
        const lost = drawn.filter(([, outcome]) => outcome === 0)
        const right = won.flatMap(([a]) => lost.map(([b]): number => (a > b ? 1 : a === b ? 0.5 : 0)))
        const expected = right.length === 0 ? null : right.reduce((sum, one) => sum + one, 0) / right.length
        const found = areaUnderCurve(
          drawn.map(([score]) => score),
          drawn.map(([, outcome]) => outcome),
        )
        if (expected === null) expect(found).toBeNull()
        else expect(found).toBeCloseTo(expected, 12)
      }),
    )
  })

  it('Brier is the mean squared miss', () => {
    expect(brierScore([0.2, 0.9], [0, 1])).toBeCloseTo((0.04 + 0.01) / 2, 12)
    expect(brierScore([], [])).toBeNull()
  })

  it('captures by the best fifth, the earlier of equals', () => {
    expect(countCaptured([1, 9, 3, 4, 8, 0, 0, 0, 0, 0], [0, 1, 0, 0, 1, 1, 0, 0, 0, 0], 0.2)).toBe(2)
    expect(countCaptured([1, 1, 1, 1, 1], [1, 0, 0, 0, 0], 0.2)).toBe(1)
    expect(countCaptured([], [], 0.2)).toBe(0)
  })
})
