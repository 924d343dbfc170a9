import type { Buying } from './purchase/buying.ts'
import { expectedGap } from './purchase/gap-law.ts'
import { gapsOf, type PurchaseModel } from './purchase/purchase-model.ts'
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

/**
 * Orders at the customer's own rhythm (the gap that the purchase model expects of her while she is a customer) for as long
 * as the second life lasts. It has its own hazard and not that of the first: small for the cured, great for those whom the
 * same reason will drive away (the two groups of Kumar, Leszkiewicz & Herbst 2018, JMR). A constant hazard acts on
 * discounted orders as a higher discount: 1 + (1 − e^(−ρt))/(ρ · gap).
 */
export function expectSecondLife(model: PurchaseModel, buying: Buying, settings: SecondLifeSettings): SecondLife {
  const time = settings.secondLifeYears * WEEKS_PER_YEAR
  const gap = expectedGap(gapsOf(model, buying))
  const orders = (lossPerYear: number) => {
    const hazard = -Math.log1p(-Math.min(0.99, lossPerYear))
    const rate = (Math.log1p(settings.discountPerYear) + hazard) / WEEKS_PER_YEAR
    return 1 - Math.expm1(-rate * time) / (rate * gap)
  }
  return { cured: orders(settings.curedLossPerYear), uncured: orders(settings.uncuredLossPerYear) }
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
