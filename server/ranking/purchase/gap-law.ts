/** Gaps of one customer while alive: the sum of k exponential phases of rate λ ~ Gamma(shape, exposure). */
export interface GapLaw {
  readonly shape: number
  readonly exposure: number
  readonly k: number
}

/** Mean gap, k · exposure/(shape − 1); shape > 1. */
export const expectedGap = ({ shape, exposure, k }: GapLaw): number => (k * exposure) / (shape - 1)

/**
 * P(gap > time): fewer than k phases in it, Σ_{j<k} (shape)_j/j! · z^j · (1 − z)^shape with z = time/(exposure + time).
 * For k = 1 the Lomax law (exposure/(exposure + time))^shape.
 */
export function gapExceeds({ shape, exposure, k }: GapLaw, time: number): number {
  const z = time / (exposure + time)
  let [term, sum] = [1, 1]
  for (let j = 1; j < k; j++) {
    term *= ((shape + j - 1) / j) * z
    sum += term
  }
  return Math.min(1, Math.exp(Math.log(sum) - shape * Math.log1p(time / exposure)))
}

/** The time that a gap exceeds with probability p, 0 < p < 1. */
export function gapExceededBy(law: GapLaw, p: number): number {
  // Exact for one phase; k phases take at least as long, and less than k times as long at a level p/k each.
  const onePhase = (level: number) => law.exposure * Math.expm1(-Math.log(level) / law.shape)
  let low = onePhase(p)
  if (law.k === 1) return low
  let high = law.k * onePhase(p / law.k)
  for (let step = 0; step < 60 && high - low > 1e-9 * high; step++) {
    const middle = (low + high) / 2
    if (gapExceeds(law, middle) > p) low = middle
    else high = middle
  }
  return high
}
