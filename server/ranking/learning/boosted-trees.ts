import { logistic, logOdds, softplus } from '../special.ts'
import { type BinnedFeature, type BinOptions, binTable, countBins, learnBins } from './bins.ts'
import { type Chance, createChance, shuffle } from './chance.ts'
import { growTree } from './grow-tree.ts'
import { layOut } from './histogram.ts'
import type { Table } from './table.ts'
import { addTree, attributeTree, type Tree } from './tree.ts'

/** Plain JSON: log-odds of the outcome = base + Σ trees. */
export interface BoostedTrees {
  readonly kind: 'boosted-trees'
  readonly version: 1
  readonly base: number
  readonly features: readonly BinnedFeature[]
  readonly trees: readonly Tree[]
}

export interface BoostingOptions extends BinOptions {
  readonly rounds?: number
  /** Shrinkage of each tree. */
  readonly rate?: number
  readonly maxLeaves?: number
  readonly maxDepth?: number
  readonly minRows?: number
  readonly minCurvature?: number
  readonly l2?: number
  /** Share of the rows, and of the columns, that each tree sees. */
  readonly rowShare?: number
  readonly columnShare?: number
  readonly seed?: number
}

/** Observations: `outcome` is 0 or 1 a row; `weight` and `offset` (log-odds known from elsewhere) may be left out. */
export interface Observations {
  readonly table: Table
  readonly outcome: ArrayLike<number>
  readonly weight?: ArrayLike<number>
  readonly offset?: ArrayLike<number>
}

/** Stops when `patience` rounds have not lowered the log loss of these later rows, and keeps the best number of trees. */
export interface EarlyStopping {
  readonly later: Observations
  readonly patience: number
}

const DEFAULTS = {
  rounds: 200,
  rate: 0.05,
  maxLeaves: 16,
  maxDepth: 8,
  minRows: 30,
  minCurvature: 1,
  l2: 5,
  rowShare: 0.7,
  columnShare: 0.6,
  seed: 1,
}

/**
 * Stochastic gradient boosting of histogram trees for the logistic loss, by Newton steps (Friedman 2001, 2002; Chen &
 * Guestrin 2016). The same observations, options and seed give the same model. An outcome that never varies, or no row,
 * gives a model without trees.
 */
export function fitBoostedTrees(
  observed: Observations,
  options: BoostingOptions = {},
  stopping?: EarlyStopping,
): BoostedTrees {
  const set = { ...DEFAULTS, ...options }
  const features = learnBins(observed.table, observed.outcome, options)
  const bins = binTable(observed.table, features)
  const starts = layOut(features.map(countBins))
  const base = findBase(observed)
  const logits = startLogits(observed, base)
  const watched = stopping && {
    bins: binTable(stopping.later.table, features),
    logits: startLogits(stopping.later, base),
  }
  const chance = createChance(set.seed)
  const gradient = new Float64Array(logits.length)
  const curvature = new Float64Array(logits.length)
  const trees: Tree[] = []
  let kept = 0
  let leastLoss = stopping && watched ? logLoss(stopping.later, watched.logits) : 0
  for (let round = 0; round < set.rounds; round++) {
    setGradients(observed, logits, gradient, curvature)
    const rows = sampleRows(logits.length, set.rowShare, chance)
    const columns = sampleColumns(features.length, set.columnShare, chance)
    const tree = growTree(bins, columns, starts, rows, { gradient, curvature }, set)
    addTree(tree, bins, logits)
    trees.push(tree)
    if (!stopping || !watched) continue
    addTree(tree, watched.bins, watched.logits)
    const loss = logLoss(stopping.later, watched.logits)
    if (loss < leastLoss) {
      leastLoss = loss
      kept = trees.length
    } else if (trees.length - kept >= stopping.patience) break
  }
  const fruitful = (stopping ? trees.slice(0, kept) : trees).filter(({ value }) => value.some((v) => v !== 0))
  return { kind: 'boosted-trees', version: 1, base, features, trees: fruitful }
}

/** Log-odds of every row, without any offset. Finite for every table. */
export function predictBoostedTrees(model: BoostedTrees, table: Table): Float64Array {
  const bins = binTable(table, model.features)
  const sums = new Float64Array(table.rows).fill(model.base)
  for (const tree of model.trees) addTree(tree, bins, sums)
  return sums
}

export interface Attribution {
  readonly base: number
  /** Log-odds by column name. `base` and all of them sum to the logit. */
  readonly byFeature: Readonly<Record<string, number>>
}

/** Of every row, what each column adds to its logit: exact by construction, along the paths of the trees. */
export function attributeBoostedTrees(model: BoostedTrees, table: Table): Attribution[] {
  const bins = binTable(table, model.features)
  return Array.from({ length: table.rows }, (_, row) => {
    const moved = new Float64Array(model.features.length)
    let base = model.base
    for (const tree of model.trees) base += attributeTree(tree, bins, row, moved)
    return { base, byFeature: Object.fromEntries(model.features.map(({ name }, f) => [name, moved[f] ?? 0])) }
  })
}

/** The constant that fits best beside the mean offset, a half success and failure added so that it is finite. */
function findBase({ table, outcome, weight, offset }: Observations): number {
  let total = 0
  let successes = 0
  let offsets = 0
  for (let i = 0; i < table.rows; i++) {
    const w = weight?.[i] ?? 1
    total += w
    successes += w * (outcome[i] ?? 0)
    offsets += w * (offset?.[i] ?? 0)
  }
  return logOdds((successes + 0.5) / (total + 1)) - (total > 0 ? offsets / total : 0)
}

function startLogits({ table, offset }: Observations, base: number): Float64Array {
  return Float64Array.from({ length: table.rows }, (_, i) => base + (offset?.[i] ?? 0))
}

function setGradients(
  { outcome, weight }: Observations,
  logits: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
): void {
  for (let i = 0; i < logits.length; i++) {
    const p = logistic(logits[i] as number)
    const w = weight?.[i] ?? 1
    gradient[i] = w * (p - (outcome[i] ?? 0))
    curvature[i] = w * p * (1 - p)
  }
}

function logLoss({ outcome, weight }: Observations, logits: Float64Array): number {
  let loss = 0
  for (let i = 0; i < logits.length; i++) {
    const z = logits[i] as number
    loss += (weight?.[i] ?? 1) * (softplus(z) - (outcome[i] ?? 0) * z)
  }
  return loss
}

/** Each row with this chance, in their order. */
function sampleRows(count: number, share: number, chance: Chance): Uint32Array {
  const all = Uint32Array.from({ length: count }, (_, i) => i)
  return share >= 1 ? all : all.filter(() => chance.uniform() < share)
}

function sampleColumns(count: number, share: number, chance: Chance): number[] {
  const all = Array.from({ length: count }, (_, i) => i)
  if (share >= 1) return all
  return shuffle(all, chance)
    .slice(0, Math.max(1, Math.round(share * count)))
    .sort((a, b) => a - b)
}
