import { fitSpend } from '../../server/ranking/gamma-gamma.ts'
import { compareCounts } from '../../server/ranking/learning/compare-counts.ts'
import { countEqual, type ObservedBuying } from '../../server/ranking/purchase/buying.ts'
import { choosePurchases } from '../../server/ranking/purchase/choose-purchases.ts'
import { fitPurchases, PURCHASE_KINDS } from '../../server/ranking/purchase/fit-purchases.ts'
import { type DaysSummary, type PurchaseDay, summariseDays } from '../../server/ranking/purchase/purchase-days.ts'
import { expectedLater } from '../../server/ranking/purchase/purchase-model.ts'
import { DEFAULT_SETTINGS } from '../../server/ranking/settings.ts'
import { BadInput, readOptions } from './bad-input.ts'
import { readDayOption } from './day.ts'
import { PURCHASE_OPTIONS, readPurchaseDays } from './purchases.ts'

const OPTIONS = {
  ...PURCHASE_OPTIONS,
  'calibration-end': { type: 'string' },
  'holdout-end': { type: 'string' },
  unit: { type: 'string', default: 'week' },
} as const

/** Fits every purchase model and the spend model to a file, and holds them against what came after the calibration. */
export function evaluateFit(args: readonly string[]) {
  const options = readOptions(args, OPTIONS)
  if (options.unit !== 'week' && options.unit !== 'day') throw new BadInput(`--unit: week or day, not ${options.unit}`)
  const unitDays = options.unit === 'week' ? 7 : 1
  const people = readPurchaseDays(options)
  const newest = lastDayOf(people)
  const asked = options['calibration-end']
  const end = asked ? readDayOption(asked, 'calibration-end') : newest
  const until = options['holdout-end'] ? readDayOption(options['holdout-end'], 'holdout-end') : newest
  if (until < end) throw new BadInput('the holdout ends before the calibration')
  const known = people.filter(([first]) => first && first[0] <= end)
  if (known.length === 0) throw new BadInput('nobody bought before the end of the calibration')

  const started = performance.now()
  const seen = known.map((days) => summariseDays(days, end))
  const buyings = seen.map((one) => measure(one, unitDays))
  const rows = countEqual(buyings)
  const actual = known.map((days) => days.filter(([day]) => day > end && day <= until).length)
  const time = (until - end) / unitDays
  const fits = PURCHASE_KINDS.map((kind) => {
    const { model, logLikelihood } = fitPurchases(rows, kind)
    const { kind: _, ...params } = model
    const foreseen = () =>
      compareCounts(
        buyings.map((buying) => expectedLater(model, buying, time)),
        actual,
      )
    return [kind, { params, logLikelihood, ...(time > 0 && { holdout: foreseen() }) }] as const
  })
  const spending = seen.map(({ purchaseDays, meanRepeatMinor }) => ({ n: purchaseDays - 1, mean: meanRepeatMinor }))
  const spend = fitSpend(spending)
  return {
    ...Object.fromEntries(fits),
    gammagamma: {
      params: spend.model,
      logLikelihood: spend.logLikelihood,
      n: spending.filter(({ n, mean }) => n > 0 && mean > 0).length,
    },
    chosen: choose(known, buyings, end, unitDays),
    seconds: (performance.now() - started) / 1000,
  }
}

/** As the product chooses: by the last horizon of the calibration, or by its last third where it is short. */
function choose(known: readonly PurchaseDay[][], buyings: readonly ObservedBuying[], end: number, unitDays: number) {
  const oldest = known.reduce((age, days) => Math.max(age, end - (days[0]?.[0] ?? end)), 0)
  const start = end - Math.min(DEFAULT_SETTINGS.horizonDays, Math.floor(oldest / 3))
  const watched = known.map((days, i) => {
    const before = summariseDays(days, start)
    const now = buyings[i] ?? { x: 0, tx: 0, T: 0 }
    return { now, earlier: before.purchaseDays > 0 ? measure(before, unitDays) : null }
  })
  return choosePurchases(watched).model.kind
}

function measure({ purchaseDays, lastDays, ageDays, logGapDays }: DaysSummary, unitDays: number): ObservedBuying {
  const x = purchaseDays - 1
  return { x, tx: lastDays / unitDays, T: ageDays / unitDays, logGaps: logGapDays - x * Math.log(unitDays) }
}

const lastDayOf = (people: readonly PurchaseDay[][]): number =>
  people.reduce((latest, days) => Math.max(latest, days.at(-1)?.[0] ?? latest), Number.NEGATIVE_INFINITY)
