import { describe, expect, it } from 'vitest'
import { createQuadrature } from '../quadrature.ts'
import { expectedGap, gapExceededBy, gapExceeds } from './gap-law.ts'

describe('gaps between purchases', () => {
  it.each([1, 2, 5])('of %i phases fall with time, average to the mean and invert', (k) => {
    const law = { shape: 3, exposure: 20, k }
    expect(gapExceeds(law, 0)).toBe(1)
    for (const p of [0.9, 0.5, 0.05, 0.001]) expect(gapExceeds(law, gapExceededBy(law, p))).toBeCloseTo(p, 7)
    // Mean = ∫ P(gap > t) dt, with t = e^u − 1.
    const { nodes, weights } = createQuadrature(64)
    const end = 14
    const mean = nodes.reduce((sum, node, i) => {
      const t = Math.expm1(end * node)
      return sum + (weights[i] ?? 0) * end * (1 + t) * gapExceeds(law, t)
    }, 0)
    expect(Math.abs(mean / expectedGap(law) - 1)).toBeLessThan(1e-5)
  })
})
