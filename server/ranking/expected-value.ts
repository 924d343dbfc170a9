import { type Effects, fitOf } from './experience.ts'
import type { CustomerHistory } from './history.ts'
import {
  costOffer,
  DECLINED_LOG_ODDS,
  GUARDED_OFFERS,
  isRemedy,
  NO_OFFER,
  netOffer,
  type PricedOffer,
  type RankingOffer,
  stretchSecondLife,
  weighFit,
  weighOffer,
} from './offers.ts'
import { type LikelyReason, type PreparedReason, weighReason } from './reasons.ts'
import { type SecondLife, STANDS_UNKNOWN, stillStands } from './second-life.ts'
import { logistic, logOdds } from './special.ts'

export interface ValuedOffer extends PricedOffer {
  readonly needsApproval: boolean
  /** Worth of a reached customer with this offer, minor units. */
  readonly netMinor: number
  /** P(the call wins somebody who would not have come unaided). */
  readonly pPersuaded: number
  readonly offerLogOdds: number
}

export interface OfferContext {
  readonly history: CustomerHistory
  readonly likely: readonly LikelyReason[]
  /** Base and facts of the customer. */
  readonly customerLogOdds: number
  readonly pUnaided: number
  readonly life: SecondLife
  /** Margin of one order, minor units. */
  readonly orderMarginMinor: number
  readonly meanOrderMinor: number
}

/**
 * Offers that may be considered. A call without an offer always is, save after a departure that followed an earlier
 * offer, where only words are allowed (and no offer, where there are none).
 */
export function listOffers(history: CustomerHistory, offers: readonly RankingOffer[]): readonly RankingOffer[] {
  const allowed = history.leftAfterOffer ? offers.filter(({ code }) => GUARDED_OFFERS.has(code)) : offers
  const enough = history.leftAfterOffer ? allowed.length > 0 : allowed.some(({ code }) => code === NO_OFFER.code)
  return enough ? allowed : [...allowed, NO_OFFER]
}

/**
 * P(win | contact, offer) and net worth of one offer.
 *
 * The call persuades with probability u = Σ P(reason) · σ(customer + reason + offer + fit), and those it does not
 * persuade still come unaided with P0: P(win) = P0 + (1 − P0)·u. So the difference that a call makes, (1 − P0)·u, is
 * never negative, shrinks for those who come anyway, and logit P(win) splits exactly into customer, offer, reason and
 * unaided parts.
 */
export function valueOffer(offer: RankingOffer, context: OfferContext, weights: OfferWeights): ValuedOffer {
  const { history, likely, customerLogOdds, pUnaided } = context
  const declined = history.declinedOffers.includes(offer.code) ? weights.scale * DECLINED_LOG_ODDS : 0
  const offerLogOdds = weights.offer(offer.code) + declined
  const start = customerLogOdds + offerLogOdds
  const against = Math.exp(-start)
  const byReason = weights.byReason(offer.code)
  let persuaded = 0
  for (let i = 0; i < likely.length; i++) {
    const one = likely[i]
    if (one) persuaded += one.probability / (1 + against * (byReason[one.index] ?? 1))
  }
  const u = likely.length === 0 ? logistic(start) : persuaded
  const pWin = Math.min(1, pUnaided + (1 - pUnaided) * u)
  const costMinor = costOffer(offer, context.meanOrderMinor)
  const secondLifeMinor = valueSecondLife(offer.code, context, weights)
  return {
    code: offer.code,
    pWin,
    costMinor,
    secondLifeMinor,
    needsApproval: offer.needsApproval === true,
    netMinor: netOffer(pWin, secondLifeMinor - costMinor, pUnaided, valueSecondLife(NO_OFFER.code, context, weights)),
    pPersuaded: u,
    offerLogOdds,
  }
}

