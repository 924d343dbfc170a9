// Only for tests.
import fc from 'fast-check'
import type { ObservedBuying } from './buying.ts'
import { createLogLikelihood, type PurchaseModel } from './purchase-model.ts'

// Fader, Hardie & Lee (2005), the BTYD vignette and CLVTools; figures in design/ranking.md 2.1.
export const CDNOW = { kind: 'bgnbd', r: 0.24259395, alpha: 4.41359091, a: 0.79291993, b: 2.42589404 } as const
/** The vignette prints two digits and points worked out with more; these are what all of its points agree on. */
export const CDNOW_PARETO = { kind: 'paretonbd', r: 0.553378, alpha: 10.579531, s: 0.605892, beta: 11.65719 } as const

export const relative = (found: number, published: number): number => Math.abs(found / published - 1)

const log = (low: number, high: number) => fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true })
const mixing = fc.tuple(log(1e-3, 1e3), log(1e-2, 1e4), log(1e-4, 50), log(1e-2, 1e5)).map((logs) => {
  const [r = 1, alpha = 1, a = 1, b = 1] = logs.map(Math.exp)
  return { r, alpha, a, b }
})
/** Any model of any kind, far beyond what is ever fitted. */
export const anyModel: fc.Arbitrary<PurchaseModel> = fc.oneof(
  mixing.map(({ r, alpha }) => ({ kind: 'nbd' as const, r, alpha })),
  fc.tuple(fc.constantFrom('bgnbd' as const, 'mbgnbd' as const), mixing).map(([kind, rest]) => ({ kind, ...rest })),
  fc
    .tuple(fc.constantFrom('bgcnbdk' as const, 'mbgcnbdk' as const), fc.integer({ min: 1, max: 8 }), mixing)
    .map(([kind, k, rest]) => ({ kind, k, ...rest })),
  mixing.map(({ r, alpha, a, b }) => ({ kind: 'paretonbd' as const, r, alpha, s: a, beta: b })),
)
export const anyBuying = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(2000)),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0.2, max: 600, noNaN: true }),
  )
  .map(([x, share, T]) => ({ x, tx: x === 0 ? 0 : T * share, T }))

export const logLikelihoodOf = (model: PurchaseModel, { logGaps = 0, ...buying }: ObservedBuying): number =>
  createLogLikelihood([{ ...buying, logGaps, count: 1 }])(model)
