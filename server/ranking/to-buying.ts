import type { ObservedBuying } from './purchase/buying.ts'
import type { DaysSummary } from './purchase/purchase-days.ts'

const DAYS_PER_WEEK = 7

/** What of a history the purchase models read; without the gaps only Poisson purchases can be fitted. */
export type DatedHistory = Pick<DaysSummary, 'purchaseDays' | 'lastDays' | 'ageDays'> & { readonly logGapDays?: number }

/** A history in the weeks and repeat purchases of the purchase models. */
export function toBuying({ purchaseDays, lastDays, ageDays, logGapDays }: DatedHistory): ObservedBuying {
  const x = Math.max(0, purchaseDays - 1)
  const buying = { x, tx: x === 0 ? 0 : lastDays / DAYS_PER_WEEK, T: Math.max(ageDays, lastDays) / DAYS_PER_WEEK }
  return logGapDays === undefined ? buying : { ...buying, logGaps: logGapDays - x * Math.log(DAYS_PER_WEEK) }
}
