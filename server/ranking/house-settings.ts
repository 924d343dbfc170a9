import type { Taxonomy } from '#contract/programme'
import { DEFAULT_SETTINGS, type RankingSettings } from './settings.ts'

export interface HouseRates {
  readonly marginPercent: number
  readonly discountPercentYear: number
  readonly agentHourMinor: bigint
  readonly attemptMinor: bigint
  readonly horizonDays: number
}

/** Settings of one run: what the house has set, and our defaults for the rest. Only a supervisor's offers need approval. */
export function settleSettings(
  house: HouseRates,
  { offers, reasons }: Pick<Taxonomy, 'offers' | 'reasons'>,
): RankingSettings {
  return {
    ...DEFAULT_SETTINGS,
    offers: offers.map(({ code, costMinor, authority }) => ({
      code,
      costMinor: BigInt(costMinor),
      needsApproval: authority === 'supervisor',
    })),
    reasons: reasons.map(({ code, fixable, defectorType, defaultOffers }) => ({
      code,
      fixable,
      defectorType,
      defaultOffers,
    })),
    marginShare: house.marginPercent / 100,
    discountPerYear: house.discountPercentYear / 100,
    agentHourMinor: house.agentHourMinor,
    attemptMinor: house.attemptMinor,
    horizonDays: house.horizonDays,
  }
}
