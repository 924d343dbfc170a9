import { createQuadrature } from '../quadrature.ts'
import { betaMeanOfPower } from '../special.ts'

/** What is believed of one living customer: λ ~ Gamma(shape, exposure), p ~ Beta(leave, stay); no leaving at leave 0. */
export interface Belief {
  readonly shape: number
  readonly exposure: number
  readonly leave: number
  readonly stay: number
}

const QUADRATURE = createQuadrature(32)

/**
 * Purchases expected of a living customer in the next `time`, who buys at rate λ and leaves after each with
 * probability p: the integral of E[λ e^(−λps)] over time, which is
 * shape/exposure · E_p[(1 + ps/exposure)^−(shape+1)]. Equal to equation 10 of Fader, Hardie & Lee (2005) but with
 * nothing to cancel, so it stays true as a → 0, as b → ∞ and at a = 1, where the printed form returns negative millions
 * or 0/0.
 */
export function expectedWhileAlive({ shape, exposure, leave, stay }: Belief, time: number): number {
  if (time <= 0) return 0
  if (leave === 0) return (shape * time) / exposure
  // Points are spread evenly in ln(1 + sharp·z): the mean falls on a scale of 1/shape and then slowly.
  const sharp = Math.max(1, shape)
  const end = Math.log1p((sharp * time) / exposure)
  let sum = 0
  for (let i = 0; i < QUADRATURE.nodes.length; i++) {
    const grown = Math.expm1(end * (QUADRATURE.nodes[i] ?? 0))
    sum += (QUADRATURE.weights[i] ?? 0) * (1 + grown) * betaMeanOfPower(shape + 1, leave, stay, grown / sharp)
  }
  return (shape / sharp) * end * sum
}

/** P(a living customer is still one after `time`), E[e^(−λp·time)]. */
export function staysWhile({ shape, exposure, leave, stay }: Belief, time: number): number {
  return leave === 0 ? 1 : betaMeanOfPower(shape, leave, stay, time / exposure)
}
