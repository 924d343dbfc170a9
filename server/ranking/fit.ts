import type { Buying, PurchaseModel } from './bg-nbd.ts'
import { countEqual, fitPurchases } from './bg-nbd-fit.ts'
import { conditionalMeanSpend, fitSpend, type SpendModel } from './gamma-gamma.ts'
import type { CustomerHistory } from './history.ts'

export const MODEL_VERSION = 'v0'

/** All that is learned from the base; plain JSON. Time in weeks, money in minor units. */
export interface RankingModelParams {
  readonly version: typeof MODEL_VERSION
  /** Customers with at least one purchase. */
  readonly n: number
  readonly purchases: PurchaseModel
  readonly purchasesBasis: 'likelihood' | 'prior'
  readonly logLikelihood: number
  readonly spend: SpendModel
  readonly spendBasis: 'likelihood' | 'prior'
  readonly spendLogLikelihood: number
  /** Correlation of purchase days and mean spend; Gamma-Gamma supposes that it is small (CDNOW .11). */
  readonly spendFrequencyCorrelation: number
  /** Mean over customers of all that they have spent. */
  readonly meanTotalMinor: number
}

export type FittedFields = Pick<CustomerHistory, 'purchaseDays' | 'lastDays' | 'ageDays' | 'meanMinor' | 'totalMinor'>

/** A history in the weeks and repeat purchases of the model. */
export function toBuying(history: Pick<CustomerHistory, 'purchaseDays' | 'lastDays' | 'ageDays'>): Buying {
  const x = Math.max(0, history.purchaseDays - 1)
  return { x, tx: x === 0 ? 0 : history.lastDays / 7, T: Math.max(history.ageDays, history.lastDays) / 7 }
}

/**
 * Fits the base. The same customers in any order give the same numbers. Spend takes every purchase day, the first
 * included, since half of a base has no other.
 */
export function fitModel(histories: Iterable<FittedFields>): RankingModelParams {
  const buyers = [...histories].filter(({ purchaseDays }) => purchaseDays > 0)
  const purchases = fitPurchases(countEqual(buyers.map(toBuying)))
  const spend = fitSpend(buyers.map(({ purchaseDays, meanMinor }) => ({ n: purchaseDays, mean: meanMinor })))
  const totals = buyers.map(({ totalMinor }) => Math.max(0, totalMinor)).sort((left, right) => left - right)
  const meanTotal = totals.reduce((sum, minor) => sum + minor, 0) / Math.max(1, totals.length)
  return {
    version: MODEL_VERSION,
    n: buyers.length,
    purchases: purchases.model,
    purchasesBasis: purchases.basis,
    logLikelihood: purchases.logLikelihood,
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
