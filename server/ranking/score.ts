import { countAttempts, estimateContact, estimateMinutes } from './contact.ts'
import {
  createWeights,
  listOffers,
  type OfferWeights,
  splitLogOdds,
  splitValue,
  type Term,
  toMinor,
  type ValuedOffer,
  valueOffer,
} from './expected-value.ts'
import type { RankingModelParams } from './fit.ts'
import { conditionalMeanSpend } from './gamma-gamma.ts'
import type { CustomerHistory } from './history.ts'
import { orderOffers } from './offers.ts'
import { findLikelyReasons, groupOf, type LikelyReason, type PreparedReason, prepareReasons } from './reasons.ts'
import { assessRhythm, type Rhythm } from './rhythm.ts'
import { expectSecondLifeOrders } from './second-life.ts'
import type { RankingSettings } from './settings.ts'
import { toBuying } from './to-buying.ts'
import { probabilityUnaided } from './unaided.ts'
import { BASE_LOG_ODDS, createFact, type Fact, weighHistory } from './win-odds.ts'

export interface OfferEstimate {
  readonly code: string
  /** Worth of a reached customer with this offer. */
  readonly netMinor: bigint
  readonly pWin: number
  readonly costMinor: bigint
  readonly needsApproval: boolean
  /** With what probability it could have been the recommendation; 0 for one that is only shown. */
  readonly propensity: number
}

export interface Score {
  readonly modelVersion: string
  /** What was learned from outcomes; null: our priors. */
  readonly learnedId: string | null
  /** Why ranking would not call at all; null where it would. The legal gate is elsewhere. */
  readonly barred: 'complaint_open' | 'reason_not_fixable' | 'stopped' | 'already_back' | null
  readonly rhythm: Rhythm
  /** Sum of the terms. */
  readonly expectedMinor: bigint
  /** The index: expected value per expected agent minute. */
  readonly perMinuteMinor: number
  readonly minutes: number
  readonly pContact: number
  readonly pWin: number
  /** P(a purchase in the horizon without a call). */
  readonly pUnaided: number
  readonly secondLifeMinor: bigint
  readonly terms: readonly Term[]
  /** logit(pWin) = baseLogOdds + Σ facts.weight. Heaviest first. */
  readonly baseLogOdds: number
  readonly facts: readonly Fact[]
  /** Likeliest first, at most five. */
  readonly hypotheses: readonly { readonly reasonCode: string; readonly probability: number }[]
  /** The recommendation and two alternatives by net value; an offer that needs approval is never first. */
  readonly offers: readonly OfferEstimate[]
}

/** Reasons less likely than this are left out of the sum over reasons, for speed. */
const SUMMED_REASONS = 16

// Worked out once per settings object; the result depends on nothing else, so scores stay repeatable.
const preparedOf = new WeakMap<RankingSettings, { weights: OfferWeights; reasons: PreparedReason[] }>()

function prepare(settings: RankingSettings): { weights: OfferWeights; reasons: PreparedReason[] } {
  const known = preparedOf.get(settings)
  if (known) return known
  const reasons = prepareReasons(settings.reasons)
  const made = { weights: createWeights(settings.offers, reasons), reasons }
  preparedOf.set(settings, made)
  return made
}

