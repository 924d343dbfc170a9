import { between, type Chance, exponential, gamma, normal, pickWeighted } from './chance.ts'

/** How a customer buys, before anything goes wrong. */
export type Habit = 'loyal' | 'regular' | 'seasonal' | 'one-time' | 'subscriber'
export type Segment = 'retail' | 'vip' | 'wholesale' | 'subscription'

export const DAY_MS = 86_400_000
export const HISTORY_DAYS = 3 * 365

/** Prices rose this long before the town's day; those whom price drives away stop soon after one of them. */
export const PRICE_RISE_DAYS_AGO = [690, 410, 160] as const
const PRICE_RISE_FACTOR = 1.28

/** Silence that makes even a slow buyer lapsed: so many of the own gaps, and never fewer days than the floor. */
const LAPSED_GAPS = 4
const LAPSED_FLOOR_DAYS = 75
const GAP_DAYS = [7, 110] as const
const SUBSCRIPTION_GAP_DAYS = 30
const SEASON_GAP_DAYS = 365
/** Two seasons missed by 30 days: one could be chance. */
const SEASON_LAPSED_DAYS = 395

const HABITS: readonly (readonly [Habit, number])[] = [
  ['loyal', 20],
  ['regular', 55],
  ['one-time', 11],
  ['subscriber', 14],
]

/** Out of season these look as quiet as the lapsed: the false alarms that a good ranking must not raise. */
const ACTIVE_SEASONAL_SHARE = 0.06

export function priceRisesBefore(asOf: Date): Date[] {
  return PRICE_RISE_DAYS_AGO.map((days) => new Date(asOf.getTime() - days * DAY_MS))
}

export function habitFor(chance: Chance, reason: string, lapsed: boolean): Habit {
  if (lapsed ? reason === 'NED.SEASON' : chance() < ACTIVE_SEASONAL_SHARE) return 'seasonal'
  const habit = pickWeighted(chance, HABITS)
  if (reason === 'PSV.FORGOT' && lapsed && chance() < 0.4) return 'one-time'
  return habit === 'one-time' && !lapsed ? 'regular' : habit
}

/** Days between two purchases: rates are gamma-distributed over customers (NBD, Ehrenberg 1959), the gap is their inverse. */
export function ownGapDays(chance: Chance, habit: Habit): number {
  if (habit === 'subscriber') return SUBSCRIPTION_GAP_DAYS
  if (habit === 'seasonal') return SEASON_GAP_DAYS
  const perDay = gamma(chance, 2, habit === 'loyal' ? 1 / 40 : 1 / 70)
  return Math.min(GAP_DAYS[1], Math.max(GAP_DAYS[0], 1 / perDay))
}

/** The silence after which a buyer of this rhythm has lapsed. */
export function lapsedAfterDays(habit: Habit, gapDays: number): number {
  if (habit === 'seasonal') return SEASON_LAPSED_DAYS
  return Math.max(LAPSED_FLOOR_DAYS, LAPSED_GAPS * gapDays)
}

/** The day of leaving, in days before the town's day, from `oldest` (early) down to `latest`; recent ones are likelier. */
export function leavesDaysAgo(chance: Chance, reason: string, oldest: number, latest: number): number {
  const drawn = latest + (oldest - latest) * chance() ** 1.4
  if (!reason.startsWith('PRC.')) return drawn
  const rises = PRICE_RISE_DAYS_AGO.filter((days) => days - 1 > latest && days < oldest)
  if (rises.length === 0) return drawn
  const rise = pickWeighted(
    chance,
    rises.map((days, index) => [days, index + 1] as const),
  )
  return Math.max(latest, rise - exponential(chance, 14))
}

/** Purchase days, counted back from the town's day, oldest first: the first at `from`, none later than `until`. */
export function purchaseDaysAgo(chance: Chance, habit: Habit, gapDays: number, from: number, until: number): number[] {
  if (habit === 'one-time') return [from]
  if (habit === 'seasonal') return seasonDaysAgo(chance, from, until)
  const shape = habit === 'subscriber' ? 60 : habit === 'loyal' ? 8 : 2.5
  const days: number[] = []
  for (let day = from; day >= until; day -= Math.max(0.5, gamma(chance, shape, gapDays / shape))) days.push(day)
  return days
}

function seasonDaysAgo(chance: Chance, from: number, until: number): number[] {
  const days: number[] = []
  for (let season = from; season >= until; season -= SEASON_GAP_DAYS) {
    for (let day = season; day >= Math.max(until, season - 35); day -= between(chance, 6, 16)) days.push(day)
  }
  return days
}

const MEDIAN_BASKET_RIALS = 9_000_000
const SEGMENT_FACTOR: Record<Segment, number> = { retail: 1, vip: 2.5, wholesale: 7, subscription: 0.8 }

export function segmentFor(chance: Chance, habit: Habit): Segment {
  if (habit === 'subscriber') return 'subscription'
  if (habit === 'loyal' && chance() < 0.35) return 'vip'
  return chance() < 0.05 ? 'wholesale' : 'retail'
}

/** A customer's usual basket in today's rials before price rises: lognormal over customers. */
export function usualBasketRials(chance: Chance, segment: Segment): number {
  return MEDIAN_BASKET_RIALS * SEGMENT_FACTOR[segment] * Math.exp(0.7 * normal(chance))
}

/** One purchase: lognormal about the usual basket, dearer after every rise, in whole rials rounded to ten thousand. */
export function amountRials(chance: Chance, usual: number, daysAgo: number): bigint {
  const rises = PRICE_RISE_DAYS_AGO.filter((rise) => daysAgo < rise).length
  const rials = usual * PRICE_RISE_FACTOR ** rises * Math.exp(0.35 * normal(chance))
  return BigInt(Math.max(1, Math.round(rials / 10_000))) * 10_000n
}
