import { believeContact, countAttempts, estimateMinutes } from './contact.ts'
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
  valueSecondLife,
} from './expected-value.ts'
import type { RankingModelParams } from './fit.ts'
import { conditionalMeanSpend } from './gamma-gamma.ts'
import type { CustomerHistory } from './history.ts'
import { type Lesson, type Lessons, mergeLesson, NO_LESSONS } from './lessons.ts'
import { listWorthTrying, NO_OFFER, orderOffers } from './offers.ts'
import { reachLogOdds } from './reach.ts'
import { findLikelyReasons, groupOf, type LikelyReason, type PreparedReason, prepareReasons } from './reasons.ts'
import { expectSecondLife } from './second-life.ts'
import type { RankingSettings } from './settings.ts'
import { logistic } from './special.ts'
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
  /** May be given without asking, and is expected to earn not much less than the best. */
  readonly worthTrying: boolean
}

export interface Score {
  readonly modelVersion: string
  /** What was learned from outcomes; null: our priors. */
  readonly learnedId: string | null
  /** Why ranking would not call at all; null where it would. The legal gate is elsewhere. */
  readonly barred: 'complaint_open' | 'reason_not_fixable' | 'stopped' | 'already_back' | null
  /** Sum of the terms. */
  readonly expectedMinor: bigint
  /** The index: expected value per expected agent minute. */
  readonly perMinuteMinor: number
  readonly minutes: number
  /** At no particular hour. */
  readonly pContact: number
  /** What the hour is worked out from (hour.ts). */
  readonly byHour: {
    readonly contactLogOdds: number
    /** Worth once reached and cost of an attempt besides its minutes, minor units. */
    readonly reachedMinor: number
    readonly fixedMinor: number
  }
  /** What was believed without any lesson, for the next ones. */
  readonly believed: { readonly contactLogOdds: number; readonly attempts: number; readonly customerLogOdds: number }
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
  /** The best by net value, what else is worth trying, and alternatives; one that needs approval is never first. */
  readonly offers: readonly OfferEstimate[]
}

/** Reasons less likely than this are left out of the sum over reasons, for speed. */
const SUMMED_REASONS = 16

const SHOWN_OFFERS = 3

type Prepared = { weights: OfferWeights; reasons: PreparedReason[] }
// Worked out once for settings and lessons; the result depends on nothing else, so scores stay repeatable.
const preparedOf = new WeakMap<RankingSettings, WeakMap<Lessons, Prepared>>()

function prepare(settings: RankingSettings, lessons: Lessons): Prepared {
  const ofSettings = preparedOf.get(settings) ?? new WeakMap<Lessons, Prepared>()
  preparedOf.set(settings, ofSettings)
  const known = ofSettings.get(lessons)
  if (known) return known
  const reasons = prepareReasons(settings.reasons)
  const made = { weights: createWeights(settings.offers, reasons, lessons.effects), reasons }
  ofSettings.set(lessons, made)
  return made
}

/**
 * What a call to this customer now is expected to earn, and why. `lesson` is what outcomes have taught about customers like
 * this one. Deterministic: same arguments, same score.
 */
export function scoreCustomer(
  history: CustomerHistory,
  model: RankingModelParams,
  settings: RankingSettings,
  now: Date,
  lessons: Lessons = NO_LESSONS,
  lesson: Lesson = {},
): Score {
  const { horizonDays } = settings
  const { cancelled } = history
  const buying = toBuying(history)
  const pUnaided = estimateUnaided(history, model, settings)
  const meanOrderMinor = conditionalMeanSpend(model.spend, history.purchaseDays, history.meanMinor)
  const { weights, reasons } = prepare(settings, lessons)
  const likely = findLikelyReasons(history, reasons)
  const believed = weighHistory(history, model)
  const known = mergeLesson(believed, lesson, lessons.effects.scale)
  const baseLogOdds = lessons.effects.scale * BASE_LOG_ODDS + lessons.effects.base
  const sum = (facts: readonly Fact[], base: number) => facts.reduce((total, { weight }) => total + weight, base)
  const customerLogOdds = sum(known, baseLogOdds)

  const context = {
    history,
    likely: keepLikeliest(likely),
    customerLogOdds,
    pUnaided,
    life: expectSecondLife(model.purchases, buying, settings, model.secondLives?.lossFactor),
    orderMarginMinor: settings.marginShare * meanOrderMinor,
    meanOrderMinor,
  }
  const secondLifeMinor = valueSecondLife(NO_OFFER.code, context, weights)
  const valued = listOffers(history, settings.offers).map((offer) => valueOffer(offer, context, weights))
  const ordered = putPermittedFirst(orderOffers(valued))
  const best = ordered[0]
  if (!best) throw new Error('no offer to value, not even none')

  const contact = believeContact(history, now)
  const contactLogOdds = reachLogOdds(lessons.reach, contact.logOdds, contact.attempts)
  const pContact = logistic(contactLogOdds)
  const minutes = estimateMinutes(pContact, settings)
  const annoys = countAttempts(history, now, 30) >= 2
  const annoyanceMinor = annoys ? settings.annoyanceShare * secondLifeMinor : 0
  const attemptMinor = Number(settings.attemptMinor)
  const minutesMinor = (minutes * Number(settings.agentHourMinor)) / 60
  const costs = { pContact, pUnaided, secondLifeMinor, attemptMinor, minutesMinor, annoyanceMinor }
  const terms = splitValue(best, costs)
  const expectedMinor = terms.reduce((total, { minor }) => total + minor, 0n)
  return {
    modelVersion: model.version,
    learnedId: lessons.id,
    barred: findBar(history, settings),
    expectedMinor,
    perMinuteMinor: Number(expectedMinor) / minutes,
    minutes,
    pContact,
    byHour: { contactLogOdds, reachedMinor: best.netMinor, fixedMinor: attemptMinor + annoyanceMinor },
    believed: {
      contactLogOdds: contact.logOdds,
      attempts: contact.attempts,
      customerLogOdds: sum(believed, BASE_LOG_ODDS),
    },
    pWin: best.pWin,
    pUnaided,
    secondLifeMinor: toMinor(best.secondLifeMinor),
    terms,
    baseLogOdds,
    facts: listFacts(known, best, splitLogOdds(best, customerLogOdds), likely[0], { horizonDays, cancelled }),
    hypotheses: likely.slice(0, 5).map(({ reason, probability }) => ({ reasonCode: reason.code, probability })),
    offers: showOffers(ordered),
  }
}

/** The best, what else is worth trying, and alternatives up to three in all. */
function showOffers(ordered: readonly ValuedOffer[]): OfferEstimate[] {
  const trying = new Set(listWorthTrying(ordered))
  const shown = ordered.filter((offer, place) => place < SHOWN_OFFERS || trying.has(offer))
  return shown.map((offer) => ({
    code: offer.code,
    netMinor: toMinor(offer.netMinor),
    pWin: offer.pWin,
    costMinor: toMinor(offer.costMinor),
    needsApproval: offer.needsApproval,
    worthTrying: trying.has(offer),
  }))
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
