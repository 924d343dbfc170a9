import { describe, expect, it } from 'vitest'
import { createQuadrature } from '../quadrature.ts'
import { logHypergeometric } from '../special.ts'
import { hypergeometricOne, logTail } from './gamma-tail.ts'

describe('₂F₁(1, b; c; z) by its continued fraction', () => {
  it.each([
    [0.5, 1.2],
    [1.6, 3],
    [300, 301],
    [2, 2000],
    [2000, 2000.6],
    [1e-3, 2],
  ])('agrees with the series at b = %f, c = %f', (b, c) => {
    for (const z of [0, 1e-9, 0.1, 0.5, 0.9, 0.99, 0.999])
      expect(Math.log(hypergeometricOne(b, c, z)) - logHypergeometric(1, b, c, z)).toBeCloseTo(0, 11)
  })

  it('ends where the series does not', () => {
    // F(1, 1; 2; z) = −ln(1 − z)/z
    const z = 1 - 1e-6
    expect(hypergeometricOne(1, 2, z) / (-Math.log1p(-z) / z)).toBeCloseTo(1, 9)
  })
})

describe('the tail of a product of powers', () => {
  it.each([
    [10.6, 11.7, 0.55, 1.6, 20],
    [11.7, 10.6, 3.5, 0.6, 0],
    [0.01, 900, 26.5, 1.6, 31],
    [900, 0.01, 0.3, 1.2, 0.5],
  ])('is its integral: alpha %f, beta %f, m %f, n %f from %f', (alpha, beta, m, n, y) => {
    // ∫ over [y, end] with τ = scale·e^u, and the rest from `logTail` itself further out.
    const { nodes, weights } = createQuadrature(64)
    const scale = Math.min(alpha, beta) + y
    const span = 6
    const sum = nodes.reduce((all, node, i) => {
      const tau = y + scale * Math.expm1(span * node)
      const log = -m * Math.log(alpha + tau) - n * Math.log(beta + tau) + span * node
      return all + (weights[i] ?? 0) * span * scale * Math.exp(log - logTail(alpha, beta, m, n, y))
    }, 0)
    const end = y + scale * Math.expm1(span)
    const rest = Math.exp(logTail(alpha, beta, m, n, end) - logTail(alpha, beta, m, n, y))
    expect(sum + rest).toBeCloseTo(1, 8)
  })
})
