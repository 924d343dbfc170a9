import { logistic } from '../special.ts'
import { type Block, withinBlockAuc } from './blocks.ts'
import { type BoostedTrees, fitBoostedTrees, predictBoostedTrees } from './boosted-trees.ts'
import { type Calibration, calibrate, fitCalibration, IDENTITY } from './calibration.ts'
import { countFeatures, encodeRows, type LinearFeature, learnDesign } from './design.ts'
import { findLatestLevel, findLevels } from './level.ts'
import { fitRidgeLogistic, type LogisticModel, predictLogOdds } from './ridge-logistic.ts'
import { sliceRows, type Table } from './table.ts'

/**
 * P(win | contact) as it is learned from a centre's own calls: plain JSON. Its log-odds are
 * calibration(prior + mix.ridge · ridge + mix.plain · plain + mix.levelled · levelled), the prior being what was believed
 * of each row before, where anything was.
 */
export interface WinModel {
  readonly kind: 'win'
  readonly version: 1
  readonly design: readonly LinearFeature[]
  /** Columns that only the ridge sees: what is multiplied out over offers and reasons must be a sum. */
  readonly linearOnly: readonly string[]
  readonly ridge: LogisticModel
  /** null where the trees do not count. */
  readonly forests: Forests | null
  readonly mix: Mix
  readonly calibration: Calibration
  /** Within-block AUC of each mix tried on the latest blocks; empty where there was too little to try. */
  readonly backtest: readonly { readonly mix: Mix; readonly withinBlockAuc: number }[]
}

/** Shares that sum to 1. */
export interface Mix {
  readonly ridge: number
  readonly plain: number
  readonly levelled: number
}

export interface Forests {
  /** Explains the outcome. */
  readonly plain: BoostedTrees
  /** Explains what the level about each row leaves: the choice among those called at the same time. */
  readonly levelled: BoostedTrees
}

export interface WinOptions {
  /** Rows that are scored before any of their outcomes is known, such as a day's calls. */
  readonly block?: number
  readonly rounds?: number
  readonly seed?: number
  readonly linearOnly?: readonly string[]
}

/** Rows in the order of time; `outcome` 0 or 1, or between where it is not certain what it was. */
export interface CallLog {
  readonly table: Table
  readonly outcome: Float64Array
  /** Log-odds believed before anything was learned: the models learn what is to be added to them. */
  readonly prior?: Float64Array
  /** How much each row counts, older ones less; 1 by default. */
  readonly weight?: Float64Array
}

const RIDGE_ALONE: Mix = { ridge: 1, plain: 0, levelled: 0 }
/** The ridge alone comes first, so that trees join only where they win. */
const MIXES: readonly Mix[] = [
  RIDGE_ALONE,
  { ridge: 1 / 2, plain: 1 / 4, levelled: 1 / 4 },
  { ridge: 1 / 2, plain: 0, levelled: 1 / 2 },
  { ridge: 0, plain: 1 / 2, levelled: 1 / 2 },
  { ridge: 0, plain: 0, levelled: 1 },
]
const TRIED_BLOCKS = 3
/** Successes, and failures, without which nothing is tried and trees are left out. */
const LEAST_OF_A_KIND = 30
/** Per standard deviation of a feature; C of about .03, design/ranking.md 4.2. */
const RIDGE = 30
/** Precision of what a single offer, reason or both together add: most are within a third of what is believed of them. */
const CELL_HOLD = 10
/** Precision with which the level is held at what was believed: some twenty outcomes move it half way. */
const DOUBT = 4

/**
 * Fits ridge and trees to the log. How much each counts is decided by the order within each of the latest blocks, scored
 * by models of what came before it; the same scores calibrate the level, the latest block most. Then all are fitted to
 * the whole log. The same log, options and seed give the same model, whatever the log.
 */
export function fitWinModel(log: CallLog, options: WinOptions = {}): WinModel {
  const { rows } = log.table
  const block = Math.max(1, Math.min(options.block ?? 1000, Math.floor(rows / (2 * TRIED_BLOCKS))))
  const starts = Array.from({ length: TRIED_BLOCKS }, (_, k) => rows - (TRIED_BLOCKS - k) * block)
  if (!hasBoth(log.outcome.subarray(0, Math.max(0, starts[0] ?? 0)))) {
    return { ...fitParts(log, block, options, false), mix: RIDGE_ALONE, calibration: IDENTITY, backtest: [] }
  }
  const tried = starts.map((start) => {
    const next = sliceLog(log, start, start + block)
    return { scores: scoreParts(fitParts(sliceLog(log, 0, start), block, options, true), next), outcome: next.outcome }
  })
  const blocksOf = (mix: Mix) =>
    tried.map(({ scores, outcome }): Block => ({ probabilities: mixScores(scores, mix), outcome }))
  const backtest = MIXES.flatMap((mix) => {
    const area = withinBlockAuc(blocksOf(mix))
    return area === null ? [] : [{ mix, withinBlockAuc: area }]
  })
  const best = backtest.reduce<(typeof backtest)[number] | null>(
    (chosen, one) => (chosen && chosen.withinBlockAuc >= one.withinBlockAuc ? chosen : one),
    null,
  )
  const mix = best?.mix ?? RIDGE_ALONE
  return { ...fitParts(log, block, options, mix.ridge < 1), mix, calibration: calibrateOn(blocksOf(mix)), backtest }
}

