import { listSomeCustomers, readPurchasesOf, SHARES } from '../people/histories.store.ts'
import { readSecondLives } from '../people/second-lives.store.ts'
import type { Sql } from '../platform/sql.pg.ts'
import { type FittedFields, fitModel, type RankingModelParams } from './fit.ts'
import { listPurchaseDays } from './history.ts'
import { isRemedy, NO_OFFER } from './offers.ts'
import { listPastWindows, summariseDays } from './purchase/purchase-days.ts'
import { RHYTHM_LIMITS } from './rhythm.ts'
import type { House } from './run.ts'
import { countSecondLives, type SecondLives, STANDS_UNKNOWN, stillStands } from './second-life.ts'
import type { RankingSettings } from './settings.ts'

/**
 * Customers who are enough to learn a base's habits from; of more, a part that depends on their ids alone. The standard
 * errors of the parameters are then below 1 %, far below what the order of a queue shows, while memory and time stay the same
 * however large the base is.
 */
export const FIT_CUSTOMERS = 50_000
/** What had to be assumed, for whoever reads the figures. */
export type Note =
  /** Learned from a part of the customers. */
  | 'fit.sample'
  /** Too few repeat purchases: how often customers buy is a prior of ours around their mean. */
  | 'purchases.prior'
  /** Too little spending, or all alike: how much they spend is a prior of ours around their mean. */
  | 'spend.prior'
  /** Too few came back: who comes back unaided is what the purchase model says. */
  | 'unaided.model'
  /** Purchases later than purchases are complete: they tell who is back, and nothing is learned from them. */
  | 'purchases.later'

export type Paging = { pageSize: number; isStopping: () => boolean }
/** Thrown between pages when the server stops. */
export class StoppedRescore extends Error {}

/** Learns from the purchases of the base, read page by page; null when no purchase is known. */
export async function fitBase(
  tx: Sql,
  { completeThrough, offsetMinutes, settings }: House,
  total: number,
  { pageSize, isStopping }: Paging,
): Promise<{ model: RankingModelParams; notes: Note[] } | null> {
  const window = { horizonDays: settings.horizonDays, silentDays: RHYTHM_LIMITS.dormantMinDays }
  const shares = total <= FIT_CUSTOMERS ? SHARES : Math.ceil((SHARES * FIT_CUSTOMERS) / total)
  const buyers: FittedFields[] = []
  let later = 0
  const read = async (after: string | null) => {
    const ids = await listSomeCustomers(tx, after, pageSize, shares)
    return { last: ids.at(-1) ?? null, bought: await readPurchasesOf(tx, ids) }
  }
  for (let reading = read(null); ; ) {
    const { last, bought } = await reading
    if (isStopping()) throw new StoppedRescore()
    if (last === null) break
    reading = read(last) // while this page is worked out
    reading.catch(() => {}) // met when its turn comes
    for (const purchases of bought) {
      if (purchases.some(({ at }) => at > completeThrough)) later++
      const { days, end } = listPurchaseDays(purchases, completeThrough, offsetMinutes)
      if (days.length > 0) buyers.push({ ...summariseDays(days, end), past: listPastWindows(days, end, window) })
    }
  }
  if (buyers.length === 0) return null
  const model = { ...fitModel(buyers, window), secondLives: await readLives(tx, completeThrough, settings) }
  const notes: Note[] = []
  if (shares < SHARES) notes.push('fit.sample')
  if (model.purchasesBasis === 'prior') notes.push('purchases.prior')
  if (model.spendBasis === 'prior') notes.push('spend.prior')
  if (model.unaided === null) notes.push('unaided.model')
  if (later > 0) notes.push('purchases.later')
  return { model, notes }
}

/** The house's second lives so far, each with whether its reason may still have stood. */
async function readLives(tx: Sql, completeThrough: Date, settings: RankingSettings): Promise<SecondLives> {
  const reasons = new Map(settings.reasons.map((reason) => [reason.code, reason]))
  const lives = await readSecondLives(tx, completeThrough)
  const seen = lives.map(({ years, lost, reasonCode, offerCode }) => {
    const reason = reasonCode === null ? undefined : reasons.get(reasonCode)
    const offer = offerCode ?? NO_OFFER.code
    return { years, lost, stands: reason ? stillStands(reason, offer, isRemedy(offer, reason)) : STANDS_UNKNOWN }
  })
  return countSecondLives(seen, settings)
}
