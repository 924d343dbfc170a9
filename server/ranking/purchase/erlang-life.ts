import { logGamma } from '../special.ts'
import { type Belief, expectedWhileAlive, staysWhile } from './poisson-life.ts'

/**
 * Regular buying: a purchase is the end of every k-th phase of a Poisson process of rate λ, so gaps are Erlang-k.
 * `done` phases of the present gap are behind; k = 1 is Poisson.
 */
export interface PhasedBelief extends Belief {
  readonly k: number
  readonly done: number
}

export interface Outlook {
  /** Purchases expected in the time, E Σ_{n≥1} (1−p)^{n−1} · P(at least n·k − done phases). */
  readonly purchases: number
  /** P(still a customer at its end), E (1−p)^purchases. */
  readonly stays: number
}

/** With more phases ahead than this they hardly matter, and purchases are taken as Poisson of rate λ/k. */
const MAX_PHASES = 20_000
const DEVIATIONS = 12

/**
 * What is ahead of a living customer in `time`. The count of phases is negative binomial and all terms are positive;
 * they are summed from the first that matters to where nothing is left.
 */
export function lookAhead(belief: PhasedBelief, time: number): Outlook {
  const { k, done, shape, exposure, leave, stay } = belief
  if (time <= 0) return { purchases: 0, stays: 1 }
  const z = time / (exposure + time)
  const mean = (shape * time) / exposure
  const deviation = Math.sqrt(mean * (1 + time / exposure))
  const from = Math.max(0, Math.floor(mean - DEVIATIONS * deviation))
  // Far out a term is z times the one before it.
  const to = mean + DEVIATIONS * deviation + 40 / -Math.log(z)
  if (k === 1 || !(to - from <= MAX_PHASES)) {
    const poisson = { shape, exposure: k * exposure, leave, stay }
    return { purchases: expectedWhileAlive(poisson, time), stays: staysWhile(poisson, time) }
  }
  const logFirst = logGamma(shape + from) - logGamma(shape) - logGamma(from + 1) - shape * Math.log1p(time / exposure)
  let mass = Math.exp(logFirst + from * Math.log(z))
  let bought = 0
  let counted = 0
  let staying = 1
  let total = 0
  let purchases = 0
  let stays = 0
  let next = k - done // the phase that ends the next purchase
  for (let n = from; n <= to; n++) {
    for (; n >= next; next += k) {
      counted += staying
      if (leave > 0) staying *= (stay + bought) / (leave + stay + bought)
      bought += 1
    }
    total += mass
    purchases += mass * counted
    stays += mass * staying
    mass *= ((shape + n) / (n + 1)) * z
    if (n > mean && mass < 1e-14 * total) break
  }
  // Dividing by what was summed takes out the rounding of the first term.
  return total > 0 ? { purchases: purchases / total, stays: stays / total } : { purchases: 0, stays: 1 }
}

/** Purchases expected in the next `time`. */
export function expectedPhased(belief: PhasedBelief, time: number): number {
  if (time <= 0) return 0
  return belief.k === 1 ? expectedWhileAlive(belief, time) : lookAhead(belief, time).purchases
}