/** Margin of a second life after a win with this offer, over the reasons for which she may have left; minor units. */
export function valueSecondLife(
  offerCode: string,
  { likely, life, orderMarginMinor }: Pick<OfferContext, 'likely' | 'life' | 'orderMarginMinor'>,
  weights: OfferWeights,
): number {
  const stands = weights.stands(offerCode)
  let uncured = likely.length === 0 ? STANDS_UNKNOWN : 0
  for (let i = 0; i < likely.length; i++) {
    const one = likely[i]
    if (one) uncured += one.probability * (stands[one.index] ?? STANDS_UNKNOWN)
  }
  const orders = (1 - uncured) * life.cured + uncured * life.uncured
  return orderMarginMinor * orders * stretchSecondLife(offerCode)
}

/** The parts of logit P(win) that are not the customer's: with base and history they sum to it exactly. */
export function splitLogOdds(offer: ValuedOffer, customerLogOdds: number) {
  const persuaded = logOdds(offer.pPersuaded)
  return {
    offer: offer.offerLogOdds,
    /** The mixture of likely reasons, and the offer's fit to them. */
    reason: persuaded - customerLogOdds - offer.offerLogOdds,
    /** Those who would come unaided. */
    unaided: logOdds(offer.pWin) - persuaded,
  }
}

export interface OfferWeights {
  /** How far our priors are still believed, as outcomes have shown. */
  readonly scale: number
  readonly offer: (code: string) => number
  /** e^−(the reason's own weight and the offer's fit to it), in the order of the prepared reasons. */
  readonly byReason: (code: string) => Float64Array
  /** P(the reason still stands after a return with this offer), in the same order. */
  readonly stands: (code: string) => Float64Array
}

/** Weights of every offer and reason, priors and what outcomes have taught, worked out once for a run. */
export function createWeights(
  offers: readonly RankingOffer[],
  reasons: readonly PreparedReason[],
  { scale, ...effects }: Effects,
): OfferWeights {
  const table = new Map(
    [...offers, NO_OFFER].map(({ code }) => {
      const odds = reasons.map(({ reason, group }) => {
        const learned = (effects.reasons[group] ?? 0) + (effects.fits[fitOf(reason.code, code)] ?? 0)
        return Math.exp(-scale * (weighReason(reason) + weighFit(code, reason)) - learned)
      })
      const stands = reasons.map(({ reason }) => stillStands(reason, code, isRemedy(code, reason)))
      const own = scale * weighOffer(code) + (effects.offers[code] ?? 0)
      return [code, { own, byReason: Float64Array.from(odds), stands: Float64Array.from(stands) }]
    }),
  )
  const none = new Float64Array()
  return {
    scale,
    offer: (code) => table.get(code)?.own ?? 0,
    byReason: (code) => table.get(code)?.byReason ?? none,
    stands: (code) => table.get(code)?.stands ?? none,
  }
}

export interface Term {
  readonly code: string
  readonly minor: bigint
}

export interface CallCosts {
  readonly pContact: number
  readonly pUnaided: number
  readonly secondLifeMinor: number
  readonly attemptMinor: number
  readonly minutesMinor: number
  readonly annoyanceMinor: number
}

/**
 * EV = Pc·(P(win)·SLV(offer) − P0·SLV − P(win)·cost) − attempt − minutes − annoyance, design/ranking.md 3.1. Each term
 * is rounded to minor units and the value is the sum of the rounded terms, so that they always add up.
 */
export function splitValue(offer: ValuedOffer, call: CallCosts): Term[] {
  const { pContact, pUnaided } = call
  return [
    { code: 'win', minor: toMinor(pContact * offer.pWin * offer.secondLifeMinor) },
    { code: 'unaided', minor: toMinor(-pContact * pUnaided * call.secondLifeMinor) },
    { code: 'offer', minor: toMinor(-pContact * offer.pWin * offer.costMinor) },
    { code: 'attempt', minor: toMinor(-call.attemptMinor) },
    { code: 'agent_minutes', minor: toMinor(-call.minutesMinor) },
    { code: 'annoyance', minor: toMinor(-call.annoyanceMinor) },
  ]
}

export function toMinor(value: number): bigint {
  return BigInt(Math.round(value))
}
