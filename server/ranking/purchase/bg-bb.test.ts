import { describe, expect, it } from 'vitest'
import {
  expectedLater,
  expectedOfNew,
  fitOccasions,
  logLikelihood,
  probabilityActive,
  probabilityStays,
} from './bg-bb.ts'

// Fader, Hardie & Shang (2010), table 1: yearly gifts of the 1995 cohort of a public radio station, 1996–2001.
const DONORS = [
  [6, 6, 1203],
  [5, 6, 728],
  [4, 6, 512],
  [3, 6, 357],
  [2, 6, 234],
  [1, 6, 129],
  [5, 5, 335],
  [4, 5, 284],
  [3, 5, 225],
  [2, 5, 173],
  [1, 5, 119],
  [4, 4, 240],
  [3, 4, 181],
  [2, 4, 155],
  [1, 4, 78],
  [3, 3, 322],
  [2, 3, 255],
  [1, 3, 129],
  [2, 2, 613],
  [1, 2, 277],
  [1, 1, 1091],
  [0, 0, 3464],
].map(([x = 0, tx = 0, count = 0]) => ({ x, tx, n: 6, count }))
const PRINTED = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.784 }
const relative = (found: number, published: number) => Math.abs(found / published - 1)

describe('BG/BB against the published tables', () => {
  const fit = fitOccasions(DONORS)

  it('fits the donors as printed', () => {
    expect(DONORS.reduce((sum, { count }) => sum + count, 0)).toBe(11_104)
    for (const key of ['alpha', 'beta', 'gamma', 'delta'] as const)
      expect(relative(fit.model[key], PRINTED[key])).toBeLessThan(0.005)
    expect(Math.abs(fit.logLikelihood + 33_225.58)).toBeLessThan(0.01)
  })

  it('gives the printed points', () => {
    const { model } = fit
    expect(relative(expectedOfNew(model, 10), 3.179805)).toBeLessThan(1e-4)
    expect(relative(expectedLater(model, { x: 0, tx: 0, n: 6 }, 10), 0.1302169)).toBeLessThan(1e-4)
    expect(relative(expectedLater(model, { x: 4, tx: 5, n: 6 }, 10), 3.627858)).toBeLessThan(1e-4)
    const total = DONORS.reduce((sum, donor) => sum + donor.count * expectedLater(model, donor, 5), 0)
    expect(relative(total, 12_884.2)).toBeLessThan(1e-4)
  })
})

describe('BG/BB in general', () => {
  it('spreads all customers over the histories that there can be', () => {
    // A sum over every string of three occasions, each with its x and tx.
    let sum = 0
    for (let bits = 0; bits < 8; bits++) {
      const bought = [1, 2, 3].filter((occasion) => (bits >> (occasion - 1)) & 1)
      sum += Math.exp(logLikelihood(PRINTED, { x: bought.length, tx: bought.at(-1) ?? 0, n: 3 }))
    }
    expect(sum).toBeCloseTo(1, 12)
  })

  it('is finite and a probability at its edges', () => {
    for (const rows of [[], [{ x: 0, tx: 0, n: 5, count: 9 }], [{ x: 5, tx: 5, n: 5, count: 9 }]]) {
      const { model, logLikelihood: found } = fitOccasions(rows)
      expect(Number.isFinite(found)).toBe(true)
      for (const history of [
        { x: 0, tx: 0, n: 0 },
        { x: 0, tx: 0, n: 60 },
        { x: 2000, tx: 2000, n: 2000 },
      ]) {
        const [near, far] = [1, 12].map((ahead) => expectedLater(model, history, ahead))
        expect(near).toBeGreaterThanOrEqual(0)
        expect(far).toBeGreaterThanOrEqual(near ?? 0)
        for (const p of [probabilityActive(model, history, 12), probabilityStays(model, history, 12)]) {
          expect(p).toBeGreaterThanOrEqual(0)
          expect(p).toBeLessThanOrEqual(1)
        }
      }
    }
  })
})
