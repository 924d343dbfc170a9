import { logOdds, softplus } from '../special.ts'
import { solvePositive } from './cholesky.ts'

/** logit P(outcome | features) = intercept + Σ weights · (features − centre); plain JSON. */
export interface LogisticModel {
  /** Log-odds at the centre. */
  readonly intercept: number
  /** One per feature, in the feature's own unit; 0 for one that never varied. */
  readonly weights: readonly number[]
  /** Mean of every feature where it was fitted. */
  readonly centre: readonly number[]
}

export interface RidgeOptions {
  /** Penalty λ/2 · Σ β² on weights per standard deviation; 1/C of other libraries. Above 0. */
  readonly ridge?: number
  /** How much each row counts, ≥ 0; 1 by default. */
  readonly weights?: ArrayLike<number>
  /**
   * Log-odds of each row that are known from elsewhere: the model is what must be added to them. It is held at nothing
   * with a precision of `doubt`, so that few rows change little.
   */
  readonly beside?: { readonly offset: ArrayLike<number>; readonly doubt: number }
  /** Precision with which each weight is held at nothing in its feature's own unit, beside the ridge; none by default. */
  readonly hold?: ArrayLike<number>
  /** false: the penalty is on weights per unit of a feature, so that a category met seldom is held back more. */
  readonly standardised?: boolean
}

const MAX_STEPS = 50
const MAX_HALVINGS = 30
/** Relative gain below which the climb ends. */
const TOLERANCE = 1e-10
/** Holds the intercept near the observed share, so that it stays finite where all outcomes are the same. */
const INTERCEPT_RIDGE = 1e-3

/**
 * Logistic regression with a ridge by iteratively reweighted least squares (le Cessie & van Houwelingen 1992, Applied
 * Statistics 41(1), 191–201). Features are standardised by weighted mean and deviation, the intercept is hardly penalised.
 * The penalised likelihood is concave and a step that does not raise it is halved, so it always ends, and always finite:
 * no rows, one class and collinear features included. Features must be finite.
 */
export function fitRidgeLogistic(
  rows: readonly ArrayLike<number>[],
  outcomes: ArrayLike<number | boolean>,
  { ridge = 1, weights, beside, hold, standardised = true }: RidgeOptions = {},
): LogisticModel {
  const columns = rows[0]?.length ?? 0
  const { design, counts, centre, scale } = standardise(rows, columns, weights, standardised)
  const hits = Float64Array.from(rows, (_, i) => Number(outcomes[i] ?? 0))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const share = (hits.reduce((sum, hit, i) => sum + hit * (counts[i] ?? 0), 0) + 0.5) / (total + 1)
  const problem: Problem = {
    ...{ design, counts, hits, size: columns + 1 },
    penalties: Float64Array.from([
      beside?.doubt ?? INTERCEPT_RIDGE,
      ...scale.map((deviation, j) => Math.max(ridge, 1e-9) + (deviation > 0 ? (hold?.[j] ?? 0) / deviation ** 2 : 0)),
    ]),
    offset: Float64Array.from(rows, (_, i) => beside?.offset[i] ?? 0),
    start: beside ? 0 : logOdds(share),
  }

  let beta = new Float64Array(columns + 1)
  beta[0] = problem.start
  let loss = measureLoss(problem, beta)
  for (let step = 0; step < MAX_STEPS; step++) {
    const move = findStep(problem, beta)
    let better: { beta: Float64Array<ArrayBuffer>; loss: number } | undefined
    for (let half = 0, share = 1; half < MAX_HALVINGS && !better; half++, share /= 2) {
      const tried = beta.map((value, j) => value + share * (move[j] ?? 0))
      const found = measureLoss(problem, tried)
      if (found < loss) better = { beta: tried, loss: found }
    }
    if (!better) break
    const gain = loss - better.loss
    ;({ beta, loss } = better)
    if (gain <= TOLERANCE * (Math.abs(loss) + TOLERANCE)) break
  }
  return {
    intercept: beta[0] ?? 0,
    weights: scale.map((deviation, j) => (deviation > 0 ? (beta[j + 1] ?? 0) / deviation : 0)),
    centre,
  }
}

