import { fitModel } from '../../server/ranking/fit.ts'
import { fitSpend } from '../../server/ranking/gamma-gamma.ts'
import { countEqual } from '../../server/ranking/purchase/buying.ts'
import { fitPurchases, PURCHASE_KINDS } from '../../server/ranking/purchase/fit-purchases.ts'
import {
  listPastWindows,
  netByDay,
  type PurchaseDay,
  summariseDays,
} from '../../server/ranking/purchase/purchase-days.ts'
import { createLogLikelihood } from '../../server/ranking/purchase/purchase-model.ts'
import { toBuying } from '../../server/ranking/to-buying.ts'
import { chanceFrom, exponential, gamma } from '../world/chance.ts'
import { ratioOf } from './times.ts'

export type FitResult = {
  customers: number
  /** Distinct histories (x, tx, T). */
  histories: number
  /** One pass of the BG/NBD likelihood over all of them: the floor that every fit is a multiple of. */
  passMs: number
  bgnbdGammaGammaSeconds: number
  /** The same in passes of the likelihood. */
  passes: number
  /** Every kind by itself. */
  secondsByKind: Record<string, number>
  /** All that a night learns of a base: the choice among the kinds, the fit of the chosen one, spend, and who comes back. */
  baseSeconds: number
  chosen: string
}

const WINDOW = { horizonDays: 90, silentDays: 30 }
const JOINED_DAYS = 84
const LAST_DAY = 273

/** Fits a made-up base of the size and habits of the CDNOW master (Fader & Hardie 2001): 12 weeks of newcomers, 39 weeks. */
export function benchFit({ customers, seed = 7 }: { customers: number; seed?: number }): FitResult {
  const base = makeBase(customers, seed)
  const seen = base.map((days) => summariseDays(days, LAST_DAY))
  const rows = countEqual(seen.map(toBuying))
  const spending = seen.map(({ purchaseDays, meanRepeatMinor }) => ({ n: purchaseDays - 1, mean: meanRepeatMinor }))

  const logLikelihood = createLogLikelihood(rows)
  const model = { kind: 'bgnbd', r: 0.25, alpha: 4.8, a: 0.72, b: 2.16 } as const
  const PASSES = 50
  logLikelihood(model)
  const passMs =
    secondsOf(() => {
      for (let i = 0; i < PASSES; i++) logLikelihood({ ...model, r: 0.25 + i / 1000 })
    }) *
    (1000 / PASSES)
  const bgnbdGammaGammaSeconds = secondsOf(() => {
    fitPurchases(rows, 'bgnbd')
    fitSpend(spending)
  })
  const secondsByKind = Object.fromEntries(
    PURCHASE_KINDS.map((kind) => [kind, secondsOf(() => fitPurchases(rows, kind))]),
  )
  let chosen = ''
  const baseSeconds = secondsOf(() => {
    const histories = base.map((days) => ({
      ...summariseDays(days, LAST_DAY),
      past: listPastWindows(days, LAST_DAY, WINDOW),
    }))
    chosen = fitModel(histories, WINDOW).purchases.kind
  })
  const passes = ratioOf(bgnbdGammaGammaSeconds * 1000, passMs)
  return {
    ...{ customers, histories: rows.length, passMs, bgnbdGammaGammaSeconds, passes },
    ...{ secondsByKind, baseSeconds, chosen },
  }
}

function secondsOf(work: () => void): number {
  const from = performance.now()
  work()
  return (performance.now() - from) / 1000
}

/** Customers drawn from BG/NBD and Gamma-Gamma with the parameters of the master (design/ranking.md 2.1); weeks and dollars. */
function makeBase(customers: number, seed: number): PurchaseDay[][] {
  const chance = chanceFrom(seed)
  return Array.from({ length: customers }, () => {
    const first = Math.floor(chance() * JOINED_DAYS)
    const perDay = gamma(chance, 0.2516, 1 / 4.789) / 7
    const [leave, stay] = [gamma(chance, 0.7234, 1), gamma(chance, 2.1611, 1)]
    const pays = gamma(chance, 3.6245, 1 / 14.9837)
    const rows: PurchaseDay[] = [[first, gamma(chance, 6.2754, 1 / pays)]]
    for (let at = first; rows.length === 1 || chance() >= leave / (leave + stay); ) {
      at += exponential(chance, 1 / perDay)
      if (at >= LAST_DAY + 1) break
      rows.push([Math.floor(at), gamma(chance, 6.2754, 1 / pays)])
    }
    return netByDay(rows)
  })
}
