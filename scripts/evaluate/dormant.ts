import { type FittedFields, fitModel, type RankingModelParams } from '../../server/ranking/fit.ts'
import { areaUnderCurve, brierScore } from '../../server/ranking/learning/measures.ts'
import { midranks } from '../../server/ranking/learning/midranks.ts'
import { captureTop } from '../../server/ranking/learning/top-share.ts'
import { countEqual } from '../../server/ranking/purchase/buying.ts'
import { fitPurchases } from '../../server/ranking/purchase/fit-purchases.ts'
import { type DaysSummary, listPastWindows, summariseDays } from '../../server/ranking/purchase/purchase-days.ts'
import { probabilityActive, probabilityAlive } from '../../server/ranking/purchase/purchase-model.ts'
import { RHYTHM_LIMITS } from '../../server/ranking/rhythm.ts'
import { toBuying } from '../../server/ranking/to-buying.ts'
import { expectedSpendUnaided, probabilityUnaided } from '../../server/ranking/unaided.ts'
import { BadInput, readOptions, readWhole, required } from './bad-input.ts'
import { readDayOption } from './day.ts'
import { PURCHASE_OPTIONS, readPurchaseDays } from './purchases.ts'

const OPTIONS = {
  ...PURCHASE_OPTIONS,
  'history-to': { type: 'string' },
  'outcome-to': { type: 'string' },
  'silent-weeks': { type: 'string', default: '13' },
} as const
const TOP = 0.1

/** Of customers who have been silent for so long: who comes back by himself, as the product foresees it and as others do. */
export function evaluateDormant(args: readonly string[]) {
  const options = readOptions(args, OPTIONS)
  const end = readDayOption(required(options['history-to'], 'history-to'), 'history-to')
  const until = readDayOption(required(options['outcome-to'], 'outcome-to'), 'outcome-to')
  if (until <= end) throw new BadInput('--outcome-to: not after --history-to')
  const silentDays = 7 * readWhole(options['silent-weeks'], 'silent-weeks', 0)
  const horizonDays = until - end
  const window = { horizonDays, silentDays: RHYTHM_LIMITS.dormantMinDays }

  const known = readPurchaseDays(options).filter(([first]) => first && first[0] <= end)
  const histories = known.map((days) => {
    const later = days.filter(([day]) => day > end && day <= until)
    const spend = later.reduce((sum, [, net]) => sum + net, 0)
    return { ...summariseDays(days, end), past: listPastWindows(days, end, window), days: later.length, spend }
  })
  const silent = histories.filter(({ hiatusDays }) => hiatusDays >= silentDays)
  if (silent.length === 0) throw new BadInput('nobody had been silent for so long')
  const returned = silent.map(({ days }) => Number(days > 0))
  const spends = silent.map(({ spend }) => spend)
  const measured = (scores: readonly number[], isProbability = false) => ({
    auc: areaUnderCurve(scores, returned) ?? 0.5,
    top10Returners: captureTop(scores, returned, TOP),
    top10Spend: captureTop(scores, spends, TOP),
    brier: isProbability ? brierScore(scores, returned) : null,
  })
  const model = fitModel(histories, window)
  return {
    n: silent.length,
    returners: returned.reduce((sum, one) => sum + one, 0),
    spend: spends.reduce((sum, one) => sum + one, 0),
    ours: measured(
      silent.map((one) => unaided(one, model, horizonDays)),
      true,
    ),
    oursValue: measured(silent.map((one) => expectedSpendUnaided(one, model, horizonDays))),
    rfm: measured(sumQuintiles(silent)),
    ...measureBenchmarks(histories, silent, horizonDays, measured),
  }
}

const unaided = (one: FittedFields, model: RankingModelParams, horizonDays: number): number =>
  probabilityUnaided(one, model.purchases, model.unaided, horizonDays)

/** Quintiles of recency, frequency and past spend, 1 to 5 each, added up. */
function sumQuintiles(silent: readonly DaysSummary[]): number[] {
  const quintiles = (values: readonly number[]) => midranks(values).map((rank) => Math.ceil((5 * rank) / values.length))
  const parts = [
    quintiles(silent.map(({ hiatusDays }) => -hiatusDays)),
    quintiles(silent.map(({ purchaseDays }) => purchaseDays)),
    quintiles(silent.map(({ totalMinor }) => totalMinor)),
  ]
  return silent.map((_, i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0))
}

function measureBenchmarks<T>(
  histories: readonly DaysSummary[],
  silent: readonly DaysSummary[],
  horizonDays: number,
  measured: (scores: readonly number[], isProbability: boolean) => T,
) {
  const rows = countEqual(histories.map(toBuying))
  const bgnbd = fitPurchases(rows, 'bgnbd').model
  const pareto = fitPurchases(rows, 'paretonbd').model
  return {
    bgnbdAlive: measured(
      silent.map((one) => probabilityAlive(bgnbd, toBuying(one))),
      true,
    ),
    paretoActive: measured(
      silent.map((one) => probabilityActive(pareto, toBuying(one), horizonDays / 7)),
      true,
    ),
  }
}
