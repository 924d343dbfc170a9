import { readDefaults } from '../../../server/programme/defaults.ts'
import shipped from '../../../server/programme/taxonomy.json' with { type: 'json' }
import { type FittedFields, fitModel, type RankingModelParams } from '../../../server/ranking/fit.ts'
import { listPurchaseDays } from '../../../server/ranking/history.ts'
import { settleSettings } from '../../../server/ranking/house-settings.ts'
import { listPastWindows, summariseDays } from '../../../server/ranking/purchase/purchase-days.ts'
import type { RankingSettings } from '../../../server/ranking/settings.ts'
import type { Person } from './population.ts'

export interface House {
  readonly settings: RankingSettings
  readonly model: RankingModelParams
}

/** As long as such calls really take, with a history to be read before and reasons to be written down after. */
const MINUTES = { previewMinutes: 2, ringMinutes: 0.7, talkMinutes: 8, wrapUpMinutes: 4 }
const [HORIZON_DAYS, SILENT_DAYS] = [90, 30]

/** The demonstration's house in rials, its taxonomy as shipped, and what the product fits to these customers' purchases. */
export function foundHouse(people: readonly Person[], asOf: Date): House {
  const { offers, reasons } = readDefaults(shipped, 'IRR')
  const rates = settleSettings(
    {
      marginPercent: 30,
      discountPercentYear: 10,
      agentHourMinor: 2_500_000n,
      attemptMinor: 6_000n,
      horizonDays: HORIZON_DAYS,
    },
    { offers: offers.map((offer) => ({ ...offer, costMinor: String(offer.costMinor) })), reasons },
  )
  const settings = { ...rates, ...MINUTES }
  const window = { horizonDays: HORIZON_DAYS, silentDays: SILENT_DAYS }
  const buyers = people.flatMap(({ rows }): FittedFields[] => {
    const { days, end } = listPurchaseDays(rows.purchases, asOf, 0)
    return days.length > 0 ? [{ ...summariseDays(days, end), past: listPastWindows(days, end, window) }] : []
  })
  return { settings, model: fitModel(buyers, window) }
}
