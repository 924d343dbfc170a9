import { Temporal } from 'temporal-polyfill'
import type { UserId } from '#contract/ids'
import type { Outcome } from '#contract/programme'
import { type Daypart, daypartOf, nextInOtherDaypart, startOfNextDay } from './daypart.ts'
import { ESCALATE_MINUTES } from './work-item.ts'

export type FollowUpContext = {
  now: Date
  /** The customer's zone, or the house's where hers is not known. */
  zone: string
  agentId: UserId | null
  /** When the attempt that ended was placed; null when there was none. */
  attemptedAt: Date | null
  /** How often this outcome was given to this work item today (her day) and ever, this time included. */
  sameToday: number
  sameEver: number
  /** C.CB: what the customer asked for. */
  agreedAt: Date | null
  /** W.COM, W.TRY, L.CON: the date given. */
  promisedAt: Date | null
  offerUntil: Date | null
  /** C.PLAN: when our promise is due; until it is verified the gate denies the call. */
  promiseDueAt: Date | null
  /** X.BLK: when the gate says that it may be asked again; null when only a person can lift the denial. */
  retryAt: Date | null
  /** Other numbers of hers that are not struck. */
  otherPhones: number
}

type Effects = { countsAttempt: boolean; strikesPhone: boolean }
export type FollowUp = Effects &
  (
    | {
        next: 'comeBack'
        dueAt: Date
        reservedFor: UserId | null
        /** After this anybody may take it. */
        reservedUntil: Date | null
        /** A row that reminds its agent: the customer expects this call. */
        callback: boolean
        nextPhone: boolean
      }
    /** `againAt`: when a new round may begin; null: not by itself. `dataFix`: nobody can be reached on what we have. */
    | { next: 'close'; againAt: Date | null; dataFix: boolean }
  )

/** A round that only an event ends (a promise kept, a case closed) is asked about once a day: the gate knows whether it ended. */
const ASK_AGAIN = 'P1D'
/** Days that a customer gets to keep her own promise (reliability of W.*: the promised date plus 14). */
const VERIFY_DAYS = 14
const HUNG_UP = 'N.HUP'
const HUNG_UP_CLOSES_AT = 2
/** Outcomes that leave us with nobody to ask for. */
const DATA_FIX = new Set(['N.GONE'])

const plus = (at: Date, duration: string, zone: string): Date =>
  new Date(
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).add(duration).epochMilliseconds,
  )
const minus = (at: Date, duration: string, zone: string): Date =>
  new Date(
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).subtract(duration).epochMilliseconds,
  )
const notBefore = (at: Date, floor: Date): Date => (at < floor ? floor : at)

/** The instant that a retry rule's `delay` names; null: not by itself. Throws RangeError for one that it does not know. */
export function resolveDelay(delay: string | null, context: FollowUpContext): Date | null {
  const { now, zone, agreedAt, promisedAt, offerUntil, promiseDueAt } = context
  switch (delay) {
    case null:
      return null
    case 'agreed':
      return notBefore(agreedAt ?? plus(now, 'P1D', zone), now)
    case 'offer-expiry-minus-P2D':
      return notBefore(offerUntil ? minus(offerUntil, 'P2D', zone) : plus(now, 'P7D', zone), plus(now, 'P1D', zone))
    case 'promise-verified':
      return notBefore(promiseDueAt ?? plus(now, ASK_AGAIN, zone), plus(now, ASK_AGAIN, zone))
    case 'case-closed':
      return plus(now, ASK_AGAIN, zone)
    case 'promised-date':
    case 'trial-end':
      return notBefore(plus(promisedAt ?? now, `P${VERIFY_DAYS}D`, zone), plus(now, 'P1D', zone))
    case 'contract-date-minus-P14D':
      return promisedAt ? notBefore(minus(promisedAt, 'P14D', zone), plus(now, 'P1D', zone)) : plus(now, 'P90D', zone)
    default:
      return plus(now, delay, zone)
  }
}

/** When a try in the rule's daypart, and within its tries a day, may come. */
function fitDay(dueAt: Date, { retry }: Outcome, context: FollowUpContext): Date {
  const { zone, attemptedAt, now, sameToday } = context
  const tired = retry.maxPerDay !== null && sameToday >= retry.maxPerDay
  const at = tired ? notBefore(dueAt, startOfNextDay(now, zone)) : dueAt
  if (retry.daypart === 'any') return at
  const last: Daypart = daypartOf(attemptedAt ?? now, zone)
  return nextInOtherDaypart(at, last, zone)
}

/** What follows from an outcome: the round closes, or the customer comes back, when and to whom. Source: taxonomy.json, `retry`. */
export function followUp(outcome: Outcome, context: FollowUpContext): FollowUp {
  const { retry, code } = outcome
  const { agentId, otherPhones } = context
  const effects: Effects = { countsAttempt: retry.countsAttempt, strikesPhone: retry.strikesPhone }
  const at = code === 'X.BLK' ? context.retryAt : resolveDelay(retry.delay, context)
  const closes = outcome.closesWorkItem || (code === HUNG_UP && context.sameEver >= HUNG_UP_CLOSES_AT)

  if (outcome.closesEpisode) return { ...effects, next: 'close', againAt: null, dataFix: false }
  if (closes) return { ...effects, next: 'close', againAt: code === HUNG_UP ? null : at, dataFix: false }
  if (retry.strikesPhone && otherPhones === 0) return { ...effects, next: 'close', againAt: null, dataFix: true }
  if (at === null) {
    if (code !== 'X.BLK') return { ...effects, next: 'close', againAt: null, dataFix: DATA_FIX.has(code) }
    const dueAt = plus(context.now, ASK_AGAIN, context.zone)
    return {
      ...effects,
      next: 'comeBack',
      dueAt,
      reservedFor: null,
      reservedUntil: null,
      callback: false,
      nextPhone: false,
    }
  }
  const dueAt = fitDay(at, outcome, context)
  const reservedFor = retry.sameAgent ? agentId : null
  return {
    ...effects,
    next: 'comeBack',
    dueAt,
    reservedFor,
    reservedUntil: reservedFor && new Date(dueAt.getTime() + ESCALATE_MINUTES * 60_000),
    callback: retry.delay === 'agreed' && agentId !== null,
    nextPhone: retry.strikesPhone,
  }
}
