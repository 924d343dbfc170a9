import { createQuadrature } from '../quadrature.ts'
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
/** Purchases discounted by their time need the expectation at this many times. */
const DISCOUNT_QUADRATURE = createQuadrature(6)

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

/** Purchases expected in the next `time`, one that is s ahead counting e^(−discount·s). */
export function expectedPhased(belief: PhasedBelief, time: number, discount = 0): number {
  if (time <= 0) return 0
  if (belief.k === 1) return expectedWhileAlive(belief, time, discount)
  if (discount <= 0) return lookAhead(belief, time).purchases
  // By parts: ∫ e^(−δs) dm(s) = e^(−δt)·m(t) + δ ∫ e^(−δs)·m(s) ds.
  const { nodes, weights } = DISCOUNT_QUADRATURE
  const { end, at } = expectAtNodes(belief, time)
  const earlier = nodes.reduce(
    (sum, node, i) => sum + (weights[i] ?? 0) * Math.exp(-discount * node * time) * (at[i] ?? 0),
    0,
  )
  return Math.exp(-discount * time) * end + discount * time * earlier
}

type AtNodes = { belief: PhasedBelief; time: number; end: number; at: readonly number[] }
/** Another discount asks for the same expectations again, of both beliefs of one customer: they are the most of the work. */
const REMEMBERED = 4
const remembered: AtNodes[] = []

function expectAtNodes(belief: PhasedBelief, time: number): AtNodes {
  const { shape, exposure, leave, stay, k, done } = belief
  const known = remembered.find(
    ({ belief: one, time: other }) =>
      other === time &&
      one.shape === shape &&
      one.exposure === exposure &&
      one.leave === leave &&
      one.stay === stay &&
      one.k === k &&
      one.done === done,
  )
  if (known) return known
  const at = DISCOUNT_QUADRATURE.nodes.map((node) => lookAhead(belief, node * time).purchases)
  const made = { belief, time, end: lookAhead(belief, time).purchases, at }
  remembered.unshift(made)
  if (remembered.length > REMEMBERED) remembered.pop()
  return made
}
