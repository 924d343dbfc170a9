import { type Effects, NO_EFFECTS } from './experience.ts'
import { PRIOR_REACH, type ReachModel } from './reach.ts'

/**
 * What is counted every night, adopted or not, beside the model that orders the queue: when people answer, and by how much
 * each offer and reason does better than was said of it. It is held so near to what was believed that little moves it
 * little, so it need not wait until it is better for certain; plain JSON.
 */
export interface Counted {
  /** The model that it was counted beside, `ITSELF`: that with which it is stored; null: our priors. Of no use beside another. */
  readonly beside: string | null
  readonly reach: ReachModel
  /** Added to the log-odds of persuading. */
  readonly effects: Omit<Effects, 'scale'>
  readonly tried: TriedSoFar
}

/** How much outcomes have said of each offer, and of each among those who left for one group of reasons: Σ p(1 − p). */
export interface TriedSoFar {
  readonly offers: Readonly<Record<string, number>>
  /** By `GROUP|OFFER`. */
  readonly fits: Readonly<Record<string, number>>
}

/** A model that was put into use as soon as it was learned. */
export const ITSELF = 'itself'

export const NOTHING_TRIED: TriedSoFar = { offers: {}, fits: {} }

export const NOTHING_COUNTED: Counted = {
  beside: null,
  reach: PRIOR_REACH,
  effects: NO_EFFECTS,
  tried: NOTHING_TRIED,
}

/** Precision with which a group of reasons, or an offer among those who left for one, is held to what is believed: most are within a third of it (log-odds). */
export const EFFECT_HOLD = 10

/**
 * The same of an offer everywhere, within a sixth: single incentives were found that near to each other among 40,000 customers
 * (offers.ts), and whichever is made most would else be praised in all groups for a level of wins that is the house's own.
 */
export const OFFER_HOLD = 40

/** Effects learned and counted, together. */
export function addEffects(learned: Effects, counted: Counted['effects']): Effects {
  return {
    scale: learned.scale,
    base: learned.base + counted.base,
    offers: addEach(learned.offers, counted.offers),
    reasons: addEach(learned.reasons, counted.reasons),
    fits: addEach(learned.fits, counted.fits),
  }
}

type Weights = Readonly<Record<string, number>>

function addEach(left: Weights, right: Weights): Weights {
  const sum: Record<string, number> = { ...left }
  for (const [key, weight] of Object.entries(right)) sum[key] = (sum[key] ?? 0) + weight
  return sum
}
