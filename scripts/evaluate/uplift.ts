import { encodeRows, learnDesign } from '../../server/ranking/learning/design.ts'
import { qiniCoefficient } from '../../server/ranking/learning/qini.ts'
import { fitRidgeLogistic, predictLogOdds } from '../../server/ranking/learning/ridge-logistic.ts'
import { fitUplift, predictUplift } from '../../server/ranking/learning/uplift.ts'
import { BadInput, readOptions, readWhole } from './bad-input.ts'
import {
  EXPERIMENT_OPTIONS,
  type ReadExperiment,
  readExperiment,
  splitExperiment,
  summarise,
  takeExperiment,
} from './experiment.ts'

const ANY = 'any'

/**
 * Whom an offer moves: Qini over random halves, of each arm against none and of all together, for the product's uplift
 * and for a model of who buys (design/ranking.md 4.5).
 */
export function evaluateUplift(args: readonly string[]) {
  const options = readOptions(args, EXPERIMENT_OPTIONS)
  const splits = readWhole(options.splits, 'splits')
  const all = readExperiment(options)
  if (all.reward.some((value) => value !== 0 && value !== 1)) throw new BadInput('--reward: Qini needs 0 or 1')
  const questions = [
    ...all.offers.map((arm) => ({ arm, rows: keepArms(all, [arm]) })),
    { arm: ANY, rows: joinArms(all) },
  ]
  const scored = questions.map(({ arm, rows }) => {
    const found = Array.from({ length: splits }, (_, split) => scoreSplit(rows, split))
    const over = (of: 'ours' | 'response') => {
      const { mean, sd } = summarise(found.map((one) => one[of]))
      return { qini: mean, sd }
    }
    return [arm, { ours: over('ours'), response: over('response') }] as const
  })
  return Object.fromEntries(scored)
}

/** Which rows of the whole file: the halves go by their numbers there. */
interface Question {
  readonly experiment: ReadExperiment
  readonly keep: (arm: string) => boolean
}

function keepArms(experiment: ReadExperiment, arms: readonly string[]): Question {
  return { experiment, keep: (arm) => arm === experiment.none || arms.includes(arm) }
}

function joinArms(experiment: ReadExperiment): Question {
  const arm = experiment.arm.map((name) => (name === experiment.none ? name : ANY))
  return { experiment: { ...experiment, arm, offers: [ANY] }, keep: () => true }
}

function scoreSplit({ experiment, keep }: Question, split: number) {
  const halves = splitExperiment(experiment, split)
  const [train, test] = [halves.train, halves.test].map((half) =>
    takeExperiment(
      half,
      half.arm.flatMap((arm, row) => (keep(arm) ? [row] : [])),
    ),
  )
  if (!train || !test) return { ours: null, response: null }
  const arm = train.arm.find((name) => name !== train.none) ?? ''
  const treated = test.arm.map((name) => (name === test.none ? 0 : 1))
  const qini = (scores: ArrayLike<number>) => qiniCoefficient({ scores, treated, outcome: test.reward })
  return {
    ours: qini(predictUplift(fitUplift(train, train.none), test.table, arm)),
    response: qini(scoreResponse(train, test)),
  }
}

/** Who buys when offered: what a model of acceptance would rank by. */
function scoreResponse(train: ReadExperiment, test: ReadExperiment): Float64Array {
  const offered = train.arm.flatMap((arm, row) => (arm === train.none ? [] : [row]))
  const { table, reward } = takeExperiment(train, offered)
  const design = learnDesign(table)
  const model = fitRidgeLogistic(encodeRows(table, design), reward, { ridge: 30 })
  return Float64Array.from(encodeRows(test.table, design), (row) => predictLogOdds(model, row))
}
