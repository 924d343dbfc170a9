import { isSecondLife, SECOND_LIFE, type SecondLifeState } from '#contract/people'
import type { CustomerHistory } from './history.ts'
import type { Rhythm } from './rhythm.ts'

/** An episode that is open, as far as its end can be read from purchases. */
export interface OpenLapse {
  readonly kind: 'dormant' | 'cancelled'
  readonly state: string
  readonly lapsedAt: Date
  readonly wonAt: Date | null
  readonly verifyBy: Date | null
}

export type LapseMove =
  | { readonly move: 'none' | 'keep' }
  | { readonly move: 'open'; readonly kind: 'dormant' | 'cancelled'; readonly lapsedAt: Date }
  | { readonly move: 'live'; readonly state: SecondLifeState }
  | { readonly move: 'close'; readonly as: 'returned_unaided' | 'not_lapsed' | 'lost_again' }

export interface LapseEvidence {
  readonly purchases: readonly { readonly at: Date; readonly amountMinor: bigint }[]
  readonly cancelledAt: Date | null
  readonly history: CustomerHistory
  readonly rhythm: Rhythm
  readonly open: OpenLapse | null
  /** When the last closed episode lapsed. */
  readonly closedLapsedAt: Date | null
  readonly completeThrough: Date
  readonly offsetMinutes: number
  /** No silence is shorter than this where an episode is opened for it. */
  readonly dormantMinDays: number
}

const DAY_MS = 86_400_000

/** What the history of one customer does to the one open episode, or to none. */
export function judgeLapse(evidence: LapseEvidence): LapseMove {
  const { open, cancelledAt, history, rhythm, closedLapsedAt, completeThrough } = evidence
  const bought = findLastPurchase(evidence)
  if (open) return judgeOpen(open, bought, evidence)
  if (history.purchasedLater) return { move: 'none' }
  // One lapse is one episode: what was closed opens again only after another purchase or a cancellation.
  const isNews = (at: Date | null) => at !== null && (closedLapsedAt === null || at > closedLapsedAt)
  if (history.cancelled && cancelledAt)
    return isNews(cancelledAt) ? { move: 'open', kind: 'cancelled', lapsedAt: cancelledAt } : { move: 'none' }
  if (rhythm.state !== 'dormant' || !bought || !isNews(bought)) return { move: 'none' }
  const lapsedMs = bought.getTime() + rhythm.dormantAfterDays * DAY_MS
  // The hiatus is counted in whole days, so the instant may lie some hours past what is known.
  return {
    move: 'open',
    kind: 'dormant',
    lapsedAt: new Date(Math.min(Math.round(lapsedMs), completeThrough.getTime())),
  }
}

function judgeOpen(open: OpenLapse, bought: Date | null, evidence: LapseEvidence): LapseMove {
  const { kind, state, lapsedAt, wonAt, verifyBy } = open
  if (state === 'won')
    return wonAt && verifyBy && isBorneOut(evidence, wonAt, verifyBy)
      ? { move: 'live', state: 'verified' }
      : { move: 'keep' }
  if (isSecondLife(state)) return wonAt && bought ? judgeSecondLife(state, wonAt, bought, evidence) : { move: 'keep' }
  if (!bought) return { move: 'keep' }
  if (bought > lapsedAt) return { move: 'close', as: 'returned_unaided' }
  const known = bought.getTime() + evidence.dormantMinDays * DAY_MS
  return kind === 'dormant' && known > lapsedAt.getTime() ? { move: 'close', as: 'not_lapsed' } : { move: 'keep' }
}

/**
 * Whoever cancels or falls silent by her own rhythm after the return is lost again, and may lapse anew from the next run on. Where the order
 * that bore the win out is there no more, things stay as they are: it is for a person to say what that win was.
 */
function judgeSecondLife(
  state: SecondLifeState,
  wonAt: Date,
  bought: Date,
  { history, rhythm, cancelledAt, completeThrough, offsetMinutes }: LapseEvidence,
): LapseMove {
  if (history.cancelled && cancelledAt && cancelledAt > wonAt && cancelledAt >= bought)
    return { move: 'close', as: 'lost_again' }
  if (bought.getTime() < startOfDay(wonAt, offsetMinutes)) return { move: 'keep' }
  if (rhythm.state === 'dormant') return { move: 'close', as: 'lost_again' }
  const livedDays = (completeThrough.getTime() - wonAt.getTime()) / DAY_MS
  const come = livedDays >= 365 ? 'kept365' : livedDays >= 90 ? 'kept90' : 'verified'
  return SECOND_LIFE.indexOf(come) > SECOND_LIFE.indexOf(state) ? { move: 'live', state: come } : { move: 'keep' }
}

function startOfDay(at: Date, offsetMinutes: number): number {
  const offsetMs = offsetMinutes * 60_000
  return Math.floor((at.getTime() + offsetMs) / DAY_MS) * DAY_MS - offsetMs
}

/** A purchase between the win and its date; files often know days only, so the day of the win counts whole. */
function isBorneOut({ purchases, offsetMinutes }: LapseEvidence, wonAt: Date, verifyBy: Date): boolean {
  const dayStart = startOfDay(wonAt, offsetMinutes)
  return purchases.some(({ at, amountMinor }) => amountMinor >= 0n && at.getTime() >= dayStart && at <= verifyBy)
}

/** The last purchase that counts: not one on a day that was paid back, which history has left out. */
function findLastPurchase(evidence: LapseEvidence): Date | null {
  const { purchases, history, completeThrough, offsetMinutes } = evidence
  const dayOf = (at: Date) => Math.floor((at.getTime() + offsetMinutes * 60_000) / DAY_MS)
  const lastDay = dayOf(completeThrough) - history.hiatusDays
  const counts = (at: Date) =>
    at > completeThrough ? history.purchasedLater : history.purchaseDays > 0 && dayOf(at) <= lastDay
  let last: Date | null = null
  for (const { at, amountMinor } of purchases) if (amountMinor >= 0n && counts(at) && (!last || at > last)) last = at
  return last
}
