/** One logged choice, and what the policy that is asked about would have done. Rewards in any unit. */
export interface LoggedChoice {
  readonly reward: number
  /** With what probability the arm that was taken was taken, > 0. */
  readonly propensity: number
  /** With what probability the other policy takes that arm. */
  readonly target: number
  /** Rewards that a model expects: of the arm taken, and of the other policy. For the doubly robust estimate. */
  readonly expected?: { readonly taken: number; readonly policy: number }
}

export interface Evidence {
  /** (Σw)²/Σw²: as many choices of the other policy itself would say as much (Kong 1992). */
  readonly effectiveSize: number
  readonly maxWeight: number
}

/** A mean reward with its 95 % interval, or a refusal where the log hardly did what the policy would do. */
export type PolicyEstimate = Evidence &
  (
    | { readonly refused: null; readonly value: number; readonly low: number; readonly high: number }
    | { readonly refused: 'effective_size_too_small' }
  )

/** Below this nothing is estimated (design/ranking.md 3.2): intervals of so few heavy choices do not hold. */
export const LEAST_EFFECTIVE_SIZE = 200
const Z_95 = 1.959964

/** Self-normalised inverse propensity score: Σwr/Σw, w = target/propensity; interval by linearisation (Owen 2013, ch. 9). */
export function estimateSnips(log: readonly LoggedChoice[]): PolicyEstimate {
  return estimate(log, (weights, total) => {
    const value = log.reduce((sum, { reward }, i) => sum + (weights[i] ?? 0) * reward, 0) / total
    const variance = log.reduce((sum, { reward }, i) => sum + ((weights[i] ?? 0) * (reward - value)) ** 2, 0)
    return { value, error: Math.sqrt(variance) / total }
  })
}

/** Inverse propensity score, mean of w·r: unbiased, and the noisiest; what the others are held against. */
export function estimateIps(log: readonly LoggedChoice[]): PolicyEstimate {
  return estimate(log, (weights) => meanWithError(log.map(({ reward }, i) => (weights[i] ?? 0) * reward)))
}

/**
 * Doubly robust (Dudík, Langford & Li 2011): mean of q(policy) + w·(r − q(taken)); right where either the propensities or
 * the model is. The model must not have seen the row. A choice without `expected` counts as expected to earn nothing.
 */
export function estimateDoublyRobust(log: readonly LoggedChoice[]): PolicyEstimate {
  return estimate(log, (weights) =>
    meanWithError(
      log.map(
        ({ reward, expected }, i) => (expected?.policy ?? 0) + (weights[i] ?? 0) * (reward - (expected?.taken ?? 0)),
      ),
    ),
  )
}

function estimate(
  log: readonly LoggedChoice[],
  of: (weights: Float64Array, total: number) => { value: number; error: number },
): PolicyEstimate {
  const weights = Float64Array.from(log, ({ target, propensity }) => (propensity > 0 ? target / propensity : 0))
  const total = weights.reduce((sum, w) => sum + w, 0)
  const squares = weights.reduce((sum, w) => sum + w * w, 0)
  const effectiveSize = squares > 0 ? total ** 2 / squares : 0
  const maxWeight = weights.reduce((most, w) => Math.max(most, w), 0)
  if (effectiveSize < LEAST_EFFECTIVE_SIZE) return { refused: 'effective_size_too_small', effectiveSize, maxWeight }
  const { value, error } = of(weights, total)
  return { refused: null, value, low: value - Z_95 * error, high: value + Z_95 * error, effectiveSize, maxWeight }
}

function meanWithError(values: readonly number[]): { value: number; error: number } {
  const value = values.reduce((sum, one) => sum + one, 0) / values.length
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / Math.max(1, values.length - 1)
  return { value, error: Math.sqrt(variance / values.length) }
}
