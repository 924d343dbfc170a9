import { createChance } from './learning/chance.ts'
import { drawOffer, findPropensities, type OfferRecord } from './learning/offer-bandit.ts'

/** An offer as it is scored for one customer. */
export interface TriedOffer {
  readonly code: string
  /** Worth of a reached customer with it, minor units. */
  readonly netMinor: number
  /** May be given without asking, and is expected to earn not much less than the best. */
  readonly worthTrying: boolean
}

export interface Trial {
  readonly code: string
  /** By code, of those that could have been drawn; they sum to 1. */
  readonly propensities: ReadonlyMap<string, number>
}

/**
 * What the score expects of an offer is worth so many tries (of two hundred at one in six, the deviation is a fortieth), and
 * a hundred show what is peculiar to it among those who left for the same reason.
 */
const DOUBTS = { priorTries: 200, shrinkage: 100, novelty: 100 }

/**
 * Which offer to recommend now: each worth trying with the probability that it is the best by net value, so that what is
 * not known yet is learned (Thompson 1933). What the score expects of an offer is the mean; what came of it beside that
 * expectation moves it, and how seldom it was tried spreads it. `secondLifeMinor` makes money of a win 1. The same seed
 * draws the same offer. null where nothing may be recommended.
 */
export function drawTrial(
  offers: readonly TriedOffer[],
  { record, cell, secondLifeMinor, seed }: { record: OfferRecord; cell: string; secondLifeMinor: number; seed: number },
): Trial | null {
  const tried = offers.filter(({ worthTrying }) => worthTrying)
  const [only] = tried
  if (!only) return null
  if (tried.length === 1 || secondLifeMinor <= 0) return { code: only.code, propensities: new Map([[only.code, 1]]) }
  const eligible = tried.map(({ code, netMinor }) => ({ code, cost: -netMinor / secondLifeMinor }))
  const propensities = findPropensities(record, cell, eligible, DOUBTS)
  return { code: drawOffer(propensities, createChance(seed)), propensities }
}
