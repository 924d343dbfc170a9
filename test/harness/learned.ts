import { NOTHING_COUNTED } from '../../server/ranking/counted.ts'
import { callColumns } from '../../server/ranking/experience.ts'
import { listFeatures, tableFeatures } from '../../server/ranking/features.ts'
import { createChance } from '../../server/ranking/learning/chance.ts'
import { fitWinModel } from '../../server/ranking/learning/win-model.ts'
import type { LearnedParams } from '../../server/ranking/lessons.ts'
import { PRIOR_REACH } from '../../server/ranking/reach.ts'
import { SILENT } from '../../server/ranking/sample-customers.ts'
import { logistic } from '../../server/ranking/special.ts'

const CALLS = 2_000

/** What calls teach in which customers of one value of an attribute come back far more often than those of another. */
export function learnAttribute(name: string, often: string, seldom: string, now: Date): LearnedParams {
  const chance = createChance(11)
  const calls = Array.from({ length: CALLS }, () => {
    const value = chance.uniform() < 0.5 ? often : seldom
    const prior = -1.5 + 0.5 * chance.normal()
    const won = chance.uniform() < logistic(prior + (value === often ? 2.5 : -1.5)) ? 1 : 0
    const features = listFeatures(SILENT, { [name]: value }, [name], now)
    return { features, offerCode: 'APO', reasonCode: null, prior, won }
  })
  const table = tableFeatures(calls.map(({ features }) => features))
  const win = fitWinModel(
    {
      table: { rows: CALLS, columns: [...table.columns, ...callColumns(calls)] },
      outcome: Float64Array.from(calls, ({ won }) => won),
      prior: Float64Array.from(calls, ({ prior }) => prior),
    },
    { block: 200, rounds: 20, linearOnly: ['offer', 'reason', 'fit'] },
  )
  return { version: 1, reach: PRIOR_REACH, win, counted: NOTHING_COUNTED }
}
