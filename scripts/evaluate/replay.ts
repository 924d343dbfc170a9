import { findCells, learnCells } from '../../server/ranking/learning/cells.ts'
import { createChance } from '../../server/ranking/learning/chance.ts'
import {
  drawOffer,
  type EligibleOffer,
  EMPTY_RECORD,
  findPropensities,
  type OfferRecord,
  recordOutcome,
} from '../../server/ranking/learning/offer-bandit.ts'
import { readOptions, readWhole } from './bad-input.ts'
import { digestRow, EXPERIMENT_OPTIONS, type ReadExperiment, readExperiment, summarise } from './experiment.ts'
import { readCost } from './policy.ts'

const OPTIONS = {
  ...EXPERIMENT_OPTIONS,
  cost: { type: 'string', default: '0' },
  delay: { type: 'string', default: '0' },
  seed: { type: 'string', default: '1' },
} as const

/** Floating sums of a handful of propensities. */
const SUM_TOLERANCE = 1e-9

/**
 * The chooser learns online on a randomised file: rows come in several orders, and where it picks what the row was given,
 * it is shown the outcome, `delay` such events later (Li et al. 2011; design/ranking.md 4.7).
 */
export function evaluateReplay(args: readonly string[]) {
  const options = readOptions(args, OPTIONS)
  const splits = readWhole(options.splits, 'splits')
  const delay = readWhole(options.delay, 'delay', 0)
  const seed = readWhole(options.seed, 'seed', 0)
  const cost = readCost(options.cost)
  const all = readExperiment(options)
  const arms = [all.none, ...all.offers]
  const eligible = arms.map((code) => ({ code, cost: code === all.none ? 0 : cost }))
  const net = (row: number) => (all.reward[row] ?? 0) - (all.arm[row] === all.none ? 0 : cost)
  const meanOver = (rows: readonly number[]) =>
    rows.length === 0 ? null : rows.reduce((sum, row) => sum + net(row), 0) / rows.length

  const cells = findCells(all.table, learnCells(all.table))
  const rowsOf = Array.from({ length: all.table.rows }, (_, row) => row)
  const runs = Array.from({ length: splits }, (_, split) => {
    const order = orderRows(all, split)
    const ours = replayOrder(all, cells, eligible, { order, delay, seed: seed + split })
    const chance = createChance(seed + split, 2)
    const random = order.filter((row) => arms[chance.below(arms.length)] === all.arm[row])
    process.stderr.write(`order ${split + 1} of ${splits}\n`)
    return { ...ours, ours: meanOver(ours.accepted), random: meanOver(random) }
  })
  return {
    ours: summarise(runs.map(({ ours }) => ours)).mean,
    random: summarise(runs.map(({ random }) => random)).mean,
    always: Object.fromEntries(arms.map((arm) => [arm, meanOver(rowsOf.filter((row) => all.arm[row] === arm))])),
    accepted: summarise(runs.map(({ accepted }) => accepted.length)).mean,
    minPropensity: Math.min(...runs.map(({ minPropensity }) => minPropensity)),
    propensitySumsToOne: runs.every(({ sumsToOne }) => sumsToOne),
  }
}

interface Run {
  readonly order: readonly number[]
  readonly delay: number
  readonly seed: number
}

function replayOrder(
  all: ReadExperiment,
  cells: readonly string[],
  eligible: readonly EligibleOffer[],
  { order, delay, seed }: Run,
) {
  const chance = createChance(seed)
  let record: OfferRecord = EMPTY_RECORD
  // What the record makes of a cell, until it changes.
  let known = new Map<string, Map<string, number>>()
  const accepted: number[] = []
  let minPropensity = 1
  let sumsToOne = true
  for (const row of order) {
    const cell = cells[row] ?? ''
    let propensities = known.get(cell)
    if (!propensities) {
      propensities = findPropensities(record, cell, eligible)
      known.set(cell, propensities)
      const all = [...propensities.values()]
      minPropensity = Math.min(minPropensity, ...all)
      sumsToOne &&= Math.abs(all.reduce((sum, one) => sum + one, 0) - 1) < SUM_TOLERANCE
    }
    const arm = all.arm[row] ?? all.none
    if (drawOffer(propensities, chance) !== arm) continue
    accepted.push(row)
    const shown = accepted[accepted.length - 1 - delay]
    if (shown === undefined) continue
    record = recordOutcome(record, all.arm[shown] ?? all.none, cells[shown] ?? '', all.reward[shown] ?? 0)
    known = new Map()
  }
  return { accepted, minPropensity, sumsToOne }
}

function orderRows(all: ReadExperiment, split: number): number[] {
  return Array.from({ length: all.table.rows }, (_, row) => ({ row, digest: digestRow(split, row) }))
    .sort((a, b) => a.digest.compare(b.digest))
    .map(({ row }) => row)
}
