import type { Buying } from './purchase/buying.ts'
import { expectedAfterReturn, type PurchaseModel } from './purchase/purchase-model.ts'

export interface SecondLifeSettings {
  readonly secondLifeYears: number
  readonly discountPerYear: number
  /** Share of the model's later orders that a second life is taken to bring. */
  readonly secondLifeShare: number
}

const WEEKS_PER_YEAR = 52.18

/**
 * Discounted orders of a customer who comes back: the order of the return, and what follows it within the horizon by
 * the purchase model. `secondLifeShare` stands for "the same reason again", which the model does not know (Kumar,
 * Leszkiewicz & Herbst 2018, JMR, split cured from not cured).
 */
export function expectSecondLifeOrders(model: PurchaseModel, buying: Buying, settings: SecondLifeSettings): number {
  const discountPerWeek = Math.log1p(settings.discountPerYear) / WEEKS_PER_YEAR
  const later = expectedAfterReturn(model, buying, settings.secondLifeYears * WEEKS_PER_YEAR, discountPerWeek)
  return 1 + settings.secondLifeShare * later
}
