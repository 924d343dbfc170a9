import { minimise } from './nelder-mead.ts'
import { logGamma } from './special.ts'

/**
 * How much customers spend: each purchase day is Gamma(p, ν) and ν ~ Gamma(q, gamma) over customers.
 * Source: Fader, Hardie & Lee (2005), RFM and CLV, J. Marketing Research 42(4), 415–430; Fader & Hardie (2013) note.
 */
export interface SpendModel {
  readonly p: number
  readonly q: number
  /** In the unit of the money that it was fitted on. */
  readonly gamma: number
}

/** A customer's mean over `n` purchase days, n ≥ 1, mean > 0. */
export interface Spending {
  readonly n: number
  readonly mean: number
}

export interface SpendFit {
  readonly model: SpendModel
  readonly logLikelihood: number
  readonly basis: 'likelihood' | 'prior'
}

/** Shape found on the CDNOW sample (design/ranking.md 2.1), used until there is enough to fit. */
const PRIOR = { p: 6.25, q: 3.74 }
const MIN_CUSTOMERS_TO_FIT = 20
/** The population mean p·gamma/(q−1) exists only above 1. */
const MIN_Q = 1.05
/** Above this many customers the starts are tried on a fixed part of them and only the best is finished. */
const FULL_SEARCH_CUSTOMERS = 5000
const LOW_LOG = Math.log(1e-3)
const HIGH_LOG = Math.log(1e4)

/** ln f(mean | n), the density of a customer's observed mean. */
export function spendLogLikelihood({ p, q, gamma }: SpendModel, { n, mean }: Spending): number {
  const px = p * n
  return (
    logGamma(px + q) -
    logGamma(px) -
    logGamma(q) +
    px * Math.log((n * mean) / (gamma + n * mean)) +
    q * Math.log(gamma / (gamma + n * mean)) -
    Math.log(mean)
  )
}

/** E[spend a purchase day] of a customer; n = 0 gives the population's mean. */
export function conditionalMeanSpend({ p, q, gamma }: SpendModel, n: number, mean: number): number {
  return (p * (gamma + n * mean)) / (p * n + q - 1)
}

/** Fits in units of the average spend, so that rials and dollars behave alike; always finite. */
export function fitSpend(customers: readonly Spending[]): SpendFit {
  const used = customers.filter(({ n, mean }) => n > 0 && mean > 0 && Number.isFinite(mean))
  used.sort((left, right) => left.n - right.n || left.mean - right.mean)
  const scale = used.reduce((sum, { mean }) => sum + mean, 0) / Math.max(1, used.length) || 1
  const unit = used.map(({ n, mean }) => ({ n, mean: mean / scale }))
  const varied = unit.some(({ mean }) => Math.abs(mean - (unit[0]?.mean ?? mean)) > 1e-9)
  const prior = { ...PRIOR, gamma: (PRIOR.q - 1) / PRIOR.p }
  if (used.length < MIN_CUSTOMERS_TO_FIT || !varied) return describe(prior, unit, scale, 'prior')

  const clamp = (v: number) => Math.min(HIGH_LOG, Math.max(LOW_LOG, v))
  const read = ([p = 0, q = 0, gamma = 0]: readonly number[]): SpendModel => {
    return { p: Math.exp(clamp(p)), q: MIN_Q + Math.exp(clamp(q)), gamma: Math.exp(clamp(gamma)) }
  }
  const objective = (part: readonly Spending[]) => (logs: readonly number[]) => {
    const outside = logs.reduce((sum, v) => sum + Math.max(0, v - HIGH_LOG, LOW_LOG - v) ** 2, 0)
    return -sumLogLikelihood(read(logs), part) / part.length + outside
  }
  const start = [Math.log(prior.p), Math.log(prior.q - MIN_Q), Math.log(prior.gamma)]
  const every = Math.max(1, Math.ceil(unit.length / FULL_SEARCH_CUSTOMERS))
  const rough = objective(unit.filter((_, i) => i % every === 0))
  const ends = [start, [0, 0, 0]].map((from) => minimise(rough, from, { tolerance: 1e-9, maxEvaluations: 800 }))
  const first = ends.reduce((left, right) => (right.value < left.value ? right : left))
  const best = minimise(objective(unit), first.at, { step: 0.02, tolerance: 1e-12, maxEvaluations: 400 })
  return describe(read(best.at), unit, scale, 'likelihood')
}

function sumLogLikelihood(model: SpendModel, customers: readonly Spending[]): number {
  const { p, q, gamma } = model
  const byCount = new Map<number, number>()
  const start = q * Math.log(gamma) - logGamma(q)
  let sum = 0
  for (const { n, mean } of customers) {
    const px = p * n
    let counting = byCount.get(n)
    if (counting === undefined) {
      counting = start + logGamma(px + q) - logGamma(px) + px * Math.log(n)
      byCount.set(n, counting)
    }
    sum += counting + (px - 1) * Math.log(mean) - (px + q) * Math.log(gamma + n * mean)
  }
  return sum
}

function describe(unitModel: SpendModel, unit: readonly Spending[], scale: number, basis: SpendFit['basis']): SpendFit {
  const logLikelihood = sumLogLikelihood(unitModel, unit) - unit.length * Math.log(scale)
  return { model: { ...unitModel, gamma: unitModel.gamma * scale }, logLikelihood, basis }
}
