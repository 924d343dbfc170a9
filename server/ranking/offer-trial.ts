import { EFFECT_HOLD, OFFER_HOLD, type TriedSoFar } from './counted.ts'
import { fitOf } from './experience.ts'
import { createChance } from './learning/chance.ts'
import { drawOffer, findChances } from './learning/offer-bandit.ts'

/** An offer as it is scored for one customer. */
export interface TriedOffer {
  readonly code: string
  /** Worth of a reached customer with it, minor units. */
  readonly netMinor: number
  readonly pWin: number
  /** May be given without asking, and is expected to earn not much less than the best. */
  readonly worthTrying: boolean
}

export interface Trial {
  readonly code: string
  /** By code, of those that could have been drawn; they sum to 1. */
  readonly propensities: ReadonlyMap<string, number>
}

/** Of the doubt about an offer so much is tried out: the score keeps being wrong about something, and trials cost. */
const BOLDNESS = 0.2
const LEAST_PROPENSITY = 0.01

/**
 * Which offer to recommend now: each worth trying with the probability that it is the best by net value, so that what is
 * not known yet is learned (Thompson 1933). What the score expects of an offer is the mean, what came of it so far being in
 * it; how little it was tried, everywhere and among those who left for reasons of `group`, spreads it. `secondLifeMinor` makes
 * money of a win 1. The same seed draws the same offer. null where nothing may be recommended.
 */
export function drawTrial(
  offers: readonly TriedOffer[],
  { tried, group, secondLifeMinor, seed }: { tried: TriedSoFar; group: string; secondLifeMinor: number; seed: number },
): Trial | null {
  const eligible = offers.filter(({ worthTrying }) => worthTrying)
  const [only] = eligible
  if (!only) return null
  if (eligible.length === 1 || secondLifeMinor <= 0) return { code: only.code, propensities: new Map([[only.code, 1]]) }
  const chances = findChances(
    eligible.map(({ code, netMinor, pWin }) => {
      const everywhere = 1 / (OFFER_HOLD + (tried.offers[code] ?? 0))
      const here = 1 / (EFFECT_HOLD + (tried.fits[fitOf(group, code)] ?? 0))
      const deviation = BOLDNESS * pWin * (1 - pWin) * Math.sqrt(everywhere + here)
      return { code, mean: netMinor / secondLifeMinor, deviation: Math.max(1e-9, deviation) }
    }),
    LEAST_PROPENSITY,
  )
  return { code: drawOffer(chances, createChance(seed)), propensities: chances }
}
