import { netByDay, type PurchaseDay, summariseDays } from './purchase/purchase-days.ts'

/** One customer's rows as they are stored. Later than `completeThrough` they do not count as history. */
export interface CustomerRows {
  readonly purchases: readonly { readonly at: Date; readonly amountMinor: bigint }[]
  readonly contacts: readonly { readonly at: Date; readonly direction: 'in' | 'out' }[]
  readonly complaints: readonly ComplaintRow[]
  readonly dispositions: readonly DispositionRow[]
  /** Dialled attempts of ours; `answered` by the right person. */
  readonly attempts: readonly { readonly at: Date; readonly answered: boolean }[]
  readonly cancelledAt: Date | null
  /** New customers that this one brought, where the business knows it. */
  readonly referrals?: number
}

export interface ComplaintRow {
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly status: 'open' | 'solved' | 'closed'
  readonly kind?: string
}

export interface DispositionRow {
  readonly at: Date
  /** Taxonomy code, e.g. `L.NOW`. */
  readonly outcome: string
  /** Primary reason, as the customer gave it. */
  readonly reasonCode: string | null
  readonly offers: readonly { readonly code: string; readonly answer: string }[]
}

/** What ranking knows of one customer. Days are whole days up to completeThrough; money is in minor units. */
export interface CustomerHistory {
  /** Distinct days with a purchase, n; repeat purchases are n − 1. */
  readonly purchaseDays: number
  /** From the first purchase day to the last. */
  readonly lastDays: number
  /** From the first purchase day to completeThrough. */
  readonly ageDays: number
  /** From the last purchase day to completeThrough. */
  readonly hiatusDays: number
  /** Median of the customer's own gaps, null below two purchases. */
  readonly usualGapDays: number | null
  readonly totalMinor: number
  /** Mean of a purchase day. */
  readonly meanMinor: number
  /** ln(mean of the later half of the purchase days / mean of the earlier half), 0 below four. */
  readonly spendTrend: number
  /** A purchase after completeThrough: the customer is back whatever the model says. */
  readonly purchasedLater: boolean
  readonly cancelled: boolean
  readonly complaints: { readonly open: number; readonly solved: number; readonly unsolved: number }
  readonly complaintKinds: readonly string[]
  /** Contacts from us in the 30 days before the last purchase day or the cancellation. */
  readonly contactsBeforeLeaving: number
  readonly refusals: number
  readonly distrusted: boolean
  readonly wins: number
  readonly stopped: boolean
  readonly knownReason: string | null
  readonly declinedOffers: readonly string[]
  /** Left within 6 months of an earlier win-back offer. */
  readonly leftAfterOffer: boolean
  readonly attemptsAt: readonly number[]
  readonly attemptsAnswered: number
  /** When she was tried and did not answer. */
  readonly missedAt: readonly number[]
  readonly referrals: number
}

const DAY_MS = 86_400_000
const SIX_MONTHS_MS = 183 * DAY_MS
/** Not incentives: an apology, a plan and news may be given to anybody (design/domain.md 4). */
const NOT_INCENTIVES = new Set(['APO', 'FIX', 'INF', 'NON'])

/** Days on which a customer bought, and the day at whose end they are known; days are the centre's. */
export function listPurchaseDays(
  purchases: CustomerRows['purchases'],
  completeThrough: Date,
  offsetMinutes: number,
): { days: PurchaseDay[]; end: number } {
  const [endMs, offsetMs] = [completeThrough.getTime(), offsetMinutes * 60_000]
  const rows: PurchaseDay[] = []
  for (const { at, amountMinor } of purchases) {
    const ms = at.getTime()
    if (ms <= endMs) rows.push([Math.floor((ms + offsetMs) / DAY_MS), Number(amountMinor)])
  }
  return { days: netByDay(rows), end: Math.floor((endMs + offsetMs) / DAY_MS) }
}

/**
 * One customer's rows as the features of ranking. `offsetMinutes` is how far the centre's day is ahead of UTC; recency
 * is measured to `completeThrough` and never to today, else a late import makes everybody dormant.
 */
