import { logBeta } from '../special.ts'
import type { Counted } from './buying.ts'
import { type Fitted, maximise } from './maximise.ts'

/**
 * Buying at set occasions (a yearly gift, a monthly box): while a customer, buys at each occasion with probability
 * p ~ Beta(alpha, beta), and leaves for good before each with probability θ ~ Beta(gamma, delta).
 *
 * Source: Fader, Hardie & Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual Setting, Marketing
 * Science 29(6), 1086–1108.
 */
export interface BetaBinomialModel {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly delta: number
}

/** x purchases at n occasions after the first, the last of them at occasion tx. */
export interface Occasions {
  readonly x: number
  readonly tx: number
  readonly n: number
}

function logSum(logs: readonly number[]): number {
  const highest = Math.max(...logs)
  return highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0))
}

/** ln of the likelihood if still a customer after n occasions. */
function logAlive({ alpha, beta, gamma, delta }: BetaBinomialModel, { x, n }: Occasions): number {
  return logBeta(alpha + x, beta + n - x) - logBeta(alpha, beta) + logBeta(gamma, delta + n) - logBeta(gamma, delta)
}

/** ln L(x, tx, n), equation 5: alive at the end, or left after any of the occasions since the last purchase. */
export function logLikelihood(model: BetaBinomialModel, history: Occasions): number {
  const { alpha, beta, gamma, delta } = model
  const { x, tx, n } = history
  const start = -logBeta(alpha, beta) - logBeta(gamma, delta)
  const left = Array.from(
    { length: Math.max(0, n - tx) },
    (_, i) => start + logBeta(alpha + x, beta + tx - x + i) + logBeta(gamma + 1, delta + tx + i),
  )
  return logSum([logAlive(model, history), ...left])
}

/** P(still a customer at occasion n + ahead | x, tx, n), equation 11. */
export function probabilityStays(model: BetaBinomialModel, history: Occasions, ahead: number): number {
  const { gamma, delta } = model
  const stays = logBeta(gamma, delta + history.n + ahead) - logBeta(gamma, delta + history.n)
  return Math.min(1, Math.exp(logAlive(model, history) + stays - logLikelihood(model, history)))
}

/** E[purchases at the next `ahead` occasions | x, tx, n]; equation 13 as a sum of positive terms, right at gamma = 1. */
export function expectedLater(model: BetaBinomialModel, history: Occasions, ahead: number): number {
  const { alpha, beta } = model
  const buys = (alpha + history.x) / (alpha + beta + history.n)
  let sum = 0
  for (let i = 1; i <= ahead; i++) sum += probabilityStays(model, history, i)
  return buys * sum
}

/** P(at least one purchase at the next `ahead` occasions | x, tx, n) = 1 − L(x, tx, n + ahead)/L(x, tx, n). */
export function probabilityActive(model: BetaBinomialModel, history: Occasions, ahead: number): number {
  const silent = logLikelihood(model, { ...history, n: history.n + ahead }) - logLikelihood(model, history)
  return -Math.expm1(Math.min(0, silent))
}

/** E[X(occasions)] of a new customer. */
export const expectedOfNew = (model: BetaBinomialModel, occasions: number): number =>
  expectedLater(model, { x: 0, tx: 0, n: 0 }, occasions)

const STARTS = [
  [1, 1, 0.5, 3],
  [0.3, 1, 0.2, 2],
  [2, 0.5, 1, 10],
]

/** Maximum likelihood over equal histories counted once; finite for any rows. */
export function fitOccasions(rows: readonly (Occasions & Counted)[]): Fitted<BetaBinomialModel> {
  return maximise(
    rows,
    STARTS,
    ([alpha = 1, beta = 1, gamma = 1, delta = 1]) => ({ alpha, beta, gamma, delta }),
    (part) => (model) => part.reduce((sum, row) => sum + row.count * logLikelihood(model, row), 0),
  )
}
