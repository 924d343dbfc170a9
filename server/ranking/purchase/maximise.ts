import { minimise } from '../nelder-mead.ts'
import { type Counted, sumRows } from './buying.ts'

const LOW_LOG = Math.log(1e-4)
const HIGH_LOG = Math.log(1e5)
/** Above this many distinct histories the starts are tried on a fixed part of them and only the best is finished. */
const FULL_SEARCH_ROWS = 4000

export interface Fitted<M> {
  readonly model: M
  readonly logLikelihood: number
}

export interface Effort {
  /** Stops at the best of the starts after a short climb from each, for a first comparison. */
  readonly quick?: boolean
}

/**
 * Maximum likelihood from several starts, in logarithms of the parameters and in a box from 1e-4 to 1e5, so that it
 * always ends with finite parameters.
 */
export function maximise<M, R extends Counted>(
  rows: readonly R[],
  starts: readonly (readonly number[])[],
  read: (parameters: readonly number[]) => M,
  createLogLikelihood: (rows: readonly R[]) => (model: M) => number,
  { quick = false }: Effort = {},
): Fitted<M> {
  const held = (logs: readonly number[]) => read(logs.map((v) => Math.exp(Math.min(HIGH_LOG, Math.max(LOW_LOG, v)))))
  const createObjective = (part: readonly R[]) => {
    const logLikelihood = createLogLikelihood(part)
    const people = Math.max(
      1,
      sumRows(part, () => 1),
    )
    return (logs: readonly number[]) => {
      const outside = logs.reduce((sum, v) => sum + Math.max(0, v - HIGH_LOG, LOW_LOG - v) ** 2, 0)
      return -logLikelihood(held(logs)) / people + outside
    }
  }
  const describe = (logs: readonly number[]): Fitted<M> => {
    const model = held(logs)
    return { model, logLikelihood: createLogLikelihood(rows)(model) }
  }
  const every = Math.max(1, Math.ceil(rows.length / FULL_SEARCH_ROWS))
  const rough = createObjective(rows.filter((_, i) => i % every === 0))
  const tried = starts.map((start) => {
    const logs = start.map((v) => Math.log(v))
    return minimise(rough, logs, { tolerance: 1e-8, maxEvaluations: 120 })
  })
  const first = tried.reduce((best, next) => (next.value < best.value ? next : best))
  if (quick) return describe(first.at)
  const near = minimise(rough, first.at, { step: 0.1, tolerance: 1e-9, maxEvaluations: 400 })
  // A fresh simplex gets along a flat ridge on which the last one has shrunk.
  const last = minimise(createObjective(rows), near.at, { step: 0.05, tolerance: 1e-10, maxEvaluations: 400 })
  return describe(last.at)
}
