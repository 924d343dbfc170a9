import { describe, expect, it } from 'vitest'
import { minimise } from './nelder-mead.ts'
import { createQuadrature } from './quadrature.ts'
import { betaMeanOfPower, logBeta, logGamma, logHypergeometric } from './special.ts'

describe('special functions', () => {
  it('give known values of ln Γ and ln B', () => {
    expect(logGamma(1)).toBeCloseTo(0, 14)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14)
    expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12)
    expect(logGamma(1e-5)).toBeCloseTo(11.512919692895826, 11)
    expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 13)
  })

  it('give known values of ₂F₁ and survive large arguments', () => {
    expect(logHypergeometric(1, 1, 2, 0.5)).toBeCloseTo(Math.log(2 * Math.LN2), 13)
    expect(logHypergeometric(2, 3, 3, 0.9)).toBeCloseTo(-2 * Math.log(0.1), 10)
    expect(logHypergeometric(2000, 2000, 2000, 0.9)).toBeCloseTo(-2000 * Math.log(0.1), 6)
  })

  it('take the mean of a power over a beta', () => {
    // p uniform: E[1/(1+pz)] = ln(1+z)/z
    expect(betaMeanOfPower(1, 1, 1, 3)).toBeCloseTo(Math.log(4) / 3, 13)
    expect(betaMeanOfPower(5, 2, 3, 0)).toBe(1)
  })

  it('integrate polynomials exactly', () => {
    const { nodes, weights } = createQuadrature(8)
    const integral = nodes.reduce((sum, node, i) => sum + (weights[i] ?? 0) * node ** 9, 0)
    expect(integral).toBeCloseTo(0.1, 13)
  })
})

describe('the downhill simplex', () => {
  it("finds the floor of Rosenbrock's valley", () => {
    const { at } = minimise(([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1])
    expect(at[0]).toBeCloseTo(1, 4)
    expect(at[1]).toBeCloseTo(1, 4)
  })

  it('returns a point although the function is not a number in places', () => {
    const { at } = minimise(([x = 0]) => Math.log(x) ** 2, [0.2])
    expect(at[0]).toBeCloseTo(1, 4)
  })
})