export function summariseHistory(rows: CustomerRows, completeThrough: Date, offsetMinutes = 0): CustomerHistory {
  const end = completeThrough.getTime()
  const { days, end: endDay } = listPurchaseDays(rows.purchases, completeThrough, offsetMinutes)
  const { purchaseDays, lastDays, ageDays, hiatusDays, totalMinor, meanMinor } = summariseDays(days, endDay)
  const gaps = days.slice(1).map(([day], i) => day - (days[i]?.[0] ?? day))
  let [lastPurchaseMs, purchasedLater] = [Number.NEGATIVE_INFINITY, false]
  for (const { at, amountMinor } of rows.purchases) {
    const ms = at.getTime()
    if (ms <= end) lastPurchaseMs = Math.max(lastPurchaseMs, ms)
    else if (amountMinor >= 0n) purchasedLater = true
  }
  const cancelledMs = rows.cancelledAt?.getTime() ?? Number.NEGATIVE_INFINITY
  const leftMs = Math.max(cancelledMs, lastPurchaseMs)
  return {
    ...{ purchaseDays, lastDays, ageDays, hiatusDays, totalMinor, meanMinor },
    usualGapDays: findMedian(gaps),
    spendTrend: measureTrend(days.map(([, minor]) => minor)),
    purchasedLater,
    cancelled: rows.cancelledAt !== null && cancelledMs >= lastPurchaseMs,
    complaints: {
      open: rows.complaints.filter(({ status }) => status === 'open').length,
      solved: rows.complaints.filter(({ status }) => status === 'solved').length,
      unsolved: rows.complaints.filter(({ status }) => status === 'closed').length,
    },
    complaintKinds: rows.complaints.flatMap(({ kind }) => (kind ? [kind.toLowerCase()] : [])),
    contactsBeforeLeaving: rows.contacts.filter(
      ({ at, direction }) => direction === 'out' && at.getTime() <= leftMs && at.getTime() > leftMs - 30 * DAY_MS,
    ).length,
    ...summariseDispositions(rows.dispositions, leftMs),
    attemptsAt: rows.attempts.map(({ at }) => at.getTime()).sort((left, right) => left - right),
    attemptsAnswered: rows.attempts.filter(({ answered }) => answered).length,
    missedAt: rows.attempts.filter(({ answered }) => !answered).map(({ at }) => at.getTime()),
    referrals: rows.referrals ?? 0,
  }
}

function summariseDispositions(dispositions: readonly DispositionRow[], leftMs: number) {
  const sorted = [...dispositions].sort((left, right) => left.at.getTime() - right.at.getTime())
  const told = sorted.filter(({ reasonCode }) => reasonCode !== null && !reasonCode.startsWith('UNK'))
  const declined = sorted.flatMap(({ offers }) => offers.filter(({ answer }) => answer === 'DPR' || answer === 'DTR'))
  const madeBeforeLeaving = ({ at, offers }: DispositionRow) =>
    at.getTime() <= leftMs &&
    leftMs - at.getTime() <= SIX_MONTHS_MS &&
    offers.some(({ code, answer }) => answer !== 'NOP' && !NOT_INCENTIVES.has(code))
  return {
    refusals: sorted.filter(({ outcome }) => outcome.startsWith('L.') && outcome !== 'L.EXP').length,
    distrusted: sorted.some(({ outcome }) => outcome === 'L.TRUST'),
    wins: sorted.filter(({ outcome }) => outcome.startsWith('W.')).length,
    stopped: sorted.some(({ outcome }) => outcome.startsWith('S.')),
    knownReason: told.at(-1)?.reasonCode ?? null,
    declinedOffers: [...new Set(declined.map(({ code }) => code))].sort(),
    leftAfterOffer: sorted.some(madeBeforeLeaving),
  }
}

function findMedian(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

function measureTrend(amounts: readonly number[]): number {
  if (amounts.length < 4) return 0
  const half = amounts.length >> 1
  const mean = (part: readonly number[]) => part.reduce((sum, minor) => sum + minor, 0) / part.length
  const [before, after] = [mean(amounts.slice(0, half)), mean(amounts.slice(-half))]
  return before > 0 && after > 0 ? Math.log(after / before) : 0
}
