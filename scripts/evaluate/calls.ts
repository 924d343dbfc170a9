import { type Block, compareWithinBlocks, measureBlocks } from '../../server/ranking/learning/blocks.ts'
import { createChance } from '../../server/ranking/learning/chance.ts'
import { encodeRows, learnDesign } from '../../server/ranking/learning/design.ts'
import { fitRidgeLogistic, predictLogOdds } from '../../server/ranking/learning/ridge-logistic.ts'
import { sliceRows, type Table } from '../../server/ranking/learning/table.ts'
import { type CallLog, fitWinModel, predictWin } from '../../server/ranking/learning/win-model.ts'
import { logistic } from '../../server/ranking/special.ts'
import { BadInput, readOptions, readWhole, required } from './bad-input.ts'
import { listNames, readObservations } from './observations.ts'
import { readTable } from './table.ts'

const OPTIONS = {
  data: { type: 'string' },
  outcome: { type: 'string' },
  drop: { type: 'string', default: '' },
  train: { type: 'string', default: '20000' },
  block: { type: 'string', default: '1000' },
  delimiter: { type: 'string', default: ',' },
  seed: { type: 'string', default: '1' },
} as const

type Scorer = (log: CallLog, next: Table, seed: number) => Float64Array

/** Each learns from the window before a block, and gives the block's rows probabilities. */
const SCORERS = {
  ours: ({ table, outcome }, next, seed) =>
    predictWin(fitWinModel({ table, outcome }, { block: next.rows, seed }), next).map(logistic),
  /** An ordinary logistic regression, hardly penalised. */
  logistic: ({ table, outcome }, next) => {
    const design = learnDesign(table)
    const model = fitRidgeLogistic(encodeRows(table, design), outcome, { ridge: 1 })
    return Float64Array.from(encodeRows(next, design), (row) => logistic(predictLogOdds(model, row)))
  },
  random: (_, next, seed) => {
    const chance = createChance(seed, 1)
    return Float64Array.from({ length: next.rows }, () => chance.uniform())
  },
} satisfies Record<string, Scorer>

/** Who of the next block is won: a rolling window over calls in the order of the file (design/ranking.md 4.4). */
export function evaluateCalls(args: readonly string[]) {
  const options = readOptions(args, OPTIONS)
  const train = readWhole(options.train, 'train')
  const size = readWhole(options.block, 'block')
  const seed = readWhole(options.seed, 'seed', 0)
  const log = readLog(required(options.data, 'data'), required(options.outcome, 'outcome'), options)
  const { rows } = log.table
  if (rows <= train) throw new BadInput(`${rows} rows: none is left to score after --train ${train}`)

  const blocks: Record<keyof typeof SCORERS, Block[]> = { ours: [], logistic: [], random: [] }
  for (let at = train; at < rows; at += size) {
    const window = { table: sliceRows(log.table, at - train, at), outcome: log.outcome.slice(at - train, at) }
    const next = sliceRows(log.table, at, Math.min(rows, at + size))
    const outcome = log.outcome.slice(at, at + size)
    for (const name of ['ours', 'logistic', 'random'] as const) {
      blocks[name].push({ probabilities: SCORERS[name](window, next, seed + at), outcome })
    }
    process.stderr.write(`scored ${Math.min(rows, at + size) - train} of ${rows - train}\n`)
  }
  return {
    blocks: blocks.ours.length,
    scored: rows - train,
    successes: log.outcome.subarray(train).reduce((sum, one) => sum + one, 0),
    ours: measureBlocks(blocks.ours),
    logistic: measureBlocks(blocks.logistic),
    random: measureBlocks(blocks.random),
    oursMinusLogistic: { withinBlockAuc: compareWithinBlocks(blocks.ours, blocks.logistic, { seed }) },
  }
}

function readLog(path: string, outcome: string, { drop, delimiter }: { drop: string; delimiter: string }): CallLog {
  const split = outcome.indexOf('=')
  if (split < 1) throw new BadInput(`--outcome: COLUMN=VALUE, not ${outcome}`)
  const [name, value] = [outcome.slice(0, split), outcome.slice(split + 1)]
  const file = readTable(path, { delimiter, header: true })
  const dropped = drop === '' ? [] : listNames(drop, 'drop')
  for (const column of dropped) file.at(column)
  const place = file.at(name)
  const features = file.columns.filter((column) => column !== name && !dropped.includes(column))
  if (features.length === 0) throw new BadInput('no column is left to learn from')
  const won = Float64Array.from(file.rows, (row) => (row[place] === value ? 1 : 0))
  if (!won.includes(1)) throw new BadInput(`${path}: no row has ${outcome}`)
  return { table: readObservations(file, features), outcome: won }
}
