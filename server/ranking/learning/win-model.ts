import { type Block, withinBlockAuc } from './blocks.ts'
import { type BoostedTrees, fitBoostedTrees, predictBoostedTrees } from './boosted-trees.ts'
import { type Calibration, calibrate, fitCalibration, IDENTITY } from './calibration.ts'
import { encodeRows, type LinearFeature, learnDesign } from './design.ts'
import { findLatestLevel, findLevels } from './level.ts'
import { fitRidgeLogistic, type LogisticModel, predictLogOdds } from './ridge-logistic.ts'
import { sliceRows, type Table } from './table.ts'

/**
 * P(win | contact) as it is learned from a centre's own calls: plain JSON. Its log-odds are
 * calibration((1 − treeShare) · ridge + treeShare · mean of the trees).
 */
export interface WinModel {
  readonly kind: 'win'
  readonly version: 1
  readonly design: readonly LinearFeature[]
  readonly ridge: LogisticModel
  readonly forests: readonly BoostedTrees[]
  readonly treeShare: number
  readonly calibration: Calibration
  /** Within-block AUC of each share of trees tried on the latest blocks; empty where there was too little to try. */
  readonly backtest: readonly { readonly treeShare: number; readonly withinBlockAuc: number }[]
}

export interface WinOptions {
  /** Rows that are scored before any of their outcomes is known, such as a day's calls. */
  readonly block?: number
  readonly rounds?: number
  readonly seed?: number
}

/** Rows in the order of time; `outcome` 0 or 1. */
export interface CallLog {
  readonly table: Table
  readonly outcome: Float64Array
}

/** Trials: the ridge alone comes first, so that trees join only where they win. */
const TREE_SHARES = [0, 0.5, 1]
const TRIED_BLOCKS = 3
/** Successes, and failures, without which nothing is tried and trees are left out. */
const LEAST_OF_A_KIND = 30
/** Per standard deviation of a feature; C of about .03, design/ranking.md 4.2. */
const RIDGE = 30

/**
 * Fits ridge and trees to the log. How much the trees count is decided by the order within each of the latest blocks,
 * scored by models of what came before it; the same scores calibrate the level, the latest block most. Then both are
 * fitted to all. The same log, options and seed give the same model, whatever the log.
 */
export function fitWinModel(log: CallLog, options: WinOptions = {}): WinModel {
  const block = Math.max(1, Math.min(options.block ?? 1000, Math.floor(log.table.rows / (2 * TRIED_BLOCKS))))
  const starts = Array.from({ length: TRIED_BLOCKS }, (_, k) => log.table.rows - (TRIED_BLOCKS - k) * block)
  if (!hasBoth(log.outcome.subarray(0, Math.max(0, starts[0] ?? 0)))) {
    return { ...fitParts(log, block, options, false), treeShare: 0, calibration: IDENTITY, backtest: [] }
  }
  const tried = starts.map((start) => {
    const before = { table: sliceRows(log.table, 0, start), outcome: log.outcome.slice(0, start) }
    const parts = fitParts(before, block, options, true)
    const table = sliceRows(log.table, start, start + block)
    return { ...scoreParts(parts, table), outcome: log.outcome.slice(start, start + block) }
  })
  const blocksOf = (share: number) =>
    tried.map(({ ridge, trees, outcome }): Block => ({ probabilities: mix(ridge, trees, share), outcome }))
  const backtest = TREE_SHARES.flatMap((treeShare) => {
    const area = withinBlockAuc(blocksOf(treeShare))
    return area === null ? [] : [{ treeShare, withinBlockAuc: area }]
  })
  const best = backtest.reduce<(typeof backtest)[number] | null>(
    (chosen, one) => (chosen && chosen.withinBlockAuc >= one.withinBlockAuc ? chosen : one),
    null,
  )
  const treeShare = best?.treeShare ?? 0
  const calibration = calibrateOn(blocksOf(treeShare))
  return { ...fitParts(log, block, options, treeShare > 0), treeShare, calibration, backtest }
}

type Parts = Pick<WinModel, 'kind' | 'version' | 'design' | 'ridge' | 'forests'>

function fitParts(log: CallLog, block: number, options: WinOptions, withTrees: boolean): Parts {
  const design = learnDesign(log.table)
  const ridge = fitRidgeLogistic(encodeRows(log.table, design), log.outcome, { ridge: RIDGE })
  return { kind: 'win', version: 1, design, ridge, forests: withTrees ? fitForests(log, block, options) : [] }
}

/**
 * Two forests: one that explains the outcome, and one that explains what the level about each row leaves, which is the
 * choice among those called at the same time; the latest level is added to it.
 */
function fitForests({ table, outcome }: CallLog, block: number, { rounds = 120, seed = 1 }: WinOptions) {
  const set = { rounds, maxLeaves: 8, rate: 0.05 }
  const plain = fitBoostedTrees({ table, outcome }, { ...set, seed })
  const levelled = fitBoostedTrees(
    { table, outcome, offset: findLevels(outcome, block / 2) },
    { ...set, seed: seed + 1 },
  )
  return [plain, { ...levelled, base: levelled.base + findLatestLevel(outcome, block) }]
}

function scoreParts(parts: Parts, table: Table): { ridge: Float64Array; trees: Float64Array } {
  const ridge = Float64Array.from(encodeRows(table, parts.design), (row) => predictLogOdds(parts.ridge, row))
  const trees = new Float64Array(table.rows)
  for (const forest of parts.forests) {
    for (const [row, logit] of predictBoostedTrees(forest, table).entries()) {
      trees[row] = (trees[row] ?? 0) + logit / parts.forests.length
    }
  }
  return { ridge, trees }
}

function mix(ridge: Float64Array, trees: Float64Array, treeShare: number): Float64Array {
  return ridge.map((logit, row) => (1 - treeShare) * logit + treeShare * (trees[row] ?? 0))
}

/** Every block counts half as much as the next. */
function calibrateOn(blocks: readonly Block[]): Calibration {
  const flat = (of: (block: Block) => ArrayLike<number>) => blocks.flatMap((block) => Array.from(of(block)))
  const weights = blocks.flatMap(({ outcome }, k) => Array.from(outcome, () => 0.5 ** (blocks.length - 1 - k)))
  return fitCalibration(
    flat(({ probabilities }) => probabilities),
    flat(({ outcome }) => outcome),
    { weights },
  )
}

function hasBoth(outcome: Float64Array): boolean {
  const successes = outcome.reduce((sum, one) => sum + one, 0)
  return successes >= LEAST_OF_A_KIND && outcome.length - successes >= LEAST_OF_A_KIND
}

/** Log-odds of a win for every row; finite for every table. */
export function predictWin(model: WinModel, table: Table): Float64Array {
  const { ridge, trees } = scoreParts(model, table)
  return mix(ridge, trees, model.treeShare).map((logit) => calibrate(model.calibration, logit))
}
