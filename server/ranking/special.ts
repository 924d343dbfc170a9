const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2

/**
 * ln Γ(x) for x > 0: Stirling's series after shifting x to 10 or more (Abramowitz & Stegun 6.1.41), about 15 digits.
 */
export function logGamma(x: number): number {
  let product = 1
  let y = x
  while (y < 10) {
    product *= y
    y += 1
  }
  const i = 1 / y
  const s = i * i
  const series = i * (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360)))))
  return (y - 0.5) * Math.log(y) - y + HALF_LOG_TWO_PI + series - Math.log(product)
}

/** ln B(a, b) for a, b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

/** ln(1 + e^z) without overflow. */
export function softplus(z: number): number {
  return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z))
}

export function logistic(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))
}

/** Log-odds of a probability, kept finite by holding it between 1e-12 and 1 − 1e-12. */
export function logOdds(p: number): number {
  const held = Math.min(1 - 1e-12, Math.max(1e-12, p))
  return Math.log(held) - Math.log1p(-held)
}

const MAX_TERMS = 1_000_000
const RESCALE_AT = 1e250

/**
 * ln ₂F₁(a, b; c; z) for b ≥ 0, c > 0, 0 ≤ z < 1 and a ≥ 0, where every term of Gauss's series is positive and nothing
 * cancels, or −1 < a < 0 with c ≥ a + b, where little does. The sum is rescaled as it grows, so nothing overflows
 * (Abramowitz & Stegun 15.1.1).
 */
export function logHypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  let logScale = 0
  for (let n = 0; n < MAX_TERMS; n++) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (1 + n))) * z
    term *= ratio
    sum += term
    if (ratio < 1 && Math.abs(term) <= 1e-15 * (1 - ratio) * sum) break
    if (sum > RESCALE_AT) {
      logScale += Math.log(sum)
      term /= sum
      sum = 1
    }
  }
  return Math.log(sum) + logScale
}

/**
 * E[(1 + pz)^−k] for p ~ Beta(a, b) and z ≥ 0, which is ₂F₁(k, a; a+b; −z). Pfaff's transformations (A&S 15.3.4–5)
 * take it to a series in z/(1+z) of positive terms, with (a+b−k, a) or with (k, b); the one whose terms grow less,
 * which is the first where a < k, is summed. Lies in [0, 1] and falls with z.
 */
export function betaMeanOfPower(k: number, a: number, b: number, z: number): number {
  if (z <= 0) return 1
  const w = z / (1 + z)
  const log =
    a < k && a + b > k - 1
      ? logHypergeometric(a + b - k, a, a + b, w) - a * Math.log1p(z)
      : logHypergeometric(k, b, a + b, w) - k * Math.log1p(z)
  return Math.min(1, Math.exp(log))
}
