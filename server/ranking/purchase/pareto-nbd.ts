import { logGamma, softplus } from '../special.ts'
import { type Buying, type CountedBuying, createPlaces } from './buying.ts'
import { logTail } from './gamma-tail.ts'

/**
 * Customers who buy at rate λ ~ Gamma(r, alpha) until they leave, unseen, at rate μ ~ Gamma(s, beta).
 *
 * Source: Schmittlein, Morrison & Colombo (1987), Management Science 33(1), 1–24; Fader & Hardie (2005), "A Note on
 * Deriving the Pareto/NBD Model". The likelihood is kept as an integral over the time of leaving, which is a difference
 * of two tails of positive functions (gamma-tail.ts) and so has neither the overflow nor the two cases of the printed form.
 */
export interface ParetoModel {
  readonly kind: 'paretonbd'
  readonly r: number
  readonly alpha: number
  readonly s: number
  readonly beta: number
}

/** ln(1 − e^z) for z < 0. */
function logOneMinusExp(z: number): number {
  if (!(z < 0)) return Number.NEGATIVE_INFINITY
  return z > -Math.LN2 ? Math.log(-Math.expm1(z)) : Math.log1p(-Math.exp(z))
}

/** ln ∫ over [from, to] of (alpha + τ)^−m · (beta + τ)^−n dτ. */
function logBetween({ alpha, beta }: ParetoModel, m: number, n: number, from: number, to: number): number {
  const first = logTail(alpha, beta, m, n, from)
  return first + logOneMinusExp(logTail(alpha, beta, m, n, to) - first)
}

/** ln of the likelihood if alive at T, without what depends on x alone. */
const logAlive = ({ r, alpha, s, beta }: ParetoModel, { x, T }: Buying): number =>
  -(r + x) * Math.log(alpha + T) - s * Math.log(beta + T)

/** P(still a customer | x, tx, T). No order for a queue of the silent, as for the other models. */
export function probabilityAlive(model: ParetoModel, buying: Buying): number {
  const { r, s } = model
  const { x, tx, T } = buying
  const left = Math.log(s) + logBetween(model, r + x, s + 1, tx, T)
  return Math.exp(-softplus(left - logAlive(model, buying)))
}

/**
 * P(at least one purchase in (T, T + time] | x, tx, T) = 1 − L(x, tx, T + time)/L(x, tx, T): the integral over the time
 * of the next purchase, (r + x) · (alpha + τ)^−(r+x+1) · (beta + τ)^−s, against the likelihood if alive.
 */
export function probabilityActive(model: ParetoModel, buying: Buying, time: number): number {
  if (time <= 0) return 0
  const { r, s } = model
  const { x, T } = buying
  const next = Math.log(r + x) + logBetween(model, r + x + 1, s, T, T + time)
  return probabilityAlive(model, buying) * Math.min(1, Math.exp(next - logAlive(model, buying)))
}

/**
 * Purchases expected in `time` at a mean rate while alive, where μ ~ Gamma(s, beta): rate · ∫ (beta/(beta + t))^s dt
 * = rate · beta · (1 − (beta/(beta + time))^(s−1))/(s − 1), written so that s = 1 is no exception.
 */
function expectedWhileLiving(rate: number, s: number, beta: number, time: number): number {
  const stretch = Math.log1p(time / beta)
  const power = s - 1
  return rate * beta * (Math.abs(power * stretch) < 1e-12 ? stretch : -Math.expm1(-power * stretch) / power)
}

/** E[purchases in (T, T + time] | x, tx, T]. */
export function expectedLater(model: ParetoModel, buying: Buying, time: number): number {
  if (time <= 0) return 0
  const { r, alpha, s, beta } = model
  const rate = (r + buying.x) / (alpha + buying.T)
  return probabilityAlive(model, buying) * expectedWhileLiving(rate, s, beta + buying.T, time)
}

/** P(still a customer at T + time | x, tx, T). */
export function probabilityStays(model: ParetoModel, buying: Buying, time: number): number {
  const { s, beta } = model
  return probabilityAlive(model, buying) * Math.exp(-s * Math.log1p(time / (beta + buying.T)))
}

/**
 * Log-likelihood of all rows as a function of the model. Tails are worked out once per distinct (x, tx) and (x, T),
 * gamma functions once per distinct x.
 */
export function createLogLikelihood(rows: readonly CountedBuying[]): (model: ParetoModel) => number {
  const xs = createPlaces<number>()
  const pairs = createPlaces<{ x: number; time: number }>()
  const compact = rows.map(({ x, tx, T, count }) => ({
    ...{ x, T, count, atX: xs.place(`${x}`, x) },
    last: pairs.place(`${x}|${tx}`, { x, time: tx }),
    end: pairs.place(`${x}|${T}`, { x, time: T }),
  }))
  const byX = new Float64Array(xs.values.length)
  const tails = new Float64Array(pairs.values.length)
  return (model) => {
    const { r, alpha, s, beta } = model
    const start = r * Math.log(alpha) + s * Math.log(beta) - logGamma(r)
    for (const [i, x] of xs.values.entries()) byX[i] = start + logGamma(r + x)
    for (const [i, { x, time }] of pairs.values.entries()) tails[i] = logTail(alpha, beta, r + x, s + 1, time)
    const logS = Math.log(s)
    let sum = 0
    for (const row of compact) {
      const alive = -(r + row.x) * Math.log(alpha + row.T) - s * Math.log(beta + row.T)
      const last = tails[row.last] ?? 0
      const left = logS + last + logOneMinusExp((tails[row.end] ?? 0) - last)
      sum += row.count * ((byX[row.atX] ?? 0) + alive + softplus(left - alive))
    }
    return sum
  }
}
