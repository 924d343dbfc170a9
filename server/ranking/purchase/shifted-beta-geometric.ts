import { logBeta } from '../special.ts'
import { type Fitted, maximise } from './maximise.ts'

/**
 * Contracts that are renewed or not at the end of each period, with a probability of leaving θ ~ Beta(alpha, beta) that
 * stays a customer's own: those who are likely to leave go first, so retention rises with tenure.
 *
 * Source: Fader & Hardie (2007), How to Project Customer Retention, J. Interactive Marketing 21(1), 76–90.
 */
export interface RetentionModel {
  readonly alpha: number
  readonly beta: number
}

/** S(t) = B(alpha, beta + t)/B(alpha, beta): the share of a cohort that is left after t renewals. */
export function survival({ alpha, beta }: RetentionModel, periods: number): number {
  return periods <= 0 ? 1 : Math.exp(logBeta(alpha, beta + periods) - logBeta(alpha, beta))
}

/** P(leaves within the next `ahead` renewals | still there after `tenure`). */
export function probabilityLeaves({ alpha, beta }: RetentionModel, tenure: number, ahead: number): number {
  if (ahead <= 0) return 0
  return -Math.expm1(Math.min(0, logBeta(alpha, beta + tenure + ahead) - logBeta(alpha, beta + tenure)))
}

/**
 * Renewals expected of a customer who has renewed `tenure` times, discounted so that one i periods ahead counts
 * (1 + discount)^−i, within `horizon` periods.
 */
export function expectedRenewals(model: RetentionModel, tenure: number, horizon: number, discount = 0): number {
  let sum = 0
  for (let i = 1; i <= horizon; i++) sum += (1 - probabilityLeaves(model, tenure, i)) * (1 + discount) ** -i
  return sum
}

/** Customers who left at renewal `period` (from 1), or who were still there after it. */
export interface Tenure {
  readonly period: number
  readonly left: boolean
  readonly count: number
}

/** Of a cohort, how many were there at the start and after each renewal: so many left at each, the rest are there. */
export function listTenures(remaining: readonly number[]): Tenure[] {
  const last = remaining.length - 1
  const gone = remaining.slice(1).map((now, i) => ({ period: i + 1, left: true, count: (remaining[i] ?? now) - now }))
  return [...gone, { period: last, left: false, count: remaining[last] ?? 0 }]
}

const STARTS = [
  [1, 1],
  [0.5, 4],
  [3, 30],
]

/** Maximum likelihood; finite for any cohort, one that nobody left included. */
export function fitRetention(tenures: readonly Tenure[]): Fitted<RetentionModel> {
  return maximise(
    tenures,
    STARTS,
    ([alpha = 1, beta = 1]) => ({ alpha, beta }),
    (rows) => (model) => rows.reduce((sum, row) => sum + (row.count > 0 ? row.count * logOf(model, row) : 0), 0),
  )
}

/** ln P(left at renewal t) = ln B(alpha + 1, beta + t − 1)/B(alpha, beta), or ln S(t). */
function logOf({ alpha, beta }: RetentionModel, { period, left }: Tenure): number {
  const shape = left ? logBeta(alpha + 1, beta + period - 1) : logBeta(alpha, beta + period)
  return shape - logBeta(alpha, beta)
}
