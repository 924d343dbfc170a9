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
 * discounted orders as a higher discount: 1 + (1 − e^(−ρt))/(ρ · gap). `lossFactor` is what the house's own second lives have shown.
 */
export function expectSecondLife(
  model: PurchaseModel,
  buying: Buying,
  settings: SecondLifeSettings,
  lossFactor = 1,
): SecondLife {
  const time = settings.secondLifeYears * WEEKS_PER_YEAR
  const gap = expectedGap(gapsOf(model, buying))
  const orders = (lossPerYear: number) => {
    const hazard = lossFactor * hazardOf(lossPerYear)
    const rate = (Math.log1p(settings.discountPerYear) + hazard) / WEEKS_PER_YEAR
    return 1 - Math.expm1(-rate * time) / (rate * gap)
  }
  return { cured: orders(settings.curedLossPerYear), uncured: orders(settings.uncuredLossPerYear) }
}

const hazardOf = (lossPerYear: number): number => -Math.log1p(-Math.min(0.99, lossPerYear))

/** One second life as far as orders show it. */
export interface SecondLifeSeen {
  /** From the win to its last order. */
  readonly years: number
  readonly lost: boolean
  /** P(the reason for leaving still stood). */
  readonly stands: number
}

/** What the house's own second lives have taught; plain JSON. */
export interface SecondLives {
  readonly seen: number
  readonly lost: number
  /** So many times as fast as our priors say they end. */
  readonly lossFactor: number
}

/** Our priors count for as much as so many losses. */
const PRIOR_LOSSES = 20

/**
 * Losses against those that our priors expect over the same years, Σ −ln S(t) with S(t) = s(1 − u)^t + (1 − s)(1 − c)^t; with
 * factor ~ Gamma(h, h) and losses Poisson the posterior mean is (h + losses)/(h + expected) (Clayton & Kaldor 1987, Biometrics
 * 43(3), 671-681). A life counts up to its last order, lost or not: whether the silence after it is the end is not
 * known yet. Those who buy seldom look a little shorter-lived for it.
 */
export function countSecondLives(
  lives: readonly SecondLifeSeen[],
  { curedLossPerYear, uncuredLossPerYear }: Pick<SecondLifeSettings, 'curedLossPerYear' | 'uncuredLossPerYear'>,
): SecondLives {
  const survives = (lossPerYear: number, years: number) => Math.exp(-hazardOf(lossPerYear) * Math.max(0, years))
  let [expected, lost] = [0, 0]
  for (const { years, stands, lost: isLost } of lives) {
    expected -= Math.log(
      stands * survives(uncuredLossPerYear, years) + (1 - stands) * survives(curedLossPerYear, years),
    )
    lost += Number(isLost)
  }
  return { seen: lives.length, lost, lossFactor: (PRIOR_LOSSES + lost) / (PRIOR_LOSSES + expected) }
}

/** P(the reason still stands) where no reason is known. */
export const STANDS_UNKNOWN = 0.4

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
