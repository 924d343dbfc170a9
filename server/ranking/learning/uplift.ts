import { type CellAxis, type CellOptions, findCells, learnCells } from './cells.ts'
import type { Table } from './table.ts'

/** Observations of an experiment: which arm a row was in (no offer is one) and what came of it, in any unit. */
export interface Experiment {
  readonly table: Table
  readonly arm: readonly string[]
  readonly reward: ArrayLike<number>
}

/** What each arm adds over none, by cell: plain JSON. */
export interface UpliftModel {
  readonly kind: 'uplift-cells'
  readonly version: 1
  readonly none: string
  readonly axes: readonly CellAxis[]
  /** Mean reward without an offer: of all, and by cell, shrunk to it. */
  readonly base: Effect
  /** Added mean reward by arm: of all, and by cell, shrunk to it. */
  readonly uplift: Readonly<Record<string, Effect>>
}

export interface Effect {
  readonly mean: number
  readonly byCell: Readonly<Record<string, number>>
}

export interface UpliftOptions extends CellOptions {
  /** Rows at which a cell's own effect weighs as much as the arm's: n/(n + k). */
  readonly shrinkage?: number
}

const DEFAULT_SHRINKAGE = 500

/**
 * The effect of each arm in each cell, shrunk to the arm's mean effect by n/(n + k), n the rows of both arms in the cell
 * (an empirical-Bayes mean; Efron & Morris 1975, JASA 70). An arm or cell without rows has the mean, or nothing. Throws
 * RangeError when nobody was without an offer: there is nothing to compare with.
 */
export function fitUplift(
  { table, arm, reward }: Experiment,
  none: string,
  { shrinkage = DEFAULT_SHRINKAGE, ...options }: UpliftOptions = {},
): UpliftModel {
  const axes = learnCells(table, options)
  const cells = findCells(table, axes)
  const all = new Map<string, Tally>()
  const within = new Map<string, Map<string, Tally>>()
  for (let row = 0; row < table.rows; row++) {
    const [name, cell, one] = [arm[row] ?? none, cells[row] ?? '', reward[row] ?? 0]
    count(all, name, one)
    const byCell = within.get(name) ?? new Map<string, Tally>()
    within.set(name, byCell)
    count(byCell, cell, one)
  }
  const control = all.get(none)
  if (!control) throw new RangeError(`no row of arm ${none}`)
  const base = meanOf(control)
  const shrink = (rows: number, own: number, mean: number) => mean + (rows / (rows + shrinkage)) * (own - mean)

  const withoutByCell = within.get(none) ?? new Map<string, Tally>()
  const uplift: Record<string, Effect> = {}
  for (const [name, tally] of all) {
    if (name === none) continue
    const mean = meanOf(tally) - base
    const byCell: Record<string, number> = {}
    for (const [cell, treated] of within.get(name) ?? []) {
      const without = withoutByCell.get(cell)
      if (without) byCell[cell] = shrink(treated.rows + without.rows, meanOf(treated) - meanOf(without), mean)
    }
    uplift[name] = { mean, byCell }
  }
  const baseByCell = [...withoutByCell].map(([cell, tally]) => [cell, shrink(tally.rows, meanOf(tally), base)])
  return {
    kind: 'uplift-cells',
    version: 1,
    none,
    axes,
    base: { mean: base, byCell: Object.fromEntries(baseByCell) },
    uplift,
  }
}

interface Tally {
  rows: number
  sum: number
}

function count(tallies: Map<string, Tally>, key: string, reward: number): void {
  const tally = tallies.get(key) ?? { rows: 0, sum: 0 }
  tally.rows += 1
  tally.sum += reward
  tallies.set(key, tally)
}

const meanOf = ({ rows, sum }: Tally) => (rows > 0 ? sum / rows : 0)

/** What the arm is expected to add for every row; 0 for no offer and for an arm that was not met. */
export function predictUplift(model: UpliftModel, table: Table, arm: string): Float64Array {
  return readEffect(Object.hasOwn(model.uplift, arm) ? model.uplift[arm] : undefined, model, table)
}

/** Expected reward of every row with the arm. */
export function predictReward(model: UpliftModel, table: Table, arm: string): Float64Array {
  const added = predictUplift(model, table, arm)
  return readEffect(model.base, model, table).map((base, row) => base + (added[row] ?? 0))
}

function readEffect(effect: Effect | undefined, model: UpliftModel, table: Table): Float64Array {
  const cells = findCells(table, model.axes)
  const byCell = new Map(Object.entries(effect?.byCell ?? {}))
  return Float64Array.from(cells, (cell) => byCell.get(cell) ?? effect?.mean ?? 0)
}
