import { estimateSnips, type LoggedChoice } from '../../server/ranking/learning/off-policy.ts'
import { chooseOffer } from '../../server/ranking/learning/offer-choice.ts'
import { fitUplift } from '../../server/ranking/learning/uplift.ts'
import { BadInput, readOptions, readWhole, required } from './bad-input.ts'
import { EXPERIMENT_OPTIONS, type ReadExperiment, readExperiment, splitExperiment, summarise } from './experiment.ts'
import { listNames } from './observations.ts'

const OPTIONS = { ...EXPERIMENT_OPTIONS, cost: { type: 'string' } } as const

/** What our choice of offer earns net of its cost, against never and always, over random halves (design/ranking.md 4.6). */
export function evaluatePolicy(args: readonly string[]) {
  const options = readOptions(args, OPTIONS)
  const splits = readWhole(options.splits, 'splits')
  const costs = listNames(required(options.cost, 'cost'), 'cost').map((text) => ({ text, cost: readCost(text) }))
  const all = readExperiment(options)
  const halves = Array.from({ length: splits }, (_, split) => {
    const { train, test } = splitExperiment(all, split)
    return { model: fitUplift(train, all.none), test }
  })
  const scored = costs.map(({ text, cost }) => {
    const offers = all.offers.map((code) => ({ code, cost }))
    const ours = halves.map(({ model, test }) => earn(test, chooseOffer(model, test.table, offers), cost))
    const fixed = [all.none, ...all.offers].map((arm) => ({
      arm,
      earned: halves.map(({ test }) =>
        earn(
          test,
          test.arm.map(() => arm),
          cost,
        ),
      ),
    }))
    const mean = (values: readonly (number | null)[]) => summarise(values).mean
    const best = fixed.reduce((most, one) =>
      (mean(one.earned) ?? -Infinity) > (mean(most.earned) ?? -Infinity) ? one : most,
    )
    const difference = summarise(ours.map((value, i) => subtract(value, best.earned[i] ?? null)))
    const always = fixed.filter(({ arm }) => arm !== all.none).map(({ arm, earned }) => [arm, mean(earned)])
    return [
      text,
      {
        ours: mean(ours),
        never: mean(fixed.find(({ arm }) => arm === all.none)?.earned ?? []),
        always: Object.fromEntries(always),
        oursMinusBestFixed: { arm: best.arm, ...difference },
      },
    ] as const
  })
  return Object.fromEntries(scored)
}

/** Net of the cost of every contact, by SNIPS; null where too few of the test's rows were treated as the policy would. */
function earn(test: ReadExperiment, choices: readonly string[], cost: number): number | null {
  const counts = new Map<string, number>()
  for (const arm of test.arm) counts.set(arm, (counts.get(arm) ?? 0) + 1)
  const log = choices.map((choice, row): LoggedChoice => {
    const arm = test.arm[row] ?? test.none
    return {
      reward: test.reward[row] ?? 0,
      propensity: (counts.get(arm) ?? 0) / test.arm.length,
      target: choice === arm ? 1 : 0,
    }
  })
  const contacted = choices.filter((choice) => choice !== test.none).length / choices.length
  const estimate = estimateSnips(log)
  return estimate.refused === null ? estimate.value - cost * contacted : null
}

const subtract = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b)

export function readCost(text: string): number {
  const cost = Number(text)
  if (text.trim() === '' || !Number.isFinite(cost) || cost < 0)
    throw new BadInput(`--cost: a cost of at least 0, not ${text}`)
  return cost
}
