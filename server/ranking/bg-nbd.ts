import { createQuadrature, type Quadrature } from './quadrature.ts'
import { betaMeanOfPower, logBeta, logGamma, softplus } from './special.ts'

/**
 * When customers buy. `bgnbd`: rate λ ~ Gamma(r, alpha), and after each repeat purchase the customer leaves for good
 * with probability p ~ Beta(a, b). `nbd`: nobody leaves (the boundary a → 0). Time in weeks.
 *
 * Source: Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2), 275–284.
 */
export type PurchaseModel =
  | { readonly kind: 'bgnbd'; readonly r: number; readonly alpha: number; readonly a: number; readonly b: number }
  | { readonly kind: 'nbd'; readonly r: number; readonly alpha: number }

/** One customer's buying in weeks: x repeat purchase days, the last one tx weeks after the first, seen for T weeks. */
export interface Buying {
  readonly x: number
  readonly tx: number
  readonly T: number
}

/** ln of the odds that the customer left just after the last purchase; −∞ where the model lets nobody leave. */
function logOddsLeft(model: PurchaseModel, { x, tx, T }: Buying): number {
  if (model.kind === 'nbd' || x === 0) return Number.NEGATIVE_INFINITY
  const { r, alpha, a, b } = model
  return Math.log(a) - Math.log(b + x - 1) + (r + x) * (Math.log(alpha + T) - Math.log(alpha + tx))
}

/** ln L(x, tx, T), equations 3 and 6 of the paper. */
export function logLikelihood(model: PurchaseModel, buying: Buying): number {
  const { x } = buying
  const { r, alpha } = model
  const counting = logGamma(r + x) - logGamma(r) + r * Math.log(alpha)
  const staying = model.kind === 'nbd' ? 0 : logBeta(model.a, model.b + x) - logBeta(model.a, model.b)
  return counting + staying - (r + x) * Math.log(alpha + buying.T) + softplus(logOddsLeft(model, buying))
}

/**
 * P(still a customer | x, tx, T). Never an order for a queue: it is 1 for everybody who bought once, so among the
 * silent it sorts upside down (AUC 0.33, `probabilityActive` 0.68 on CDNOW).
 */
export function probabilityAlive(model: PurchaseModel, buying: Buying): number {
  return Math.exp(-softplus(logOddsLeft(model, buying)))
}

/**
 * P(at least one purchase in (T, T + weeks] | x, tx, T) = 1 − L(x, tx, T + weeks) / L(x, tx, T), since `weeks` more of
 * silence is the same history seen later. Worked out, it is P(alive) · (1 − ((alpha+T)/(alpha+T+weeks))^(r+x)), where
 * nothing cancels, and right at x = 0.
 */
export function probabilityActive(model: PurchaseModel, buying: Buying, weeks: number): number {
  if (weeks <= 0) return 0
  const silent = -(model.r + buying.x) * Math.log1p(weeks / (model.alpha + buying.T))
  return probabilityAlive(model, buying) * -Math.expm1(silent)
}

/** What is believed of one living customer: λ ~ Gamma(shape, exposure), p ~ Beta(leave, stay); no leaving at leave 0. */
export interface Belief {
  readonly shape: number
  readonly exposure: number
  readonly leave: number
  readonly stay: number
}

export function beliefIfAlive(model: PurchaseModel, { x, T }: Buying): Belief {
  const dropout = model.kind === 'nbd' ? { leave: 0, stay: 1 } : { leave: model.a, stay: model.b + x }
  return { shape: model.r + x, exposure: model.alpha + T, ...dropout }
}

const QUADRATURE = createQuadrature(32)

/**
 * Purchases expected of a living customer in the next `weeks`: the integral of E[λ e^(−λps)] over time, which is
 * shape/exposure · E_p[(1 + ps/exposure)^−(shape+1)]. Equal to the paper's equation 10 but with nothing to cancel, so
 * it stays true as a → 0, as b → ∞ and at a = 1, where the printed form returns negative millions or 0/0.
 * With `discountPerWeek` a purchase s weeks ahead counts e^(−discount·s).
 */
export function expectedWhileAlive(
  belief: Belief,
  weeks: number,
  discountPerWeek = 0,
  quadrature: Quadrature = QUADRATURE,
): number {
  const { shape, exposure, leave, stay } = belief
  if (weeks <= 0) return 0
  if (leave === 0) {
    const span = discountPerWeek > 0 ? -Math.expm1(-discountPerWeek * weeks) / discountPerWeek : weeks
    return (shape * span) / exposure
  }
  // Points are spread evenly in ln(1 + sharp·z): the mean falls on a scale of 1/shape and then slowly.
  const sharp = Math.max(1, shape)
  const end = Math.log1p((sharp * weeks) / exposure)
  let sum = 0
  for (let i = 0; i < quadrature.nodes.length; i++) {
    const grown = Math.expm1(end * (quadrature.nodes[i] ?? 0))
    const z = grown / sharp
    const discount = Math.exp(-discountPerWeek * z * exposure)
    sum += (quadrature.weights[i] ?? 0) * (1 + grown) * discount * betaMeanOfPower(shape + 1, leave, stay, z)
  }
  return (shape / sharp) * end * sum
}

/** E[purchases in (T, T + weeks] | x, tx, T], equation 10. */
export function conditionalExpectedPurchases(model: PurchaseModel, buying: Buying, weeks: number): number {
  return probabilityAlive(model, buying) * expectedWhileAlive(beliefIfAlive(model, buying), weeks)
}

/** E[X(weeks)] of a new customer, equation 9. */
export function expectedPurchases(model: PurchaseModel, weeks: number): number {
  return expectedWhileAlive(beliefIfAlive(model, { x: 0, tx: 0, T: 0 }), weeks)
}

/** P(X(weeks) = count) of a new customer, equation 8. */
export function probabilityOfCount(model: PurchaseModel, count: number, weeks: number): number {
  const { r, alpha } = model
  const still = r * Math.log(alpha / (alpha + weeks))
  const logCount = (j: number) =>
    logGamma(r + j) - logGamma(r) - logGamma(j + 1) + still + j * Math.log(weeks / (alpha + weeks))
  if (model.kind === 'nbd') return Math.exp(logCount(count))
  const { a, b } = model
  const stayed = Math.exp(logBeta(a, b + count) - logBeta(a, b) + logCount(count))
  if (count === 0) return stayed
  let fewer = 0
  for (let j = 0; j < count; j++) fewer += Math.exp(logCount(j))
  return stayed + Math.exp(logBeta(a + 1, b + count - 1) - logBeta(a, b)) * Math.max(0, 1 - fewer)
}
