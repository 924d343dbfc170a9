import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logistic } from '../special.ts'
import { calibrate, fitCalibration, IDENTITY } from './calibration.ts'
import { createChance } from './chance.ts'

describe('calibration', () => {
  it('finds by how much the odds were off', () => {
    const chance = createChance(4)
    const logits = Array.from({ length: 40_000 }, () => -2 + chance.normal())
    const outcome = logits.map((logit) => (chance.uniform() < logistic(-1.3 + 0.6 * (logit + 2)) ? 1 : 0))
    const found = fitCalibration(logits, outcome)
    expect(calibrate(found, -2)).toBeCloseTo(-1.3, 1)
    expect(found.slope).toBeCloseTo(0.6, 1)
  })

  it('follows the rows that weigh more', () => {
    const logits = Array.from({ length: 2000 }, () => -1)
    const outcome = logits.map((_, i) => (i < 1000 ? 0 : i % 2))
    const weights = logits.map((_, i) => (i < 1000 ? 0 : 1))
    expect(logistic(calibrate(fitCalibration(logits, outcome, { weights }), -1))).toBeCloseTo(0.5, 2)
  })

  it('changes next to nothing on a few observations, and nothing on none', () => {
    expect(fitCalibration([], [])).toEqual(IDENTITY)
    expect(Math.abs(calibrate(fitCalibration([-2, -2.5], [1, 0]), -2) + 2)).toBeLessThan(0.3)
  })

  it('is finite and keeps the order, whatever it is given', () => {
    const rows = fc.array(fc.tuple(fc.double({ min: -40, max: 40, noNaN: true }), fc.constantFrom(0, 1)), {
      maxLength: 50,
    })
    const pair = fc.double({ min: -40, max: 40, noNaN: true })
    fc.assert(
      fc.property(rows, pair, pair, (drawn, a, b) => {
        const found = fitCalibration(
          drawn.map(([logit]) => logit),
          drawn.map(([, outcome]) => outcome),
        )
        const [low, high] = [calibrate(found, Math.min(a, b)), calibrate(found, Math.max(a, b))]
        expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true)
        expect(low).toBeLessThanOrEqual(high)
      }),
    )
  })
})
