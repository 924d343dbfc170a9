import {
  type Belief,
  type Buying,
  beliefIfAlive,
  expectedWhileAlive,
  type PurchaseModel,
  probabilityAlive,
} from './bg-nbd.ts'
import { createQuadrature } from './quadrature.ts'

export interface SecondLifeSettings {
  readonly secondLifeYears: number
  readonly discountPerYear: number
  /** Share of the model's later orders that a second life is taken to bring. */
  readonly secondLifeShare: number
}

const QUADRATURE = createQuadrature(12)
const WEEKS_PER_YEAR = 52.18

/**
 * Discounted orders of a customer who comes back: the order of the return, and what follows it within the horizon.
 *
 * What follows is the BG/NBD residual under two beliefs weighed by P(alive). Alive: λ ~ Gamma(r+x, alpha+T),
 * p ~ Beta(a, b+x). Had left after the last purchase: the silence says nothing of λ, so Gamma(r+x, alpha+tx), but he
 * has left once, so p ~ Beta(a+1, b+x−1): a second life is shorter by the same law as the first. The return is itself
 * a purchase after which he may leave again, hence the factor 1 − p. `secondLifeShare` stands for "the same reason
 * again", which the model does not know (Kumar, Leszkiewicz & Herbst 2018, JMR, split cured from not cured).
 */
export function expectSecondLifeOrders(model: PurchaseModel, buying: Buying, settings: SecondLifeSettings): number {
  const alive = probabilityAlive(model, buying)
  const ifAlive = beliefIfAlive(model, buying)
  let later = alive * followReturn(ifAlive, settings)
  if (model.kind === 'bgnbd' && buying.x > 0 && alive < 1 - 1e-6) {
    const left = {
      ...ifAlive,
      exposure: model.alpha + buying.tx,
      leave: model.a + 1,
      stay: model.b + buying.x - 1,
    }
    later += (1 - alive) * followReturn(left, settings)
  }
  return 1 + settings.secondLifeShare * later
}

function followReturn(belief: Belief, { secondLifeYears, discountPerYear }: SecondLifeSettings): number {
  const discountPerWeek = Math.log1p(discountPerYear) / WEEKS_PER_YEAR
  const weeks = secondLifeYears * WEEKS_PER_YEAR
  if (belief.leave === 0) return expectedWhileAlive(belief, weeks, discountPerWeek)
  const stays = belief.stay / (belief.leave + belief.stay)
  return stays * expectedWhileAlive({ ...belief, stay: belief.stay + 1 }, weeks, discountPerWeek, QUADRATURE)
}
