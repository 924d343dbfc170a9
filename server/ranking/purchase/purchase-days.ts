/** One day on which a customer bought: its number, and the net amount of the day. */
export type PurchaseDay = readonly [day: number, net: number]

/** Net amount of every day with a purchase, in order; a day that was paid back in full is no purchase, and a gift is one. */
export function netByDay(rows: Iterable<PurchaseDay>): PurchaseDay[] {
  const sums = new Map<number, Day>()
  let last: Day | undefined
  let sorted = true
  // Rows mostly come in the order of time, and five million of them every night: the day before is looked at first.
  for (const row of rows) {
    const [day, amount] = row
    let sum = last?.day === day ? last : sums.get(day)
    if (!sum) {
      if (last && day < last.day) sorted = false
      sum = { day, net: 0, bought: false, paidBack: false }
      sums.set(day, sum)
    }
    sum.net += amount
    if (amount >= 0) sum.bought = true
    else sum.paidBack = true
    last = sum
  }
  const days: PurchaseDay[] = []
  for (const { day, net, bought, paidBack } of sums.values())
    if (net > 0 || (net === 0 && bought && !paidBack)) days.push([day, net])
  return sorted ? days : days.sort(([left], [right]) => left - right)
}

type Day = { readonly day: number; net: number; bought: boolean; paidBack: boolean }

/** What the purchase models know of one customer at the end of a day. Days are whole; money is in the rows' unit. */
export interface DaysSummary {
  /** Distinct days with a purchase, n; repeat purchases are n − 1. */
  readonly purchaseDays: number
  /** From the first purchase day to the last. */
  readonly lastDays: number
  /** From the first purchase day to the end. */
  readonly ageDays: number
  /** From the last purchase day to the end. */
  readonly hiatusDays: number
  /** Σ ln(gap in days) over the repeat purchases: how even the gaps are, given n and lastDays. */
  readonly logGapDays: number
  readonly totalMinor: number
  /** Mean of a purchase day. */
  readonly meanMinor: number
  /** Mean of a repeat purchase day, 0 where there is none. */
  readonly meanRepeatMinor: number
}

/** Purchase days up to and including `end`; later ones are not known yet. */
export function summariseDays(days: readonly PurchaseDay[], end: number): DaysSummary {
  let [count, total, logGaps] = [0, 0, 0]
  let [first, last, firstNet] = [end, end, 0]
  for (const row of days) {
    const [day, net] = row
    if (day > end) continue
    if (count === 0) [first, firstNet] = [day, net]
    else logGaps += Math.log(day - last)
    last = day
    total += net
    count++
  }
  return {
    purchaseDays: count,
    lastDays: last - first,
    ageDays: end - first,
    hiatusDays: end - last,
    logGapDays: logGaps,
    totalMinor: total,
    meanMinor: count === 0 ? 0 : total / count,
    meanRepeatMinor: count > 1 ? (total - firstNet) / (count - 1) : 0,
  }
}

/** A customer as known when a past window began, and whether a purchase followed within it. */
export interface PastWindow extends DaysSummary {
  /** When it ended; 0 is the window that ends where all that is known ends. */
  readonly endedDaysAgo: number
  readonly returned: boolean
}

/** The windows to learn from: each one horizon long, the others ending some weeks before the first. */
const WINDOW_ENDS_DAYS_AGO = [0, 28, 56, 84, 112]

/**
 * A customer's past windows, the latest first: that one for everybody who was a customer when it began, the earlier ones
 * for those who had then been silent for `silentDays`.
 */
export function listPastWindows(
  days: readonly PurchaseDay[],
  end: number,
  { horizonDays, silentDays }: { horizonDays: number; silentDays: number },
): PastWindow[] {
  return WINDOW_ENDS_DAYS_AGO.flatMap((endedDaysAgo) => {
    const start = end - endedDaysAgo - horizonDays
    const before = summariseDays(days, start)
    if (before.purchaseDays === 0 || (endedDaysAgo > 0 && before.hiatusDays < silentDays)) return []
    const returned = days.some(([day]) => day > start && day <= end - endedDaysAgo)
    return [{ ...before, endedDaysAgo, returned }]
  })
}
