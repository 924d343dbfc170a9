import type { Buying, PurchaseModel } from './bg-nbd.ts'
import { minimise } from './nelder-mead.ts'
import { logBeta, logGamma, softplus } from './special.ts'

export interface CountedBuying extends Buying {
  readonly count: number
}

export interface PurchaseFit {
  readonly model: PurchaseModel
  readonly logLikelihood: number
  /** `likelihood`: fitted. `prior`: too few repeat purchases to fit a spread of rates, only the mean rate is learned. */
  readonly basis: 'likelihood' | 'prior'
}

/** Fewer repeat purchases than this say nothing about how rates differ between customers. */
const MIN_REPEATS_TO_FIT = 10
const PRIOR_SHAPE = 0.5
/** Two more parameters must earn two units of log-likelihood (Akaike), else nobody is held to leave. */
const MIN_GAIN_OF_LEAVING = 2
const LOW_LOG = Math.log(1e-4)
const HIGH_LOG = Math.log(1e5)
/** Above this many distinct histories the starts are tried on a fixed part of them and only the best is finished. */
const FULL_SEARCH_ROWS = 4000

/** Equal histories counted once, in an order that does not depend on the order of the customers. */
export function countEqual(customers: Iterable<Buying>): CountedBuying[] {
  const counts = new Map<string, { x: number; tx: number; T: number; count: number }>()
  for (const { x, tx, T } of customers) {
    const key = `${x}|${tx}|${T}`
    const seen = counts.get(key)
    if (seen) seen.count += 1
    else counts.set(key, { x, tx, T, count: 1 })
  }
  return [...counts.values()].sort((left, right) => left.x - right.x || left.tx - right.tx || left.T - right.T)
}

/**
 * Maximum likelihood from several starts, in logarithms and in a box, so that it always ends with finite parameters.
 * Where leaving explains nothing (a → 0 or b → ∞) the answer is the NBD of Ehrenberg (1959), its boundary.
 */
export function fitPurchases(rows: readonly CountedBuying[]): PurchaseFit {
  const people = total(rows, () => 1)
  const repeats = total(rows, (row) => row.x)
  const weeks = total(rows, (row) => row.T)
  if (repeats < MIN_REPEATS_TO_FIT || weeks <= 0) {
    const alpha = Math.max(1e-3, (PRIOR_SHAPE * (weeks + 52)) / (repeats + 1))
    const model = { kind: 'nbd', r: PRIOR_SHAPE, alpha } as const
    return { model, logLikelihood: createLogLikelihood(rows)(model), basis: 'prior' }
  }
  const rate = repeats / weeks
  const starts = [0.25, 1, 4].map((r) => [Math.log(r), Math.log(r / rate)])
  const nbd = search(rows, people, starts, ([r = 0, alpha = 0]) => {
    return { kind: 'nbd', r: Math.exp(r), alpha: Math.exp(alpha) }
  })
  const dropouts = [
    [0.8, 2.5],
    [0.3, 3],
    [1, 20],
  ]
  const wider = starts.flatMap(([r = 0, alpha = 0], i) => {
    const [a = 1, b = 1] = dropouts[i] ?? []
    return [[r, alpha, Math.log(a), Math.log(b)]]
  })
  const bgnbd = search(rows, people, wider, ([r = 0, alpha = 0, a = 0, b = 0]) => {
    return { kind: 'bgnbd', r: Math.exp(r), alpha: Math.exp(alpha), a: Math.exp(a), b: Math.exp(b) }
  })
  const best = bgnbd.logLikelihood > nbd.logLikelihood + MIN_GAIN_OF_LEAVING ? bgnbd : nbd
  return { ...best, basis: 'likelihood' }
}

function total(rows: readonly CountedBuying[], of: (row: CountedBuying) => number): number {
  return rows.reduce((sum, row) => sum + row.count * of(row), 0)
}

function search(
  rows: readonly CountedBuying[],
  people: number,
  starts: readonly (readonly number[])[],
  read: (logs: readonly number[]) => PurchaseModel,
): { model: PurchaseModel; logLikelihood: number } {
  const clamp = (logs: readonly number[]) => logs.map((v) => Math.min(HIGH_LOG, Math.max(LOW_LOG, v)))
  const objective = (part: readonly CountedBuying[], n: number) => {
    const logLikelihoodOf = createLogLikelihood(part)
    return (logs: readonly number[]) => {
      const outside = logs.reduce((sum, v) => sum + Math.max(0, v - HIGH_LOG, LOW_LOG - v) ** 2, 0)
      return -logLikelihoodOf(read(clamp(logs))) / n + outside
    }
  }
  const every = Math.max(1, Math.ceil(rows.length / FULL_SEARCH_ROWS))
  const part = rows.filter((_, i) => i % every === 0)
  const rough = objective(
    part,
    total(part, () => 1),
  )
  const firsts = starts.map((start) => minimise(rough, start, { tolerance: 1e-9, maxEvaluations: 800 }))
  const first = firsts.reduce((best, next) => (next.value < best.value ? next : best))
  const last = minimise(objective(rows, people), first.at, { step: 0.05, tolerance: 1e-12, maxEvaluations: 600 })
  const model = read(clamp(last.at))
  return { model, logLikelihood: createLogLikelihood(rows)(model) }
}

/**
 * Log-likelihood of all rows as a function of the model. Gamma functions are worked out once per distinct x and
 * logarithms once per distinct time, which leaves one exponential a row.
 */
export function createLogLikelihood(rows: readonly CountedBuying[]): (model: PurchaseModel) => number {
  const xs = createDistinct()
  const times = createDistinct()
  const compact = rows.map(({ x, tx, T, count }) => ({ x: xs.place(x), tx: times.place(tx), T: times.place(T), count }))
  const byX = new Float64Array(xs.values.length)
  const leftByX = new Float64Array(xs.values.length)
  const logTime = new Float64Array(times.values.length)
  return (model) => {
    const { r, alpha } = model
    const start = r * Math.log(alpha) - logGamma(r)
    const dropout = model.kind === 'bgnbd' ? model : undefined
    const beta = dropout ? logBeta(dropout.a, dropout.b) : 0
    for (const [i, x] of xs.values.entries()) {
      byX[i] = start + logGamma(r + x) + (dropout ? logBeta(dropout.a, dropout.b + x) - beta : 0)
      leftByX[i] = dropout && x > 0 ? Math.log(dropout.a) - Math.log(dropout.b + x - 1) : Number.NEGATIVE_INFINITY
    }
    for (const [i, time] of times.values.entries()) logTime[i] = Math.log(alpha + time)
    let sum = 0
    for (const row of compact) {
      const shape = r + (xs.values[row.x] ?? 0)
      const logEnd = logTime[row.T] ?? 0
      const left = leftByX[row.x] ?? 0
      const gone = left === Number.NEGATIVE_INFINITY ? 0 : softplus(left + shape * (logEnd - (logTime[row.tx] ?? 0)))
      sum += row.count * ((byX[row.x] ?? 0) - shape * logEnd + gone)
    }
    return sum
  }
}

function createDistinct(): { values: number[]; place: (value: number) => number } {
  const values: number[] = []
  const places = new Map<number, number>()
  const place = (value: number) => {
    const known = places.get(value)
    if (known !== undefined) return known
    places.set(value, values.length)
    values.push(value)
    return values.length - 1
  }
  return { values, place }
}
