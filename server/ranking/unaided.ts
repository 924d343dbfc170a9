import { fitRidgeLogistic, type LogisticModel, predictLogOdds } from './learning/ridge-logistic.ts'
import type { DaysSummary } from './purchase/purchase-days.ts'
import { type PurchaseModel, probabilityActive } from './purchase/purchase-model.ts'
import { logistic, logOdds } from './special.ts'
import { type DatedHistory, toBuying } from './to-buying.ts'

/**
 * Who comes back without a call: logistic regression of "bought in the horizon" on what the purchase model says, the
 * silence, the frequency and the spend, learned from the same base one horizon ago; plain JSON.
 */
export interface UnaidedModel extends LogisticModel {
  /** The horizon it was learned for; for another one it says nothing. */
  readonly horizonDays: number
  /** Customers and returners it was learned from. */
  readonly n: number
  readonly returners: number
}

export type UnaidedFields = DatedHistory & Pick<DaysSummary, 'totalMinor'>

/** A customer as known when the window began, and whether a purchase followed within the horizon. */
export interface UnaidedCase {
  readonly before: UnaidedFields
  readonly returned: boolean
}

/** Fewer returners (or fewer who stayed away) than this are left to the purchase model alone. */
const MIN_OF_EACH = 50
/** On weights per standard deviation; 1/0.03, with which such a stack did best on CDNOW (design/ranking.md 4.2). */
const RIDGE = 1 / 0.03

/** What decides, on scales on which it acts evenly. */
function listFeatures(history: UnaidedFields, purchases: PurchaseModel, horizonDays: number): number[] {
  const hiatusDays = Math.max(0, history.ageDays - history.lastDays)
  return [
    logOdds(probabilityActive(purchases, toBuying(history), horizonDays / 7)),
    Math.log1p(hiatusDays),
    Math.log(Math.max(1, history.purchaseDays)),
    Math.log1p(Math.max(0, history.totalMinor)),
  ]
}

/**
 * Learns from the silent of one horizon ago. `purchases` is the purchase model as fitted then, so that its log-odds
 * are as honest in training as they will be in use. Null where there is too little to learn from.
 */
export function fitUnaided(
  cases: readonly UnaidedCase[],
  purchases: PurchaseModel,
  horizonDays: number,
): UnaidedModel | null {
  const returners = cases.filter(({ returned }) => returned).length
  if (Math.min(returners, cases.length - returners) < MIN_OF_EACH) return null
  const rows = cases.map(({ before, returned }) => ({
    features: listFeatures(before, purchases, horizonDays),
    returned,
  }))
  // Sums do not depend on the order of the customers.
  rows.sort((left, right) => compare(left.features, right.features) || Number(left.returned) - Number(right.returned))
  const logisticModel = fitRidgeLogistic(
    rows.map(({ features }) => features),
    rows.map(({ returned }) => returned),
    { ridge: RIDGE },
  )
  return { ...logisticModel, horizonDays, n: rows.length, returners }
}

/** P(a purchase in the horizon without a call); what the purchase model says where nothing else was learned. */
export function probabilityUnaided(
  history: UnaidedFields,
  purchases: PurchaseModel,
  unaided: UnaidedModel | null,
  horizonDays: number,
): number {
  if (unaided?.horizonDays !== horizonDays) return probabilityActive(purchases, toBuying(history), horizonDays / 7)
  return logistic(predictLogOdds(unaided, listFeatures(history, purchases, horizonDays)))
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [i, value] of left.entries()) {
    const other = right[i] ?? value
    if (value !== other) return value - other
  }
  return 0
}