/** Rows `from` up to but not including `to`. */
export function sliceLog({ table, outcome, prior, weight }: CallLog, from: number, to: number): CallLog {
  const slice = { table: sliceRows(table, from, to), outcome: outcome.slice(from, to) }
  return { ...slice, ...(prior && { prior: prior.slice(from, to) }), ...(weight && { weight: weight.slice(from, to) }) }
}

type Parts = Pick<WinModel, 'kind' | 'version' | 'design' | 'linearOnly' | 'ridge' | 'forests'>

function fitParts(log: CallLog, block: number, options: WinOptions, withTrees: boolean): Parts {
  const design = learnDesign(log.table)
  const { prior, weight: weights } = log
  const { linearOnly = [] } = options
  const hold = design.flatMap((feature) =>
    new Array<number>(countFeatures(feature)).fill(linearOnly.includes(feature.name) ? CELL_HOLD : 0),
  )
  const ridge = fitRidgeLogistic(encodeRows(log.table, design), log.outcome, {
    ridge: RIDGE,
    hold,
    ...(weights && { weights }),
    ...(prior && { beside: { offset: prior, doubt: DOUBT } }),
  })
  const forests = withTrees ? fitForests(log, block, options) : null
  return { kind: 'win', version: 1, design, linearOnly, ridge, forests }
}

/** The latest level is added to the levelled trees: it is what the next block is expected to begin with. */
function fitForests(
  { table, outcome, prior, weight }: CallLog,
  block: number,
  { rounds = 120, seed = 1, linearOnly = [] }: WinOptions,
): Forests {
  const set = { rounds, maxLeaves: 8, rate: 0.05 }
  const columns = table.columns.filter(({ name }) => !linearOnly.includes(name))
  const seen = { table: { rows: table.rows, columns }, outcome, ...(weight && { weight }) }
  const believed = prior ? prior.reduce((sum, logit) => sum + logit, 0) / Math.max(1, prior.length) : 0
  const offset = findLevels(outcome, block / 2).map((level, row) => level + (prior?.[row] ?? believed) - believed)
  const levelled = fitBoostedTrees({ ...seen, offset }, { ...set, seed: seed + 1 })
  return {
    plain: fitBoostedTrees({ ...seen, ...(prior && { offset: prior }) }, { ...set, seed }),
    levelled: { ...levelled, base: levelled.base + findLatestLevel(outcome, block) - believed },
  }
}

type Scores = Readonly<Record<keyof Mix, Float64Array>>

function scoreParts({ design, ridge, forests }: Parts, { table, prior }: Pick<CallLog, 'table' | 'prior'>): Scores {
  const beside = (logits: Float64Array) => (prior ? logits.map((logit, row) => logit + (prior[row] ?? 0)) : logits)
  const none = new Float64Array(table.rows)
  return {
    ridge: beside(Float64Array.from(encodeRows(table, design), (row) => predictLogOdds(ridge, row))),
    plain: beside(forests ? predictBoostedTrees(forests.plain, table) : none),
    levelled: beside(forests ? predictBoostedTrees(forests.levelled, table) : none),
  }
}

function mixScores({ ridge, plain, levelled }: Scores, mix: Mix): Float64Array {
  return ridge.map(
    (logit, row) => mix.ridge * logit + mix.plain * (plain[row] ?? 0) + mix.levelled * (levelled[row] ?? 0),
  )
}

/**
 * Every block counts half as much as the next. The shift is held back by as much as all rows say: a few blocks are a few
 * observations of how far the level strays, however many rows are in them.
 */
function calibrateOn(blocks: readonly Block[]): Calibration {
  const flat = (of: (block: Block) => ArrayLike<number>) => blocks.flatMap((block) => Array.from(of(block)))
  const weights = blocks.flatMap(({ outcome }, k) => Array.from(outcome, () => 0.5 ** (blocks.length - 1 - k)))
  const logits = flat(({ probabilities }) => probabilities)
  const said = logits.reduce((sum, logit, i) => sum + (weights[i] ?? 0) * logistic(logit) * logistic(-logit), 0)
  const prior = { shift: Math.max(4, said), slope: 40 }
  return fitCalibration(
    logits,
    flat(({ outcome }) => outcome),
    { weights, prior },
  )
}

function hasBoth(outcome: Float64Array): boolean {
  const successes = outcome.reduce((sum, one) => sum + one, 0)
  return successes >= LEAST_OF_A_KIND && outcome.length - successes >= LEAST_OF_A_KIND
}

/** Log-odds of a win for every row; finite for every table. `prior` as in the log that it was learned from. */
export function predictWin(model: WinModel, table: Table, prior?: Float64Array): Float64Array {
  const scores = scoreParts(model, { table, ...(prior && { prior }) })
  return mixScores(scores, model.mix).map((logit) => calibrate(model.calibration, logit))
}
