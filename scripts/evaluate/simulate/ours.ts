import type { CallExample } from '../../../server/learning/examples.ts'
import { isDue, learn } from '../../../server/learning/learn.ts'
import { recordOffers } from '../../../server/learning/record-offers.ts'
import { type Features, listFeatures } from '../../../server/ranking/features.ts'
import { type HourlyScore, timeCall } from '../../../server/ranking/hour.ts'
import {
  type LearnedParams,
  type Lessons,
  lessonsOf,
  NO_LESSONS,
  prepareLessons,
} from '../../../server/ranking/lessons.ts'
import { drawTrial } from '../../../server/ranking/offer-trial.ts'
import { groupOf } from '../../../server/ranking/reasons.ts'
import { type Score, scoreCustomer } from '../../../server/ranking/score.ts'
import { type Case, readHistory } from './desk.ts'
import type { House } from './house.ts'
import type { Made, Policy } from './policy.ts'

/** A customer as the product has scored her. */
export interface Scored {
  readonly score: Score
  readonly features: Features
}

const RESCORE_DAYS = 5

export const scoreCase = (
  one: Case,
  { settings, model }: House,
  morning: number,
  lessons: Lessons = NO_LESSONS,
  reason: string | null = null,
): Scored => {
  const now = new Date(morning)
  const known = readHistory(one, morning)
  const history = reason === null ? known : { ...known, knownReason: reason }
  const features = listFeatures(history, one.person.attributes, ['segment'], now)
  const [lesson] = lessonsOf(lessons, [features])
  return { score: scoreCustomer(history, model, settings, now, lessons, lesson), features }
}

/** The product: its scores, its hours, its trials of offers, and its learning from the calls that it has made. */
export function createOurs(house: House): Policy {
  const scored = new Map<Case, Scored>()
  const touched = new Set<Case>()
  const calls: CallExample[] = []
  const told = new Map<Case, Score>()
  let [today, learned] = [0, { calls: 0, at: Number.NEGATIVE_INFINITY }]
  let lessons = NO_LESSONS
  let inUse: { params: LearnedParams; learnedTo: number } | null = null

  const study = (): void => {
    const { params, figures } = learn(calls, { reasons: house.settings.reasons, inUse })
    if (figures.verdict === 'better') inUse = { params, learnedTo: calls.at(-1)?.at ?? 0 }
  }

  return {
    explores: true,
    prepare: (cases, morning, day) => {
      today = morning
      const learns = isDue({ calls: calls.length, at: morning }, learned)
      if (learns) {
        study()
        learned = { calls: calls.length, at: morning }
      }
      // Every night the record of offers is counted anew; the rest as it was adopted.
      const params = inUse?.params ?? { version: 1, reach: NO_LESSONS.reach, win: null, offers: NO_LESSONS.offers }
      lessons = prepareLessons(inUse ? 'learned' : null, { ...params, offers: recordOffers(calls) })
      for (const one of cases)
        if (one.state === 'waiting' && (learns || day % RESCORE_DAYS === 0 || touched.has(one)))
          scored.set(one, scoreCase(one, house, morning, lessons))
      touched.clear()
    },
    rank: (one, slot, later) => {
      const known = scored.get(one)
      if (!known || known.score.expectedMinor <= 0n || known.score.barred !== null) return null
      return timeCall(hourly(one, known), lessons.reach, { slot, later }, house.settings)
    },
    recommend: (one, reason, seed) => {
      const known = scored.get(one)
      if (!known) return 'NON'
      const { score } = reason === null ? known : scoreCase(one, house, today, lessons, reason)
      told.set(one, score)
      const offers = score.offers.map((offer) => ({ ...offer, netMinor: Number(offer.netMinor) }))
      const secondLifeMinor = Number(score.secondLifeMinor)
      return drawTrial(offers, { record: lessons.offers, cell: cellOf(score), secondLifeMinor, seed })?.code ?? 'NON'
    },
    record: (one, call) => {
      touched.add(one)
      const known = scored.get(one)
      if (known) calls.push(toExample(one, known, told.get(one) ?? known.score, call))
    },
  }
}

const hourly = ({ tried }: Case, { score }: Scored): HourlyScore => ({
  ...score.byHour,
  triedSlots: tried.filter(({ reached }) => !reached).map(({ slot }) => slot),
})

/** Offers are compared among customers of the same likeliest reason. */
const cellOf = ({ hypotheses }: Score): string => groupOf(hypotheses[0]?.reasonCode ?? '-')

/** As the record of the claim and its outcome would be read. */
function toExample({ tried }: Case, { score, features }: Scored, asOffered: Score, made: Made): CallExample {
  const before = tried.slice(0, -1)
  return {
    at: made.at,
    reach: {
      prior: score.believed.contactLogOdds,
      attempts: score.believed.attempts,
      slot: made.slot,
      triedInSlot: before.filter(({ slot, reached }) => slot === made.slot && !reached).length,
    },
    reached: made.reached,
    talk: made.reached
      ? {
          won: made.won,
          prior: score.believed.customerLogOdds,
          pUnaided: score.pUnaided,
          features,
          offerCode: made.offer === 'NON' ? null : made.offer,
          reasonCode: made.reason,
          cell: cellOf(asOffered),
          said: asOffered.offers.find(({ code }) => code === made.offer)?.pWin ?? null,
        }
      : null,
  }
}
