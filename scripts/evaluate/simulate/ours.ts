import type { CallExample } from '../../../server/learning/examples.ts'
import { isDue, learn } from '../../../server/learning/learn.ts'
import { ITSELF } from '../../../server/ranking/counted.ts'
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
  let [today, learned] = [0, { calls: 0, at: Number.NEGATIVE_INFINITY }]
  let lessons = NO_LESSONS
  let inUse: { id: string; params: LearnedParams; learnedTo: number } | null = null

  const study = (): void => {
    const { params, figures } = learn(calls, { reasons: house.settings.reasons, inUse })
    if (figures.verdict === 'better')
      inUse = { id: `learned from ${calls.length}`, params, learnedTo: calls.at(-1)?.at ?? 0 }
    const { counted } = params
    lessons = prepareLessons(inUse, counted.beside === ITSELF ? { ...counted, beside: inUse?.id ?? null } : counted)
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
      const offers = score.offers.map((offer) => ({ ...offer, netMinor: Number(offer.netMinor) }))
      const group = groupOf(score.hypotheses[0]?.reasonCode ?? '-')
      const secondLifeMinor = Number(score.secondLifeMinor)
      return drawTrial(offers, { tried: lessons.tried, group, secondLifeMinor, seed })?.code ?? 'NON'
    },
    record: (one, call) => {
      touched.add(one)
      const known = scored.get(one)
      if (known) calls.push(toExample(one, known, call))
    },
  }
}

const hourly = ({ tried }: Case, { score }: Scored): HourlyScore => ({
  ...score.byHour,
  triedSlots: tried.filter(({ reached }) => !reached).map(({ slot }) => slot),
})

/** As the record of the claim and its outcome would be read. */
function toExample({ tried }: Case, { score, features }: Scored, made: Made): CallExample {
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
        }
      : null,
  }
}
