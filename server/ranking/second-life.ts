import type { Buying } from './purchase/buying.ts'
import { expectedAfterReturn, type PurchaseModel } from './purchase/purchase-model.ts'
import { createQuadrature } from './quadrature.ts'
import { groupOf, type RankingReason } from './reasons.ts'

export interface SecondLifeSettings {
  readonly secondLifeYears: number
  readonly discountPerYear: number
  /** Share of the returned lost again each year although the reason for leaving is gone, and where it still stands. */
  readonly curedLossPerYear: number
  readonly uncuredLossPerYear: number
}

/** Discounted orders of a second life, the order of the return included. */
export interface SecondLife {
  readonly cured: number
  readonly uncured: number
}

const WEEKS_PER_YEAR = 52.18
const QUADRATURE = createQuadrature(5)

/**
 * What follows a return by the purchase model, under a hazard of being lost again that the model does not know: small for
 * the cured, great for those whom the same reason will drive away (the two groups of Kumar, Leszkiewicz & Herbst 2018,
 * JMR). A constant hazard acts on a sum of discounted orders as a higher discount δ: by parts, with m(s) orders expected by
 * then, ∫ e^(−δs) dm(s) = e^(−δt)·m(t) + δ ∫ e^(−δs)·m(s) ds, and m is worked out once for both.
 */
export function expectSecondLife(model: PurchaseModel, buying: Buying, settings: SecondLifeSettings): SecondLife {
  const time = settings.secondLifeYears * WEEKS_PER_YEAR
  const expected = (until: number) => expectedAfterReturn(model, buying, until, 0)
  const nodes = QUADRATURE.nodes.map((node, i) => {
    const at = node * time
    return { at, orders: (QUADRATURE.weights[i] ?? 0) * expected(at) }
  })
  const all = expected(time)
  const later = (lossPerYear: number) => {
    const hazard = -Math.log1p(-Math.min(0.99, lossPerYear))
    const rate = (Math.log1p(settings.discountPerYear) + hazard) / WEEKS_PER_YEAR
    const earlier = nodes.reduce((sum, { at, orders }) => sum + Math.exp(-rate * at) * orders, 0)
    return Math.exp(-rate * time) * all + rate * time * earlier
  }
  return { cured: 1 + later(settings.curedLossPerYear), uncured: 1 + later(settings.uncuredLossPerYear) }
}

/**
 * P(the reason still stands after a return): seldom where it can be cured and the offer answers it, mostly where it
 * cannot. Priors of ours, until enough of the returned have been lost again.
 */
export function stillStands(reason: RankingReason, offerCode: string, remedies: boolean): number {
  const answered = remedies || reason.defaultOffers.includes(offerCode)
  if (reason.fixable === 'no') return 0.9
  if (groupOf(reason.code) === 'PSV') return answered ? 0.1 : 0.2
  if (reason.fixable === 'partly') return answered ? 0.4 : 0.6
  return answered ? 0.15 : 0.4
}
