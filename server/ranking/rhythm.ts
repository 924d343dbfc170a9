import type { CustomerHistory } from './history.ts'
import { expectedGap, gapExceededBy, gapExceeds } from './purchase/gap-law.ts'
import { gapsOf, type PurchaseModel } from './purchase/purchase-model.ts'
import { toBuying } from './to-buying.ts'

export interface Rhythm {
  readonly state: 'active' | 'quiet' | 'dormant'
  readonly hiatusDays: number
  /** Gap that is expected of this customer, days: own purchases, drawn to the population's where they are few. */
  readonly expectedGapDays: number
  readonly quietAfterDays: number
  readonly dormantAfterDays: number
  /** P(a gap at least this long | still a customer). */
  readonly pSilence: number
}

export interface RhythmLimits {
  readonly quietMinDays: number
  readonly dormantMinDays: number
  readonly dormantMaxDays: number
  readonly dormantBelow: number
}

export const RHYTHM_LIMITS: RhythmLimits = {
  quietMinDays: 15,
  dormantMinDays: 30,
  dormantMaxDays: 730,
  dormantBelow: 0.05,
}

/**
 * Is this silence long by the customer's own rhythm?
 *
 * While a customer lives, gaps are exponential with rate λ. At the last purchase, tx after the first, n = x + 1
 * purchases have been seen in an exposure of tx, and with λ ~ Gamma(r, alpha) over the population the posterior is
 * Gamma(r + n, alpha + tx) (Fader, Hardie & Lee 2005, Marketing Science 24(2), section 3, gives the Gamma–exponential
 * step). Its mixture over exponentials is a Pareto (Lomax) law:
 *
 *     P(gap > h | alive, history) = ((alpha + tx) / (alpha + tx + h))^(r + n),  mean (alpha + tx) / (r + n − 1)
 *
 * The first purchase counts as an event too (n, not x). With x alone a one-time buyer keeps the raw Gamma(r, alpha),
 * in which most rates are next to nothing, and is not dormant for centuries: the x = 0 trap of P(alive). With n he has
 * the rate of a purchase drawn at random from the population, that is the gaps of those who do come back.
 *
 * Quiet: the hiatus is longer than the expected gap. Dormant: P(gap > hiatus | alive) < 5 % (design/ranking.md 3.2).
 * Never dormant under 30 days, always after two years or three of one's own usual gaps, whichever is longer. The
 * hiatus ends at completeThrough.
 */
export function assessRhythm(
  history: CustomerHistory,
  model: PurchaseModel,
  limits: RhythmLimits = RHYTHM_LIMITS,
): Rhythm {
  const gaps = gapsOf(model, toBuying(history))
  const expectedGapDays = expectedGap(gaps) * 7
  const unlikelyDays = gapExceededBy(gaps, limits.dormantBelow) * 7
  const latest = Math.max(limits.dormantMaxDays, 3 * (history.usualGapDays ?? 0))
  const dormantAfterDays = Math.min(latest, Math.max(limits.dormantMinDays, unlikelyDays))
  const quietAfterDays = Math.min(dormantAfterDays, Math.max(limits.quietMinDays, expectedGapDays))
  const hiatusDays = history.hiatusDays
  const silent = history.purchaseDays > 0 && !history.purchasedLater
  const state =
    silent && hiatusDays > dormantAfterDays ? 'dormant' : silent && hiatusDays > quietAfterDays ? 'quiet' : 'active'
  const pSilence = gapExceeds(gaps, Math.max(0, hiatusDays) / 7)
  return { state, hiatusDays, expectedGapDays, quietAfterDays, dormantAfterDays, pSilence }
}
