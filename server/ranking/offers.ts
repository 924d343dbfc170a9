import { groupOf, type RankingReason } from './reasons.ts'
import { logOdds } from './special.ts'

export interface RankingOffer {
  readonly code: string
  /** What one acceptance costs the house, minor units; null takes the default share of the customer's mean order. */
  readonly costMinor: bigint | null
  /** Only a supervisor may give it: shown as an alternative, never recommended. */
  readonly needsApproval?: boolean
}

/**
 * Cost of an acceptance in mean orders where nobody has set a price: 15 % off three orders; an upgrade in Kumar's
 * proportion of 105 to 120; both for the bundle. The rest are ours; a plan costs those who
 * must carry it out.
 */
const DEFAULT_COST_ORDERS: Readonly<Record<string, number>> = {
  DSC: 0.45,
  UPG: 0.39,
  BDL: 0.84,
  CRD: 0.5,
  FEE: 0.15,
  TRL: 0.25,
  LOY: 0.15,
  FLX: 0.1,
  SVC: 0.2,
  CNV: 0.1,
  APO: 0,
  FIX: 0.1,
  INF: 0,
  NON: 0,
}
const UNKNOWN_COST_ORDERS = 0.3

/**
 * Log-odds of each offer against an average single incentive. Discount 45 %, upgrade 41 %, bundle 47 % accepted (Kumar,
 * HBR March 2016, 40,000 customers of one US telecom): used as proportions only, the level is the local base rate.
 * Words without an incentive, and no offer at all, were not tested there; their values are priors of ours.
 */
const SINGLE_INCENTIVE = 0.43
const OFFER_LOG_ODDS: Readonly<Record<string, number>> = {
  DSC: logOdds(0.45) - logOdds(SINGLE_INCENTIVE),
  UPG: logOdds(0.41) - logOdds(SINGLE_INCENTIVE),
  BDL: logOdds(0.47) - logOdds(SINGLE_INCENTIVE),
  APO: -0.15,
  FIX: -0.1,
  INF: -0.15,
  NON: -0.3,
}
/**
 * An offer that answers the reason, against one that does not. One experiment saw next to nothing of it (45 % against 43 %
 * of one given to all, same source), the literature of service recovery a great deal; a prior of ours between them.
 */
const FITTED_LOG_ODDS = 0.35
/** A failure is answered by an apology and a plan before money (justice framework, design/domain.md 2); prior. */
const REMEDY_LOG_ODDS = 0.25
const FAILURE_GROUPS = new Set(['SRV', 'PRD', 'CMP', 'TRU', 'CNV'])
const REMEDIES = new Set(['APO', 'FIX'])
export const DECLINED_LOG_ODDS = -0.6

/** Second life by offer: longest after an upgrade, then a price cut, shortest after a bundle (MSI summary of Kumar). */
const SECOND_LIFE_FACTOR: Readonly<Record<string, number>> = { UPG: 1.1, BDL: 0.8 }

/** All that may be given to somebody who left within six months of an earlier win-back offer. */
export const GUARDED_OFFERS: ReadonlySet<string> = new Set(['APO', 'FIX', 'INF'])
export const NO_OFFER: RankingOffer = { code: 'NON', costMinor: 0n }

export function costOffer(offer: RankingOffer, meanOrderMinor: number): number {
  if (offer.costMinor !== null) return Number(offer.costMinor)
  return (DEFAULT_COST_ORDERS[groupOf(offer.code)] ?? UNKNOWN_COST_ORDERS) * meanOrderMinor
}

export function weighOffer(code: string): number {
  return OFFER_LOG_ODDS[groupOf(code)] ?? 0
}

/** What the offer adds for somebody who left for this reason. */
export function weighFit(code: string, reason: RankingReason): number {
  const fitted = reason.defaultOffers.includes(code) ? FITTED_LOG_ODDS : 0
  return fitted + (isRemedy(code, reason) ? REMEDY_LOG_ODDS : 0)
}

/** Whether it makes good what failed. */
export const isRemedy = (code: string, reason: Pick<RankingReason, 'code'>): boolean =>
  REMEDIES.has(code) && FAILURE_GROUPS.has(groupOf(reason.code))

export function stretchSecondLife(code: string): number {
  return SECOND_LIFE_FACTOR[groupOf(code)] ?? 1
}

export interface PricedOffer {
  readonly code: string
  readonly pWin: number
  readonly costMinor: number
  /** Second-lifetime value after a win with this offer. */
  readonly secondLifeMinor: number
}

/**
 * Worth of a reached customer with an offer: P(win) · (SLV(offer) − cost) − P(unaided) · SLV. Those who would have come
 * anyway take the subsidy too (design/ranking.md 3.1).
 */
export function netOffer(pWin: number, gainMinor: number, pUnaided: number, secondLifeMinor: number): number {
  return pWin * gainMinor - pUnaided * secondLifeMinor
}

/** Best first by net value, never by acceptance; equal values by the cheaper, then by code. */
export function orderOffers<T extends Pick<PricedOffer, 'code' | 'costMinor'> & { netMinor: number }>(
  offers: readonly T[],
): T[] {
  return [...offers].sort(
    (left, right) =>
      right.netMinor - left.netMinor || left.costMinor - right.costMinor || (left.code < right.code ? -1 : 1),
  )
}

export interface TrialLimits {
  /** What may be spent on one acceptance; none by default. */
  readonly budgetMinor?: number
  /** How much less than the best, as a share of it, an offer may be expected to earn and still be tried. */
  readonly mostLost?: number
}

const MOST_LOST = 0.05

/**
 * Offers that may be tried to learn from, best first: within the budget, free to give, and expected to earn not much less
 * than the best. Without the last, the bundle of design/ranking.md 2.6 would be tried for ever.
 */
export function listWorthTrying<
  T extends Pick<PricedOffer, 'code' | 'costMinor'> & { netMinor: number; needsApproval?: boolean },
>(offers: readonly T[], { budgetMinor = Number.POSITIVE_INFINITY, mostLost = MOST_LOST }: TrialLimits = {}): T[] {
  const allowed = orderOffers(offers).filter((offer) => offer.costMinor <= budgetMinor && !offer.needsApproval)
  const best = allowed[0]?.netMinor ?? 0
  return allowed.filter(({ netMinor }) => best - netMinor <= mostLost * Math.abs(best))
}
