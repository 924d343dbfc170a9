export interface Minimum {
  readonly at: readonly number[]
  readonly value: number
}

interface Corner {
  readonly at: number[]
  readonly value: number
}

export interface NelderMeadOptions {
  /** First edge of the simplex along every axis. */
  readonly step?: number
  /** Stops when the simplex is this small in value (relative) and in every coordinate. */
  readonly tolerance?: number
  readonly maxEvaluations?: number
}

/**
 * Smallest value of a function of a few variables by the downhill simplex (Nelder & Mead 1965, Computer Journal 7;
 * coefficients 1, 2, ½, ½). A value that is not a number counts as infinitely bad, so it always returns a point.
 */
export function minimise(
  f: (at: readonly number[]) => number,
  start: readonly number[],
  { step = 0.5, tolerance = 1e-10, maxEvaluations = 4000 }: NelderMeadOptions = {},
): Minimum {
  let evaluations = 0
  const evaluate = (at: number[]): Corner => {
    evaluations += 1
    const value = f(at)
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value }
  }
  const between = (from: readonly number[], to: readonly number[], share: number) =>
    from.map((v, i) => v + share * ((to[i] ?? v) - v))

  let corners = [evaluate([...start]), ...start.map((_, k) => evaluate(start.map((v, i) => (i === k ? v + step : v))))]
  for (;;) {
    corners.sort((left, right) => left.value - right.value)
    const best = corners[0]
    const worst = corners[corners.length - 1]
    const second = corners[corners.length - 2]
    if (!best || !worst || !second) return { at: start, value: f(start) }
    if (evaluations >= maxEvaluations || isSmall(corners, best, worst, tolerance)) return best

    const rest = corners.slice(0, -1)
    const centre = start.map((_, i) => rest.reduce((sum, corner) => sum + (corner.at[i] ?? 0), 0) / rest.length)
    const reflected = evaluate(between(centre, worst.at, -1))
    if (reflected.value < best.value) {
      const expanded = evaluate(between(centre, worst.at, -2))
      corners = [...rest, expanded.value < reflected.value ? expanded : reflected]
    } else if (reflected.value < second.value) {
      corners = [...rest, reflected]
    } else {
      const contracted = evaluate(between(centre, reflected.value < worst.value ? reflected.at : worst.at, 0.5))
      corners =
        contracted.value < Math.min(reflected.value, worst.value)
          ? [...rest, contracted]
          : [best, ...corners.slice(1).map((corner) => evaluate(between(best.at, corner.at, 0.5)))]
    }
  }
}

function isSmall(corners: readonly Corner[], best: Corner, worst: Corner, tolerance: number): boolean {
  if (worst.value - best.value > tolerance * (Math.abs(best.value) + tolerance)) return false
  return corners.every((corner) => corner.at.every((v, i) => Math.abs(v - (best.at[i] ?? v)) < 1e-4))
}
