/** One day on which a customer bought: its number, and the net amount of the day. */
export type PurchaseDay = readonly [day: number, net: number]

/** Net amount of every day with a purchase, in order; a day that was paid back in full is no purchase, and a gift is one. */
export function netByDay(rows: Iterable<PurchaseDay>): PurchaseDay[] {
  const sums = new Map<number, { net: number; bought: boolean; paidBack: boolean }>()
  for (const [day, amount] of rows) {
    const seen = sums.get(day)
    sums.set(day, {
      net: (seen?.net ?? 0) + amount,
      bought: (seen?.bought ?? false) || amount >= 0,
      paidBack: (seen?.paidBack ?? false) || amount < 0,
    })
  }
  const days = [...sums].filter(([, { net, bought, paidBack }]) => net > 0 || (net === 0 && bought && !paidBack))
  return days.map(([day, { net }]) => [day, net] as const).sort(([left], [right]) => left - right)
}

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
  const known = days.filter(([day]) => day <= end)
  const first = known[0]?.[0] ?? end
  const last = known.at(-1)?.[0] ?? first
  const totalMinor = known.reduce((sum, [, net]) => sum + net, 0)
  const repeats = known.length - 1
  return {
    purchaseDays: known.length,
    lastDays: last - first,
    ageDays: end - first,
    hiatusDays: end - last,
    logGapDays: known.slice(1).reduce((sum, [day], i) => sum + Math.log(day - (known[i]?.[0] ?? day)), 0),
    totalMinor,
    meanMinor: known.length === 0 ? 0 : totalMinor / known.length,
    meanRepeatMinor: repeats > 0 ? (totalMinor - (known[0]?.[1] ?? 0)) / repeats : 0,
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