/** Log-odds that the model gives to one row of features. */
export function predictLogOdds({ intercept, weights, centre }: LogisticModel, features: ArrayLike<number>): number {
  let sum = intercept
  for (let j = 0; j < weights.length; j++) sum += (weights[j] ?? 0) * ((features[j] ?? 0) - (centre[j] ?? 0))
  return sum
}

interface Problem {
  /** Row by row, first a 1, then the standardised features. */
  readonly design: Float64Array
  readonly counts: Float64Array
  readonly hits: Float64Array
  readonly size: number
  /** Of the intercept, then of every feature. */
  readonly penalties: Float64Array
  readonly offset: Float64Array
  /** Where the intercept is held. */
  readonly start: number
}

function standardise(
  rows: readonly ArrayLike<number>[],
  columns: number,
  weights: ArrayLike<number> | undefined,
  standardised: boolean,
) {
  const counts = Float64Array.from(rows, (_, i) => Math.max(0, weights?.[i] ?? 1))
  const total = counts.reduce((sum, count) => sum + count, 0) || 1
  const average = (j: number, of: (value: number) => number) =>
    rows.reduce((sum, row, i) => sum + (counts[i] ?? 0) * of(row[j] ?? 0), 0) / total
  const centre = Array.from({ length: columns }, (_, j) => average(j, (value) => value))
  const scale = centre.map((mean, j) => {
    const deviation = Math.sqrt(average(j, (value) => (value - mean) ** 2))
    if (deviation <= 1e-10 * (1 + Math.abs(mean))) return 0
    return standardised ? deviation : 1
  })
  const size = columns + 1
  const design = new Float64Array(rows.length * size)
  for (const [i, row] of rows.entries()) {
    design[i * size] = 1
    for (let j = 0; j < columns; j++) {
      const deviation = scale[j] ?? 0
      design[i * size + j + 1] = deviation > 0 ? ((row[j] ?? 0) - (centre[j] ?? 0)) / deviation : 0
    }
  }
  return { design, counts, centre, scale }
}

function scoreRow({ design, size, offset }: Problem, i: number, beta: Float64Array): number {
  let eta = offset[i] ?? 0
  for (let j = 0, at = i * size; j < size; j++, at++) eta += (design[at] ?? 0) * (beta[j] ?? 0)
  return eta
}

function measureLoss(problem: Problem, beta: Float64Array): number {
  const { counts, hits, penalties, start } = problem
  let loss = 0
  for (let j = 0; j < beta.length; j++)
    loss += ((penalties[j] ?? 0) / 2) * ((beta[j] ?? 0) - (j === 0 ? start : 0)) ** 2
  for (let i = 0; i < counts.length; i++) {
    const eta = scoreRow(problem, i, beta)
    loss += (counts[i] ?? 0) * (softplus(eta) - (hits[i] ?? 0) * eta)
  }
  return loss
}

/** Newton's step: (XᵀWX + Λ)⁻¹ · (Xᵀ(y − p) − Λβ). */
function findStep(problem: Problem, beta: Float64Array): Float64Array {
  const { design, counts, hits, size, penalties, start } = problem
  const hessian = new Float64Array(size * size)
  const slope = new Float64Array(size)
  for (let i = 0; i < counts.length; i++) {
    const row = design.subarray(i * size, (i + 1) * size)
    const count = counts[i] ?? 0
    const p = 1 / (1 + Math.exp(-scoreRow(problem, i, beta)))
    const pull = count * ((hits[i] ?? 0) - p)
    const weight = count * p * (1 - p)
    for (let j = 0; j < size; j++) {
      const value = row[j] ?? 0
      if (value === 0) continue
      slope[j] = (slope[j] ?? 0) + pull * value
      const scaled = weight * value
      for (let k = 0, at = j * size; k <= j; k++, at++) hessian[at] = (hessian[at] ?? 0) + scaled * (row[k] ?? 0)
    }
  }
  for (let j = 0; j < size; j++) {
    const penalty = penalties[j] ?? 0
    hessian[j * size + j] = (hessian[j * size + j] ?? 0) + penalty
    slope[j] = (slope[j] ?? 0) - penalty * ((beta[j] ?? 0) - (j === 0 ? start : 0))
  }
  return solvePositive(hessian, slope)
}
