import { conditionalExpectedPurchases } from '../../server/ranking/bg-nbd.ts'
import { countEqual, fitPurchases } from '../../server/ranking/bg-nbd-fit.ts'
import { fitSpend } from '../../server/ranking/gamma-gamma.ts'
import { netByDay, summariseDays } from '../../server/ranking/purchase/purchase-days.ts'
import { BadInput, readOptions } from './bad-input.ts'
import { readDayOption } from './day.ts'
import { PURCHASE_OPTIONS, readPurchases } from './purchases.ts'

const OPTIONS = {
  ...PURCHASE_OPTIONS,
  'calibration-end': { type: 'string' },
  'holdout-end': { type: 'string' },
  unit: { type: 'string', default: 'week' },
} as const

/** Fits the purchase and spend models to a file, and holds them against what came after the calibration. */
export function evaluateFit(args: readonly string[]) {
  const options = readOptions(args, OPTIONS)
  if (options.unit !== 'week' && options.unit !== 'day') throw new BadInput(`--unit: week or day, not ${options.unit}`)
  const unit = options.unit === 'week' ? 7 : 1
  const people = readPurchases(options).map(netByDay)
  const newest = people.reduce((latest, days) => Math.max(latest, days.at(-1)?.[0] ?? latest), Number.NEGATIVE_INFINITY)
  const asked = options['calibration-end']
  const end = asked ? readDayOption(asked, 'calibration-end') : newest
  const until = options['holdout-end'] ? readDayOption(options['holdout-end'], 'holdout-end') : newest
  const known = people
    .map((days) => ({ days, seen: summariseDays(days, end) }))
    .filter(({ seen }) => seen.purchaseDays > 0)
  if (known.length === 0) throw new BadInput('nobody bought before the end of the calibration')
  const start = performance.now()
  const rows = known.map(({ days, seen }) => ({
    x: seen.purchaseDays - 1,
    tx: seen.lastDays / unit,
    T: seen.ageDays / unit,
    later: days.filter(([day]) => day > end && day <= until).length,
    n: seen.purchaseDays - 1,
    mean: seen.meanRepeatMinor,
  }))
  const { model, logLikelihood } = fitPurchases(countEqual(rows))
  const spend = fitSpend(rows)
  const horizon = (until - end) / unit
  const expected = rows.map((row) => conditionalExpectedPurchases(model, row, horizon))
  const { kind, ...params } = model
  return {
    [kind]: {
      params,
      logLikelihood,
      ...(horizon > 0 && {
        holdout: compare(
          expected,
          rows.map(({ later }) => later),
        ),
      }),
    },
    gammagamma: {
      params: spend.model,
      logLikelihood: spend.logLikelihood,
      n: rows.filter(({ n, mean }) => n > 0 && mean > 0).length,
    },
    chosen: kind,
    seconds: (performance.now() - start) / 1000,
  }
}

/** Expected against actual, customer by customer. */
export function compare(expected: readonly number[], actual: readonly number[]) {
  const n = expected.length
  const sum = (of: (i: number) => number) => expected.reduce((all, _, i) => all + of(i), 0)
  const e = (i: number) => expected[i] ?? 0
  const a = (i: number) => actual[i] ?? 0
  const [meanE, meanA] = [sum(e) / n, sum(a) / n]
  const [varE, varA] = [sum((i) => (e(i) - meanE) ** 2), sum((i) => (a(i) - meanA) ** 2)]
  const both = sum((i) => (e(i) - meanE) * (a(i) - meanA))
  return {
    sum: sum(e),
    mae: sum((i) => Math.abs(e(i) - a(i))) / n,
    rmse: Math.sqrt(sum((i) => (e(i) - a(i)) ** 2) / n),
    correlation: varE > 0 && varA > 0 ? both / Math.sqrt(varE * varA) : 0,
  }
}
