import { logistic, softplus } from '../special.ts'

/** logit of the calibrated probability = centre + shift + slope · (logit − centre); slope > 0 keeps the order. */
export interface Calibration {
  readonly centre: number
  readonly shift: number
  readonly slope: number
}

export const IDENTITY: Calibration = { centre: 0, shift: 0, slope: 1 }

export interface CalibrationOptions {
  readonly weights?: ArrayLike<number>
  /** Precision of the normal prior that holds the shift at 0 and the slope at 1: few observations change little. */
  readonly prior?: Prior
}

const MAX_STEPS = 50
const LEAST_SLOPE = 0.05
const DEFAULT_PRIOR: Prior = { shift: 4, slope: 40 }

interface Prior {
  readonly shift: number
  readonly slope: number
}

/**
 * Platt's scaling (1999) of log-odds, by Newton's method with halved steps and a prior at the identity. Finite for every
 * input; without observations it is the identity.
 */
export function fitCalibration(
  logits: ArrayLike<number>,
  outcome: ArrayLike<number>,
  { weights, prior = DEFAULT_PRIOR }: CalibrationOptions = {},
): Calibration {
  let total = 0
  let sum = 0
  for (let i = 0; i < logits.length; i++) {
    total += weights?.[i] ?? 1
    sum += (weights?.[i] ?? 1) * (logits[i] ?? 0)
  }
  const centre = total > 0 ? sum / total : 0
  const centred = Float64Array.from(logits, (logit) => logit - centre)
  const loss = ({ shift, slope }: Prior) => {
    let sum = (prior.shift * shift ** 2 + prior.slope * (slope - 1) ** 2) / 2
    for (let i = 0; i < centred.length; i++) {
      const z = centre + shift + slope * (centred[i] ?? 0)
      sum += (weights?.[i] ?? 1) * (softplus(z) - (outcome[i] ?? 0) * z)
    }
    return sum
  }
  let at = { shift: 0, slope: 1 }
  let least = loss(at)
  for (let step = 0; step < MAX_STEPS; step++) {
    const move = findStep(at, { centre, centred, outcome, weights, prior })
    let next: typeof at | null = null
    for (let share = 1; share > 1e-6 && !next; share /= 2) {
      const tried = { shift: at.shift + share * move.shift, slope: at.slope + share * move.slope }
      if (loss(tried) < least) next = tried
    }
    if (!next) break
    const gain = least - loss(next)
    at = next
    least -= gain
    if (gain < 1e-9 * (1 + least)) break
  }
  return { centre, shift: at.shift, slope: Math.max(LEAST_SLOPE, at.slope) }
}

interface Problem {
  readonly centre: number
  readonly centred: Float64Array
  readonly outcome: ArrayLike<number>
  readonly weights: ArrayLike<number> | undefined
  readonly prior: Prior
}

function findStep({ shift, slope }: Prior, { centre, centred, outcome, weights, prior }: Problem): Prior {
  let [g0, g1] = [prior.shift * shift, prior.slope * (slope - 1)]
  let [h00, h01, h11] = [prior.shift, 0, prior.slope]
  for (let i = 0; i < centred.length; i++) {
    const z = centred[i] ?? 0
    const w = weights?.[i] ?? 1
    const p = logistic(centre + shift + slope * z)
    const miss = w * (p - (outcome[i] ?? 0))
    const curve = w * p * (1 - p)
    g0 += miss
    g1 += miss * z
    h00 += curve
    h01 += curve * z
    h11 += curve * z * z
  }
  const determinant = h00 * h11 - h01 * h01
  if (!(determinant > 0)) return { shift: 0, slope: 0 }
  return { shift: (h01 * g1 - h11 * g0) / determinant, slope: (h01 * g0 - h00 * g1) / determinant }
}

export function calibrate({ centre, shift, slope }: Calibration, logit: number): number {
  return centre + shift + slope * (logit - centre)
}
