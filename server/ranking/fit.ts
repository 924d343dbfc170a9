import { conditionalMeanSpend, fitSpend, type SpendModel } from './gamma-gamma.ts'
import { choosePurchases, type PurchaseChoice } from './purchase/choose-purchases.ts'
import type { DaysSummary, PastWindow } from './purchase/purchase-days.ts'
import type { PurchaseModel } from './purchase/purchase-model.ts'
import type { SecondLives } from './second-life.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import { type DatedHistory, toBuying } from './to-buying.ts'
import { fitUnaided, type UnaidedModel } from './unaided.ts'

export const MODEL_VERSION = 'v1'

/** All that is learned from the base; plain JSON. Time in weeks, money in minor units. */
export interface RankingModelParams {
  readonly version: typeof MODEL_VERSION
  /** Customers with at least one purchase. */
  readonly n: number
  readonly purchases: PurchaseModel
  readonly purchasesBasis: 'likelihood' | 'prior'
  /** What chose this purchase model among those that were fitted. */
  readonly purchasesBy: PurchaseChoice['by']
  readonly logLikelihood: number
  /** Null where too few came back to learn from. */
  readonly unaided: UnaidedModel | null
  readonly spend: SpendModel
  readonly spendBasis: 'likelihood' | 'prior'
  readonly spendLogLikelihood: number
  /** Correlation of purchase days and mean spend; Gamma-Gamma supposes that it is small (CDNOW .11). */
  readonly spendFrequencyCorrelation: number
  /** Mean over customers of all that they have spent. */
  readonly meanTotalMinor: number
  /** Not there where none was counted: our priors stand alone. */
  readonly secondLives?: SecondLives
}

export type FittedFields = DatedHistory &
  Pick<DaysSummary, 'meanMinor' | 'totalMinor'> & {
    /** Latest first, as `listPastWindows` gives them for the same horizon and silence. */
    readonly past?: readonly PastWindow[]
  }

/** What is foreseen, and from how long a silence a purchase counts as a return. */
export interface FitWindow {
  readonly horizonDays: number
  readonly silentDays: number
}

const DEFAULT_WINDOW: FitWindow = {
  horizonDays: DEFAULT_SETTINGS.horizonDays,
  silentDays: DEFAULT_SETTINGS.rhythm.dormantMinDays,
}

/**
 * Fits the base. The same customers in any order give the same numbers. Spend takes every purchase day, the first
 * included, since half of a base has no other.
 */
export function fitModel(
  histories: Iterable<FittedFields>,
  { horizonDays, silentDays }: FitWindow = DEFAULT_WINDOW,
): RankingModelParams {
  const buyers = [...histories].filter(({ purchaseDays }) => purchaseDays > 0)
  const purchases = choosePurchases(
    buyers.map((buyer) => {
      const [latest] = buyer.past ?? []
      return { now: toBuying(buyer), earlier: latest?.endedDaysAgo === 0 ? toBuying(latest) : null }
    }),
  )
  const silent = buyers.flatMap(({ past = [] }) => past.filter(({ hiatusDays }) => hiatusDays >= silentDays))
  const spend = fitSpend(buyers.map(({ purchaseDays, meanMinor }) => ({ n: purchaseDays, mean: meanMinor })))
  const totals = buyers.map(({ totalMinor }) => Math.max(0, totalMinor)).sort((left, right) => left - right)
  const meanTotal = totals.reduce((sum, minor) => sum + minor, 0) / Math.max(1, totals.length)
  return {
    version: MODEL_VERSION,
    n: buyers.length,
    purchases: purchases.model,
    purchasesBasis: purchases.basis,
    purchasesBy: purchases.by,
    logLikelihood: purchases.logLikelihood,
    unaided: purchases.earlier && fitUnaided(silent, purchases.earlier, horizonDays),
    spend: spend.model,
    spendBasis: spend.basis,
    spendLogLikelihood: spend.logLikelihood,
    spendFrequencyCorrelation: correlate(buyers),
    meanTotalMinor: meanTotal > 0 ? meanTotal : conditionalMeanSpend(spend.model, 0, 0),
  }
}

function correlate(buyers: readonly FittedFields[]): number {
  const sorted = [...buyers].sort((l, r) => l.purchaseDays - r.purchaseDays || l.meanMinor - r.meanMinor)
  const n = sorted.length
  if (n < 3) return 0
  const meanDays = sorted.reduce((sum, { purchaseDays }) => sum + purchaseDays, 0) / n
  const meanSpend = sorted.reduce((sum, { meanMinor }) => sum + meanMinor, 0) / n
  let [both, days, spend] = [0, 0, 0]
  for (const { purchaseDays, meanMinor } of sorted) {
    both += (purchaseDays - meanDays) * (meanMinor - meanSpend)
    days += (purchaseDays - meanDays) ** 2
    spend += (meanMinor - meanSpend) ** 2
  }
  return days > 0 && spend > 0 ? both / Math.sqrt(days * spend) : 0
}
