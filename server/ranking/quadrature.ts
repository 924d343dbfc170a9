export interface Quadrature {
  /** Points in (0, 1). */
  readonly nodes: readonly number[]
  /** Weights that sum to 1. */
  readonly weights: readonly number[]
}

/**
 * Gauss–Legendre points and weights on [0, 1]: roots of the Legendre polynomial by Newton's method from the usual
 * cosine guess (Press et al., Numerical Recipes, 4.6).
 */
export function createQuadrature(points: number): Quadrature {
  const nodes: number[] = []
  const weights: number[] = []
  for (let i = 0; i < points; i++) {
    let z = Math.cos((Math.PI * (i + 0.75)) / (points + 0.5))
    let slope = 1
    for (let step = 0; step < 50; step++) {
      let p = 1
      let before = 0
      for (let j = 0; j < points; j++) {
        const older = before
        before = p
        p = ((2 * j + 1) * z * before - j * older) / (j + 1)
      }
      slope = (points * (z * p - before)) / (z * z - 1)
      const next = z - p / slope
      const done = Math.abs(next - z) < 1e-15
      z = next
      if (done) break
    }
    nodes.push((1 - z) / 2)
    weights.push(1 / ((1 - z * z) * slope * slope))
  }
  return { nodes, weights }
}
