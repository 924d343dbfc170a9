import { type Buying, countEqual, type ObservedBuying } from './buying.ts'
import { fitPurchases, isEnoughToFit, PURCHASE_KINDS, type PurchaseFit } from './fit-purchases.ts'
import { createLogLikelihood, type PurchaseKind, type PurchaseModel } from './purchase-model.ts'

/** One customer now, and as known when the shifted window began; null for one who was no customer yet. */
export interface WatchedBuying {
  readonly now: ObservedBuying
  readonly earlier: ObservedBuying | null
}

export interface PurchaseChoice extends PurchaseFit {
  /** What decided: the window after an earlier date of the same base, the likelihood where that is too small, or neither. */
  readonly by: 'holdout' | 'likelihood' | 'prior'
  /** The same kind fitted to what was known when the window began, for whoever learns from the window; null without one. */
  readonly earlier: PurchaseModel | null
}

/** Fewer purchases in the window than this decide nothing. */
const MIN_PURCHASES_IN_WINDOW = 30
/** A model with more parameters must do better by this much log-likelihood, else the one with fewer is taken. */
const MIN_GAIN = 0.5
/** Customers that are enough to tell the models apart; more only cost time. */
const CUSTOMERS_TO_CHOOSE_ON = 4000

const byHistory = (left: WatchedBuying, right: WatchedBuying): number =>
  compareBuyings(left.now, right.now) ||
  (left.earlier && right.earlier
    ? compareBuyings(left.earlier, right.earlier)
    : Number(!left.earlier) - Number(!right.earlier))
const compareBuyings = (left: Buying, right: Buying) => left.x - right.x || left.tx - right.tx || left.T - right.T

/**
 * The model that foresaw best what customers did in a later window, fitted to all that is known now.
 *
 * Each kind is fitted to the histories at the beginning of the window and judged by ln L(what each customer did in it |
 * history) = ln L(now) − ln L(then), a proper score of when and how often they bought, which cannot reward a parameter
 * for having been there to fit. Where no window is large enough: Akaike's criterion on all that is known.
 */
export function choosePurchases(customers: readonly WatchedBuying[]): PurchaseChoice {
  const rows = countEqual(customers.map(({ now }) => now))
  if (!isEnoughToFit(rows)) return { ...fitPurchases(rows, 'nbd'), by: 'prior', earlier: null }
  const sorted = [...customers].sort(byHistory)
  const every = Math.max(1, Math.ceil(sorted.length / CUSTOMERS_TO_CHOOSE_ON))
  const part = sorted.filter((_, i) => i % every === 0)
  const watched = part.flatMap(({ now, earlier }) => (earlier ? [{ now, earlier }] : []))
  const before = countEqual(watched.map(({ earlier }) => earlier))
  const bought = watched.reduce((sum, { now, earlier }) => sum + now.x - earlier.x, 0)
  if (!isEnoughToFit(before) || bought < MIN_PURCHASES_IN_WINDOW) {
    const kind = best(
      PURCHASE_KINDS.map((kind) => [kind, akaike(fitPurchases(countEqual(part.map(({ now }) => now)), kind))]),
    )
    return { ...fitPurchases(rows, kind), by: 'likelihood', earlier: null }
  }
  const ofBefore = createLogLikelihood(before)
  const ofNow = createLogLikelihood(countEqual(watched.map(({ now }) => now)))
  const fits = PURCHASE_KINDS.map((kind) => [kind, fitPurchases(before, kind).model] as const)
  const kind = best(fits.map(([kind, model]) => [kind, ofNow(model) - ofBefore(model)]))
  const then = every === 1 ? before : countEqual(customers.flatMap(({ earlier }) => earlier ?? []))
  const earlier = fits.find(([one]) => every === 1 && one === kind)?.[1] ?? fitPurchases(then, kind).model
  return { ...fitPurchases(rows, kind), by: 'holdout', earlier }
}

function best(scored: readonly (readonly [kind: PurchaseKind, score: number])[]): PurchaseKind {
  return scored.reduce(
    (leader, next) => (next[1] > leader[1] + MIN_GAIN ? next : leader),
    ['nbd', Number.NEGATIVE_INFINITY],
  )[0]
}

/** Log-likelihood less one for each parameter (Akaike 1974). */
function akaike({ model, logLikelihood }: PurchaseFit): number {
  return logLikelihood - (Object.keys(model).length - 1)
}
