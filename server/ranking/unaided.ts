import { conditionalMeanSpend, type SpendModel } from './gamma-gamma.ts'
import { fitRidgeLogistic, type LogisticModel, predictLogOdds } from './learning/ridge-logistic.ts'
import type { DaysSummary, PastWindow } from './purchase/purchase-days.ts'
import { expectedLater, type PurchaseModel, probabilityActive } from './purchase/purchase-model.ts'
import { logistic, logOdds } from './special.ts'
import { type DatedHistory, toBuying } from './to-buying.ts'

/**
 * Who comes back without a call: logistic regression of "bought in the horizon" on what the purchase model says, the
 * silence, the frequency and the spend, learned from the same base in windows that have passed; plain JSON.
 */
export interface UnaidedModel extends LogisticModel {
  /** The horizon it was learned for; for another one it says nothing. */
  readonly horizonDays: number
  /** Silent customers it was learned from, one counting once in every window, and returners among them. */
  readonly n: number
  readonly returners: number
}

export type UnaidedFields = DatedHistory & Pick<DaysSummary, 'totalMinor'>

/** A window with fewer returners, or fewer who stayed away, is left out; without any the purchase model speaks alone. */
const MIN_OF_EACH = 50
/** Earlier windows bring nothing that so many cases do not. */
const ENOUGH_CASES = 50_000
/** On weights per standard deviation; 1/0.03, with which such a stack did best on CDNOW (design/ranking.md 4.2). */
const RIDGE = 1 / 0.03

/** What decides, on scales on which it acts evenly. */
function listFeatures(history: UnaidedFields, purchases: PurchaseModel, horizonDays: number): number[] {
  return [
    logOdds(probabilityActive(purchases, toBuying(history), horizonDays / 7)),
    Math.log1p(Math.max(0, history.ageDays - history.lastDays)),
    Math.log(Math.max(1, history.purchaseDays)),
    Math.log1p(Math.max(0, history.totalMinor)),
  ]
}

/**
 * Learns from those who were silent when a past window began. `purchases` is the purchase model as fitted when the
 * latest of them began, so that its log-odds are as honest in training as they will be in use. Null where there is too
 * little to learn from.
 */
export function fitUnaided(
  silent: readonly PastWindow[],
  purchases: PurchaseModel,
  horizonDays: number,
): UnaidedModel | null {
  const rows = keepUsefulWindows(silent, horizonDays).map((one) => ({
    features: listFeatures(one, purchases, horizonDays),
    returned: one.returned,
  }))
  if (rows.length === 0) return null
  // Sums do not depend on the order of the customers.
  rows.sort((left, right) => compare(left.features, right.features) || Number(left.returned) - Number(right.returned))
  const stack = fitRidgeLogistic(
    rows.map(({ features }) => features),
    rows.map(({ returned }) => returned),
    { ridge: RIDGE },
  )
  return { ...stack, horizonDays, n: rows.length, returners: rows.filter(({ returned }) => returned).length }
}

/**
 * Windows with enough of both, from the latest back until there are cases enough. One that ended earlier must also have
 * begun when its customers had on average been known for a horizon: what a shorter past says of them differs from what a
 * longer one will (AUC .714 with, .717 without, on the CDNOW sample at 26 weeks; at 13 weeks, where four earlier
 * windows qualify, they bring .722 to .724).
 */
function keepUsefulWindows(silent: readonly PastWindow[], horizonDays: number): PastWindow[] {
  const windows = new Map<number, PastWindow[]>()
  for (const one of silent) {
    const window = windows.get(one.endedDaysAgo)
    if (window) window.push(one)
    else windows.set(one.endedDaysAgo, [one])
  }
  const kept: PastWindow[] = []
  for (const [endedDaysAgo, window] of [...windows].sort(([left], [right]) => left - right)) {
    const returners = window.filter(({ returned }) => returned).length
    const meanAge = window.reduce((sum, { ageDays }) => sum + ageDays, 0) / window.length
    const known = endedDaysAgo === 0 || meanAge >= horizonDays
    if (!known || Math.min(returners, window.length - returners) < MIN_OF_EACH) continue
    for (const one of window) kept.push(one)
    if (kept.length >= ENOUGH_CASES) break
  }
  return kept
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

/**
 * Money that comes without a call in the horizon: P(comes back), times the purchase days that the purchase model expects
 * of one who does, times the mean spend of a day.
 */
export function expectedSpendUnaided(
  history: UnaidedFields & Pick<DaysSummary, 'meanMinor'>,
  { purchases, unaided, spend }: { purchases: PurchaseModel; unaided: UnaidedModel | null; spend: SpendModel },
  horizonDays: number,
): number {
  const buying = toBuying(history)
  const [active, later] = [probabilityActive, expectedLater].map((of) => of(purchases, buying, horizonDays / 7))
  const perReturn = active && later ? later / active : 1
  const mean = conditionalMeanSpend(spend, history.purchaseDays, history.meanMinor)
  return probabilityUnaided(history, purchases, unaided, horizonDays) * perReturn * mean
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [i, value] of left.entries()) {
    const other = right[i] ?? value
    if (value !== other) return value - other
  }
  return 0
}
