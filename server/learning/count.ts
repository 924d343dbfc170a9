import { type Counted, EFFECT_HOLD, NOTHING_COUNTED, OFFER_HOLD, type TriedSoFar } from '../ranking/counted.ts'
import { fitOf, NOTHING_KNOWN } from '../ranking/experience.ts'
import { fitRidgeLogistic } from '../ranking/learning/ridge-logistic.ts'
import type { LearnedParams } from '../ranking/lessons.ts'
import { NO_OFFER } from '../ranking/offers.ts'
import { fitReach, PRIOR_REACH } from '../ranking/reach.ts'
import { groupOf } from '../ranking/reasons.ts'
import { logistic } from '../ranking/special.ts'
import type { CallExample, TalkExample } from './examples.ts'
import { believeTalks, type ReasonsByCode } from './win-log.ts'

export interface CountOptions {
  readonly reasons: ReasonsByCode
  /** What it is counted beside, and the last call that was learned from there; null: our priors. */
  readonly beside: {
    readonly id: string | null
    readonly params: Pick<LearnedParams, 'reach' | 'win'>
    readonly learnedTo: number
  } | null
  readonly weigh: (at: number) => number
}

/** Precision with which the level of persuading is held at what is believed. */
const DOUBT = 4

/** Counts what came of the calls that the model in use has not learned from, all of them where there is none. */
export function count(calls: readonly CallExample[], { reasons, beside, weigh }: CountOptions): Counted {
  const learnedTo = beside?.learnedTo ?? Number.NEGATIVE_INFINITY
  const news = calls.filter(({ at }) => at > learnedTo)
  const talked = calls.filter((call): call is CallExample & { talk: TalkExample } => call.talk !== null)
  const newTalks = talked.filter(({ at }) => at > learnedTo)
  return {
    beside: beside?.id ?? null,
    reach: fitReach(
      news.map(({ at, reach, reached }) => ({ ...reach, reached, weight: weigh(at) })),
      beside?.params.reach ?? PRIOR_REACH,
    ),
    effects: countEffects(newTalks, believeIn(newTalks, beside?.params.win ?? null, reasons), weigh),
    tried: countTries(talked, believeIn(talked, null, reasons)),
  }
}

type Talked = CallExample & { readonly talk: TalkExample }
const believeIn = (calls: readonly Talked[], win: LearnedParams['win'], reasons: ReasonsByCode) =>
  believeTalks(
    win,
    calls.map(({ talk }) => talk),
    reasons,
  )

const offerOf = ({ offerCode }: TalkExample): string => offerCode ?? NO_OFFER.code
const reasonOf = ({ reasonCode }: TalkExample): string => (reasonCode === null ? NOTHING_KNOWN : groupOf(reasonCode))

/**
 * Ridge logistic beside what was said of each conversation: offer, group of reasons and both together, each held to nothing.
 * A win of one who might have come anyway counts in part, as in logTalks.
 */
function countEffects(
  calls: readonly Talked[],
  logits: Float64Array,
  weigh: (at: number) => number,
): Counted['effects'] {
  const cells = gather(calls, logits, weigh)
  if (cells.length === 0) return NOTHING_COUNTED.effects
  const places = new Map<string, number>()
  const placeOf = (name: string) => {
    const place = places.get(name) ?? places.size
    places.set(name, place)
    return place
  }
  const at = cells.map(({ offer, reason }) => [
    placeOf(`offer ${offer}`),
    placeOf(`reason ${reason}`),
    placeOf(`fit ${fitOf(reason, offer)}`),
  ])
  const rows = at.map((own) => {
    const row = new Float64Array(places.size)
    for (const place of own) row[place] = 1
    return row
  })
  const { intercept, weights, centre } = fitRidgeLogistic(
    rows,
    cells.map(({ weight, won }) => won / weight),
    {
      ridge: EFFECT_HOLD,
      hold: [...places].map(([name]) => (name.startsWith('offer ') ? OFFER_HOLD - EFFECT_HOLD : 0)),
      standardised: false,
      weights: cells.map(({ weight }) => weight),
      beside: { offset: cells.map(({ weight, logit }) => logit / weight), doubt: DOUBT },
    },
  )
  const of = (kind: string) => {
    const prefix = `${kind} `
    const named = [...places].filter(([name]) => name.startsWith(prefix))
    return Object.fromEntries(named.map(([name, place]) => [name.slice(prefix.length), weights[place] ?? 0]))
  }
  return {
    base: weights.reduce((sum, weight, j) => sum - weight * (centre[j] ?? 0), intercept),
    offers: of('offer'),
    reasons: of('reason'),
    fits: of('fit'),
  }
}

interface Cell {
  readonly offer: string
  readonly reason: string
  /** Sums over the conversations in it. */
  weight: number
  logit: number
  won: number
}

/** Conversations that are alike but for a tenth of the log-odds said of them, together. */
function gather(calls: readonly Talked[], logits: Float64Array, weigh: (at: number) => number): Cell[] {
  const cells = new Map<string, Cell>()
  for (const [i, { at, talk }] of calls.entries()) {
    const [offer, reason, logit, weight] = [offerOf(talk), reasonOf(talk), logits[i] ?? 0, weigh(at)]
    if (!(weight > 0)) continue
    const u = logistic(logit)
    const key = `${offer}|${reason}|${Math.round(10 * logit)}`
    const cell = cells.get(key) ?? { offer, reason, weight: 0, logit: 0, won: 0 }
    cell.weight += weight
    cell.logit += weight * logit
    cell.won += talk.won ? (weight * u) / (talk.pUnaided + (1 - talk.pUnaided) * u) : 0
    cells.set(key, cell)
  }
  return [...cells.values()]
}

function countTries(calls: readonly Talked[], logits: Float64Array): TriedSoFar {
  const [offers, fits]: Record<string, number>[] = [{}, {}]
  for (const [i, { talk }] of calls.entries()) {
    const information = logistic(logits[i] ?? 0) * logistic(-(logits[i] ?? 0))
    const [offer, fit] = [offerOf(talk), fitOf(reasonOf(talk), offerOf(talk))]
    if (offers) offers[offer] = (offers[offer] ?? 0) + information
    if (fits) fits[fit] = (fits[fit] ?? 0) + information
  }
  return { offers: offers ?? {}, fits: fits ?? {} }
}
