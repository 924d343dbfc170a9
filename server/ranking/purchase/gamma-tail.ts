const MAX_ROUNDS = 25_000
const SMALL = 1e-100

/**
 * ₂F₁(1, b; c; z) for 0 < b < c and 0 ≤ z < 1 by Gauss's continued fraction (DLMF 15.7), forward by Wallis's recurrence.
 * Every partial numerator is negative and above −1, so the denominators stay positive and the value only rises; it takes
 * tens of steps where the series in z would take 1/(1 − z).
 */
export function hypergeometricOne(b: number, c: number, z: number): number {
  let [top, topBefore, bottom, bottomBefore] = [1, 0, 1, 1]
  let found = 1
  // Two numerators a round, of odd and of even place; what is d here is c + 2n.
  for (let n = 0, d = c; n < MAX_ROUNDS; n++, d += 2) {
    const odd = (-z * (c - 1 + n) * (b + n)) / ((d - 1) * d)
    topBefore = top + odd * topBefore
    bottomBefore = bottom + odd * bottomBefore
    const even = (z * (b - c - n) * (n + 1)) / (d * (d + 1))
    top = topBefore + even * top
    bottom = bottomBefore + even * bottom
    const value = top / bottom
    if (value - found <= 1e-14 * value) return value
    found = value
    if (bottom < SMALL) {
      top /= SMALL
      topBefore /= SMALL
      bottom /= SMALL
      bottomBefore /= SMALL
    }
  }
  return found
}

/**
 * ln ∫ from y to ∞ of (alpha + τ)^−m · (beta + τ)^−n dτ, for m + n > 1. By Euler's integral it is a ₂F₁; Euler's
 * transformation leaves ₂F₁(1, ·; m + n; z) with 0 ≤ z < 1 whichever of alpha and beta is the larger.
 */
export function logTail(alpha: number, beta: number, m: number, n: number, y: number): number {
  if (alpha < beta) return logTail(beta, alpha, n, m, y)
  const z = (alpha - beta) / (alpha + y)
  const series = Math.log(hypergeometricOne(m, m + n, z) / (m + n - 1))
  return series - m * Math.log(alpha + y) - (n - 1) * Math.log(beta + y)
}
