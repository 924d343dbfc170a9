import { explore } from '../../../server/queue/explore.ts'
import { rankOf } from '../../../server/queue/rank.ts'
import { estimateMinutes } from '../../../server/ranking/contact.ts'
import { deferBest, type Timing } from '../../../server/ranking/hour.ts'
import { createChance } from '../../../server/ranking/learning/chance.ts'
import { chanceFrom, hashText } from '../../world/chance.ts'
import { breaksRule, type Case, mayCall, openCase, recordAttempt, slotFor } from './desk.ts'
import type { House } from './house.ts'
import type { Policy } from './policy.ts'
import type { Person } from './population.ts'
import { trueContact, truePersuaded, trueSecondLife } from './truth.ts'

export interface WeeksOrder {
  readonly seed: number
  readonly people: readonly Person[]
  readonly house: House
  readonly agents: number
  readonly days: number
  readonly asOf: Date
}

export interface Weeks {
  /** Net incremental margin of each day, rials. */
  readonly netByDay: readonly number[]
  /** The same by the true chances of each call as it began: equal to it on average, without the luck of who answers and buys. */
  readonly expectedByDay: readonly number[]
  readonly cases: readonly Case[]
  readonly attempts: number
  readonly explored: number
  readonly capViolations: number
  readonly maxWaitDays: number
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** The shift, hours of UTC: half past nine to half past five in Tehran, eleven to seven in Tashkent. */
const BANDS = [6, 8, 10, 12] as const
/** Of an agent's paid time what goes into calls. */
const OCCUPANCY = 0.6
const BAND_HOURS = 2
const EXPLORED_SHARE = 0.05
const TYPICAL_CONTACT = 0.3
/** Of the customers reached, those who tell why they left. */
const TELLS_REASON = 0.8

/** So many days of so many agents, who call in the order of the policy. The same customers answer and accept alike whoever orders them. */
export function playWeeks(policy: Policy, { seed, people, house, agents, days, asOf }: WeeksOrder): Weeks {
  const cases = people.map(openCase)
  const netByDay = new Array<number>(days).fill(0)
  const expectedByDay = new Array<number>(days).fill(0)
  let [attempts, explored, capViolations] = [0, 0, 0]

  const call = (one: Case, at: number, day: number): number => {
    const { truth } = one.person
    const slot = slotFor(one.person, at)
    if (breaksRule(one, at)) capViolations++
    const draw = chanceFrom(hashText(seed, `call ${one.person.id} ${one.tried.length}`))
    const missed = one.tried.filter((tried) => tried.slot === slot && !tried.reached).length
    const pContact = trueContact(truth, slot, one.tried.length, missed)
    const reached = draw() < pContact
    const persuadedBelow = draw()
    const told = draw() < TELLS_REASON ? truth.reason : null
    const would = policy.recommend(one, told, hashText(seed, `offer ${one.person.id}`))
    const comesAnyway = truth.returnsAfterDays !== null
    const pWin = comesAnyway ? 1 : truePersuaded(truth, would)
    const won = reached && persuadedBelow < pWin
    recordAttempt(one, at, reached)
    attempts++
    // The third attempt of a month and every later one costs good will (design/ranking.md 6), whoever orders the queue.
    const annoyed = one.tried.length > 2 ? house.settings.annoyanceShare * trueSecondLife(truth, null) : 0
    const minutes = estimateMinutes(Number(reached), house.settings)
    const worth = (of: number, wins: number) => wins * gain(one, would, comesAnyway, house) - annoyed - spend(of, house)
    netByDay[day] = (netByDay[day] ?? 0) + worth(minutes, Number(won))
    expectedByDay[day] = (expectedByDay[day] ?? 0) + worth(estimateMinutes(pContact, house.settings), pContact * pWin)
    if (won) {
      one.state = 'won'
      one.boughtAt = at
    } else if (reached) one.state = 'declined'
    const [offer, reason] = reached ? [would, told] : ['NON', null]
    policy.record(one, { at, slot, reached, won, offer, reason })
    return minutes
  }

  const roomPerBand = (agents * OCCUPANCY * BAND_HOURS * 60) / estimateMinutes(TYPICAL_CONTACT, house.settings)
  for (let day = 0; day < days; day++) {
    const morning = asOf.getTime() + day * DAY_MS
    for (const one of cases) returnUnaided(one, asOf.getTime(), morning)
    policy.prepare(cases, morning, day)
    for (const [k, band] of BANDS.entries()) {
      const start = morning + band * HOUR_MS
      const end = start + BAND_HOURS * HOUR_MS
      const queue = order(policy, cases, start, { seed, asOf, later: BANDS.slice(k + 1), roomPerBand })
      let at = start
      for (const { one, exploredOf } of queue) {
        if (at >= end) break
        if (!mayCall(one, at)) continue
        if (exploredOf !== null) explored++
        at += (call(one, at, day) * 60_000) / (agents * OCCUPANCY)
      }
    }
  }
  const last = asOf.getTime() + days * DAY_MS
  for (const one of cases) returnUnaided(one, asOf.getTime(), last)
  return {
    netByDay,
    expectedByDay,
    cases,
    attempts,
    explored,
    capViolations,
    maxWaitDays: findMaxWait(cases, asOf, last),
  }
}

type InLine = { one: Case; exploredOf: number | null }

function order(
  policy: Policy,
  cases: readonly Case[],
  at: number,
  { seed, asOf, later, roomPerBand }: { seed: number; asOf: Date; later: readonly number[]; roomPerBand: number },
): InLine[] {
  const ranked: { id: string; timing: Timing; one: Case }[] = []
  for (const one of cases) {
    if (one.state !== 'waiting' || one.dueAt > at || !mayCall(one, at)) continue
    const hours = later.map((_, k) => BAND_HOURS * (k + 1))
    const slots = hours.map((ahead) => ({ slot: slotFor(one.person, at + ahead * HOUR_MS), hours: ahead }))
    const timing = policy.rank(one, slotFor(one.person, at), slots)
    if (timing !== null) ranked.push({ id: one.person.id, timing, one })
  }
  const ranks = deferBest(
    ranked.map(({ timing }) => timing),
    roomPerBand * later.length,
  )
  const sorted = [...ranks].sort((a, b) => a - b)
  const median = policy.explores ? (sorted[sorted.length >> 1] ?? 0) : 0
  const aged = ranked.map(({ id, one }, i) => ({ id, one, rank: rankOf(ranks[i] ?? 0, asOf, new Date(at), median) }))
  if (!policy.explores) return aged.sort((a, b) => b.rank - a.rank).map(({ one }) => ({ one, exploredOf: null }))
  const byId = new Map(aged.map(({ id, one }) => [id, one]))
  return explore(aged, EXPLORED_SHARE, createChance(hashText(seed, `explore ${at}`)))
    .sort((a, b) => b.rank - a.rank || Number(a.exploredOf === null) - Number(b.exploredOf === null))
    .flatMap(({ id, exploredOf }) => {
      const one = byId.get(id)
      return one ? [{ one, exploredOf }] : []
    })
}

/** What an attempt of so many minutes costs. */
const spend = (minutes: number, { settings }: House): number =>
  Number(settings.attemptMinor) + (minutes * Number(settings.agentHourMinor)) / 60

/** What a win adds to what would have come anyway, less what was given for it. */
function gain(one: Case, offer: string, comesAnyway: boolean, { settings }: House): number {
  const cost = Number(settings.offers.find(({ code }) => code === offer)?.costMinor ?? 0n)
  const { truth } = one.person
  return trueSecondLife(truth, offer) - cost - (comesAnyway ? trueSecondLife(truth, null) : 0)
}

function returnUnaided(one: Case, from: number, now: number): void {
  const { returnsAfterDays } = one.person.truth
  if (returnsAfterDays === null || one.boughtAt !== null) return
  const at = from + returnsAfterDays * DAY_MS
  if (at > now) return
  one.boughtAt = at
  if (one.state === 'waiting' || one.state === 'declined') one.state = 'back'
}

/** The longest that anybody whom we could have called waited for the first call. */
function findMaxWait(cases: readonly Case[], asOf: Date, last: number): number {
  let most = 0
  for (const { person, tried, state } of cases) {
    if (person.held || (state === 'back' && tried.length === 0)) continue
    most = Math.max(most, ((tried[0]?.at ?? last) - asOf.getTime()) / DAY_MS)
  }
  return most
}
