import { createHash } from 'node:crypto'
import { takeRows } from '../../server/ranking/learning/table.ts'
import type { Experiment } from '../../server/ranking/learning/uplift.ts'
import { BadInput, required } from './bad-input.ts'
import { listNames, readObservations } from './observations.ts'
import { readTable } from './table.ts'

export const EXPERIMENT_OPTIONS = {
  data: { type: 'string' },
  arm: { type: 'string' },
  none: { type: 'string' },
  reward: { type: 'string' },
  features: { type: 'string' },
  splits: { type: 'string', default: '10' },
  delimiter: { type: 'string', default: ',' },
} as const

export interface ReadExperiment extends Experiment {
  readonly none: string
  /** The arms besides none, in the order of the alphabet. */
  readonly offers: readonly string[]
  readonly reward: Float64Array
}

/** The experiment of a file. Bad input: an unknown column, a reward that is no number, nobody in `none` or in another arm. */
export function readExperiment(options: {
  data?: string
  arm?: string
  none?: string
  reward?: string
  features?: string
  delimiter: string
}): ReadExperiment {
  const path = required(options.data, 'data')
  const none = required(options.none, 'none')
  const [arm, reward] = [required(options.arm, 'arm'), required(options.reward, 'reward')]
  const features = listNames(required(options.features, 'features'), 'features')
  const file = readTable(path, { delimiter: options.delimiter, header: true })
  const [armAt, rewardAt] = [file.at(arm), file.at(reward)]
  for (const column of [arm, reward])
    if (features.includes(column)) throw new BadInput(`--features: ${column} is not known before the choice`)
  const arms = file.rows.map((row) => row[armAt] ?? '')
  const rewards = Float64Array.from(file.rows, (row, i) => {
    const text = row[rewardAt]?.trim() ?? ''
    const value = Number(text)
    if (text === '' || !Number.isFinite(value))
      throw new BadInput(`${path} line ${file.line(i)}: ${row[rewardAt]} is not a reward`)
    return value
  })
  const offers = [...new Set(arms)].filter((name) => name !== none).sort()
  if (!arms.includes(none)) throw new BadInput(`${path}: no row has ${arm} = ${none}`)
  if (offers.length === 0) throw new BadInput(`${path}: every row has ${arm} = ${none}`)
  return { table: readObservations(file, features), arm: arms, reward: rewards, none, offers }
}

export function takeExperiment(all: ReadExperiment, rows: readonly number[]): ReadExperiment {
  return {
    ...all,
    table: takeRows(all.table, rows),
    arm: rows.map((row) => all.arm[row] ?? all.none),
    reward: Float64Array.from(rows, (row) => all.reward[row] ?? 0),
  }
}

/** SHA-1 of "split:row", rows from 0: what the protocols part and order rows by. */
export function digestRow(split: number, row: number): Buffer {
  return createHash('sha1').update(`${split}:${row}`).digest()
}

/** Two halves: to learn from those whose digest begins with a byte below 128. Bad input where an arm is missing from one. */
export function splitExperiment(all: ReadExperiment, split: number): { train: ReadExperiment; test: ReadExperiment } {
  const [train, test]: [number[], number[]] = [[], []]
  for (let row = 0; row < all.table.rows; row++) ((digestRow(split, row)[0] ?? 0) < 128 ? train : test).push(row)
  const halves = { train: takeExperiment(all, train), test: takeExperiment(all, test) }
  for (const half of [halves.train, halves.test])
    for (const arm of [all.none, ...all.offers])
      if (!half.arm.includes(arm)) throw new BadInput(`too few rows: half of split ${split} has none of ${arm}`)
  return halves
}

/** Mean, and standard deviation over splits. null where a split has no value. */
export function summarise(values: readonly (number | null)[]): { mean: number | null; sd: number | null } {
  const given = values.filter((value) => value !== null)
  if (given.length === 0 || given.length < values.length) return { mean: null, sd: null }
  const mean = given.reduce((sum, value) => sum + value, 0) / given.length
  const squares = given.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, sd: given.length > 1 ? Math.sqrt(squares / (given.length - 1)) : 0 }
}
