const MAX_STEPS = 100_000
const TINY = 1e-300

/**
 * ₂F₁(1, b; c; z) for 0 < b ≤ c and 0 ≤ z < 1 by Gauss's continued fraction (DLMF 15.7) in Lentz's form (Press et al.,
 * Numerical Recipes, 5.2). Every partial numerator is negative and above −1, so it only rises to its value, and it
 * takes tens of steps where the series in z would take 1/(1 − z).
 */
export function hypergeometricOne(b: number, c: number, z: number): number {
  const e = c - 1
  let f = TINY
  let front = f
  let back = 0
  for (let step = 0; step < MAX_STEPS; step++) {
    const n = step >> 1
    const numerator =
      step === 0
        ? 1
        : step % 2 === 1
          ? (-(e + n) * (b + n) * z) / ((e + 2 * n) * (e + 2 * n + 1))
          : ((b - e - n) * n * z) / ((e + 2 * n - 1) * (e + 2 * n))
    back = 1 / (1 + numerator * back || TINY)
    front = 1 + numerator / front || TINY
    const change = front * back
    f *= change
    if (Math.abs(change - 1) < 1e-14) break
  }
  return f
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
