import { orderOffers } from '../offers.ts'
import type { EligibleOffer } from './offer-bandit.ts'
import type { Table } from './table.ts'
import { predictUplift, type UpliftModel } from './uplift.ts'

/**
 * The offer for every row: that of the greatest net value, learned uplift less cost; no offer where none adds more than it
 * costs. The same order as in the queue: by net value, the cheaper of equals, never by acceptance.
 */
export function chooseOffer(model: UpliftModel, table: Table, offers: readonly EligibleOffer[]): string[] {
  const valued = offers.map(({ code, cost }) => ({ code, cost, uplift: predictUplift(model, table, code) }))
  const nothing = { code: model.none, costMinor: 0, netMinor: 0 }
  return Array.from({ length: table.rows }, (_, row) => {
    const priced = valued.map(({ code, cost, uplift }) => ({
      code,
      costMinor: cost,
      netMinor: (uplift[row] ?? 0) - cost,
    }))
    return orderOffers([nothing, ...priced])[0]?.code ?? model.none
  })
}
