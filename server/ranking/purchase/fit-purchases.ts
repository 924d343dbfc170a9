import { type CountedBuying, sumRows } from './buying.ts'
import { type GeometricModel, createLogLikelihood as geometricLogLikelihood } from './geometric.ts'
import { type Effort, type Fitted, maximise } from './maximise.ts'
import { type ParetoModel, createLogLikelihood as paretoLogLikelihood } from './pareto-nbd.ts'
import { createLogLikelihood, type PurchaseKind, type PurchaseModel } from './purchase-model.ts'

/** From the fewest parameters to the most: where two do equally well the first is taken. */
export const PURCHASE_KINDS = [
  'nbd',
  'bgnbd',
  'mbgnbd',
  'paretonbd',
  'bgcnbdk',
  'mbgcnbdk',
] as const satisfies readonly PurchaseKind[]
/** Fewer repeat purchases than this say nothing about how rates differ between customers. */
const MIN_REPEATS_TO_FIT = 10
const PRIOR_SHAPE = 0.5
const PRIOR_WEEKS = 52
/** Gaps more regular than this are not told apart. */
const MAX_K = 8

export interface PurchaseFit extends Fitted<PurchaseModel> {
  /** `likelihood`: fitted. `prior`: too few repeat purchases to fit a spread of rates, only the mean rate is learned. */
  readonly basis: 'likelihood' | 'prior'
}

export const isEnoughToFit = (rows: readonly CountedBuying[]): boolean =>
  sumRows(rows, ({ x }) => x) >= MIN_REPEATS_TO_FIT && sumRows(rows, ({ T }) => T) > 0

/** Fits one kind; an NBD with a prior shape, whatever the kind, where there is too little to fit. */
export function fitPurchases(rows: readonly CountedBuying[], kind: PurchaseKind): PurchaseFit {
  if (!isEnoughToFit(rows)) {
    const weeks = sumRows(rows, ({ T }) => T)
    const alpha = Math.max(1e-3, (PRIOR_SHAPE * (weeks + PRIOR_WEEKS)) / (sumRows(rows, ({ x }) => x) + 1))
    const model = { kind: 'nbd', r: PRIOR_SHAPE, alpha } as const
    return { model, logLikelihood: createLogLikelihood(rows)(model), basis: 'prior' }
  }
  return { ...fitKind(rows, kind), basis: 'likelihood' }
}

function fitKind(rows: readonly CountedBuying[], kind: PurchaseKind): Fitted<PurchaseModel> {
  switch (kind) {
    case 'paretonbd':
      return fitPareto(rows)
    case 'bgcnbdk':
    case 'mbgcnbdk':
      return fitRegular(rows, kind)
    default:
      return fitGeometric(rows, kind)
  }
}

/** Shapes of the rates to start from, and with each a law of leaving. */
const STARTS = [
  { r: 0.25, a: 0.8, b: 2.5 },
  { r: 1, a: 0.3, b: 3 },
  { r: 4, a: 1, b: 20 },
]

function fitGeometric(
  rows: readonly CountedBuying[],
  kind: GeometricModel['kind'],
  k = 1,
  starts = listStarts(rows, kind),
  effort: Effort = {},
): Fitted<GeometricModel> {
  const read = ([r = 1, alpha = 1, a = 1, b = 1]: readonly number[]): GeometricModel => {
    if (kind === 'nbd') return { kind, r, alpha }
    return kind === 'bgcnbdk' || kind === 'mbgcnbdk' ? { kind, k, r, alpha, a, b } : { kind, r, alpha, a, b }
  }
  return maximise(rows, starts, read, geometricLogLikelihood, effort)
}

function listStarts(rows: readonly CountedBuying[], kind: GeometricModel['kind']): number[][] {
  const rate = sumRows(rows, ({ x }) => x) / sumRows(rows, ({ T }) => T)
  return STARTS.map(({ r, a, b }) => (kind === 'nbd' ? [r, r / rate] : [r, r / rate, a, b]))
}

/** Raises k while that raises the likelihood. Without the gaps themselves nothing says how regular they are: k = 1. */
function fitRegular(rows: readonly CountedBuying[], kind: 'bgcnbdk' | 'mbgcnbdk'): Fitted<GeometricModel> {
  const known = rows.every(({ logGaps }) => Number.isFinite(logGaps))
  const first = fitGeometric(rows, kind)
  let [best, bestK] = [first, 1]
  // The rate of the phases grows with their number: each climb starts where the last one would be.
  const listNear = (k: number) => {
    const { r, alpha, a, b } = { a: 1, b: 1, ...best.model }
    return [[r, (alpha * (k - 1)) / k, a, b]]
  }
  for (let k = 2; known && k <= MAX_K; k++) {
    const next = fitGeometric(rows, kind, k, listNear(k), { quick: true })
    if (next.logLikelihood <= best.logLikelihood) break
    ;[best, bestK] = [next, k]
  }
  if (bestK === 1) return first
  const { r, alpha, a, b } = { a: 1, b: 1, ...best.model }
  return fitGeometric(rows, kind, bestK, [[r, alpha, a, b], ...listStarts(rows, kind)])
}

/** Scales of buying and leaving further apart than this are not told apart by any base, and only cost time. */
const MAX_RATIO = 1e4

function fitPareto(rows: readonly CountedBuying[]): Fitted<ParetoModel> {
  const people = sumRows(rows, () => 1)
  const weeks = sumRows(rows, ({ T }) => T)
  const rate = sumRows(rows, ({ x }) => x) / weeks
  const age = weeks / people
  const lives = [
    { s: 0.6, beta: age / 3 },
    { s: 0.3, beta: age / 2 },
    { s: 1, beta: 4 * age },
  ]
  const starts = lives.map(({ s, beta }, i) => {
    const r = STARTS[i]?.r ?? 1
    return [r, r / rate, s, beta]
  })
  const read = ([r = 1, alpha = 1, s = 1, beta = 1]: readonly number[]): ParetoModel => {
    const held = Math.min(alpha * MAX_RATIO, Math.max(alpha / MAX_RATIO, beta))
    return { kind: 'paretonbd', r, alpha, s, beta: held }
  }
  return maximise(rows, starts, read, paretoLogLikelihood)
}