/** What a call to this customer now is expected to earn, and why. Deterministic: same arguments, same score. */
export function scoreCustomer(
  history: CustomerHistory,
  model: RankingModelParams,
  settings: RankingSettings,
  now: Date,
): Score {
  const { horizonDays } = settings
  const { cancelled } = history
  const buying = toBuying(history)
  const pUnaided = estimateUnaided(history, model, settings)
  const meanOrderMinor = conditionalMeanSpend(model.spend, history.purchaseDays, history.meanMinor)
  const orders = expectSecondLifeOrders(model.purchases, buying, settings)
  const secondLifeMinor = settings.marginShare * meanOrderMinor * orders
  const { weights, reasons } = prepare(settings)
  const likely = findLikelyReasons(history, reasons)
  const known = weighHistory(history, model)
  const customerLogOdds = known.reduce((sum, { weight }) => sum + weight, BASE_LOG_ODDS)

  const context = {
    history,
    likely: keepLikeliest(likely),
    customerLogOdds,
    pUnaided,
    secondLifeMinor,
    meanOrderMinor,
  }
  const valued = listOffers(history, settings.offers).map((offer) => valueOffer(offer, context, weights))
  const ordered = putPermittedFirst(orderOffers(valued))
  const best = ordered[0]
  if (!best) throw new Error('no offer to value, not even none')

  const pContact = estimateContact(history, now)
  const minutes = estimateMinutes(pContact, settings)
  const annoys = countAttempts(history, now, 30) >= 2
  const terms = splitValue(best, {
    pContact,
    pUnaided,
    secondLifeMinor,
    attemptMinor: Number(settings.attemptMinor),
    minutesMinor: (minutes * Number(settings.agentHourMinor)) / 60,
    annoyanceMinor: annoys ? settings.annoyanceShare * secondLifeMinor : 0,
  })
  const expectedMinor = terms.reduce((sum, { minor }) => sum + minor, 0n)
  return {
    modelVersion: model.version,
    learnedId: null,
    barred: findBar(history, settings),
    rhythm: assessRhythm(history, model.purchases, settings.rhythm),
    expectedMinor,
    perMinuteMinor: Number(expectedMinor) / minutes,
    minutes,
    pContact,
    pWin: best.pWin,
    pUnaided,
    secondLifeMinor: toMinor(secondLifeMinor),
    terms,
    baseLogOdds: BASE_LOG_ODDS,
    facts: listFacts(known, best, splitLogOdds(best, customerLogOdds), likely[0], { horizonDays, cancelled }),
    hypotheses: likely.slice(0, 5).map(({ reason, probability }) => ({ reasonCode: reason.code, probability })),
    offers: ordered.slice(0, 3).map((offer, place) => ({
      code: offer.code,
      netMinor: toMinor(offer.netMinor),
      pWin: offer.pWin,
      costMinor: toMinor(offer.costMinor),
      needsApproval: offer.needsApproval,
      propensity: place === 0 ? 1 : 0,
    })),
  }
}

/** P0. What is learned from purchases knows nothing of a cancellation, so it can only lower the prior of those who cancelled. */
export function estimateUnaided(
  history: CustomerHistory,
  model: RankingModelParams,
  { horizonDays, cancelledUnaided }: Pick<RankingSettings, 'horizonDays' | 'cancelledUnaided'>,
): number {
  if (history.purchaseDays === 0) return cancelledUnaided
  const active = probabilityUnaided(history, model.purchases, model.unaided, horizonDays)
  return history.cancelled ? Math.min(active, cancelledUnaided) : active
}

function findBar(history: CustomerHistory, { reasons }: RankingSettings): Score['barred'] {
  if (history.stopped) return 'stopped'
  if (history.purchasedLater) return 'already_back'
  if (history.complaints.open > 0) return 'complaint_open'
  const known = reasons.find(({ code }) => code === history.knownReason)
  return known?.fixable === 'no' && groupOf(known.code) !== 'UNK' ? 'reason_not_fixable' : null
}

function keepLikeliest(likely: readonly LikelyReason[]): LikelyReason[] {
  const kept = likely.slice(0, SUMMED_REASONS)
  const total = kept.reduce((sum, { probability }) => sum + probability, 0)
  return kept.map(({ reason, index, probability }) => ({ reason, index, probability: probability / total }))
}

function putPermittedFirst(ordered: readonly ValuedOffer[]): ValuedOffer[] {
  const best = ordered.find(({ needsApproval }) => !needsApproval)
  return best ? [best, ...ordered.filter((offer) => offer !== best)] : [...ordered]
}

function listFacts(
  known: readonly Fact[],
  best: ValuedOffer,
  parts: ReturnType<typeof splitLogOdds>,
  likeliest: LikelyReason | undefined,
  unaided: { horizonDays: number; cancelled: boolean },
): Fact[] {
  const facts = [
    ...known,
    createFact('offer', parts.offer, { offerCode: best.code }),
    createFact('unaided', parts.unaided, unaided),
  ]
  if (likeliest) {
    const params = { reasonCode: likeliest.reason.code, probability: likeliest.probability }
    facts.push(createFact('likely_reason', parts.reason, params))
  }
  return facts.sort(
    (left, right) => Math.abs(right.weight) - Math.abs(left.weight) || (left.code < right.code ? -1 : 1),
  )
}
