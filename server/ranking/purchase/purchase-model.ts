import type { Buying, CountedBuying } from './buying.ts'
import type { GapLaw } from './gap-law.ts'
import * as geometric from './geometric.ts'
import * as pareto from './pareto-nbd.ts'

/**
 * When customers buy and whether they still do. One unit of time throughout, weeks in the product. Whatever the model
 * and the customer: probabilities lie in [0, 1], expectations are finite, not negative and grow with time.
 */
export type PurchaseModel = geometric.GeometricModel | pareto.ParetoModel
export type PurchaseKind = PurchaseModel['kind']

/** P(still a customer | x, tx, T). Never an order for a queue of the silent: see geometric.ts. */
export const probabilityAlive = (model: PurchaseModel, buying: Buying): number =>
  model.kind === 'paretonbd' ? pareto.probabilityAlive(model, buying) : geometric.probabilityAlive(model, buying)

/** P(at least one purchase in (T, T + time] | x, tx, T). */
export const probabilityActive = (model: PurchaseModel, buying: Buying, time: number): number =>
  model.kind === 'paretonbd'
    ? pareto.probabilityActive(model, buying, time)
    : geometric.probabilityActive(model, buying, time)

/** E[purchases in (T, T + time] | x, tx, T]. */
export const expectedLater = (model: PurchaseModel, buying: Buying, time: number): number =>
  model.kind === 'paretonbd' ? pareto.expectedLater(model, buying, time) : geometric.expectedLater(model, buying, time)

/** E[X(time)] of a new customer. */
export const expectedOfNew = (model: PurchaseModel, time: number): number =>
  expectedLater(model, { x: 0, tx: 0, T: 0 }, time)

/** P(still a customer at T + time | x, tx, T). */
export const probabilityStays = (model: PurchaseModel, buying: Buying, time: number): number =>
  model.kind === 'paretonbd'
    ? pareto.probabilityStays(model, buying, time)
    : geometric.probabilityStays(model, buying, time)

/** ln L of all rows as a function of the model; what depends on the rows alone is worked out once. */
export function createLogLikelihood(rows: readonly CountedBuying[]): (model: PurchaseModel) => number {
  let [ofGeometric, ofPareto]: [
    ReturnType<typeof geometric.createLogLikelihood>?,
    ReturnType<typeof pareto.createLogLikelihood>?,
  ] = []
  return (model) => {
    if (model.kind === 'paretonbd') {
      ofPareto ??= pareto.createLogLikelihood(rows)
      return ofPareto(model)
    }
    ofGeometric ??= geometric.createLogLikelihood(rows)
    return ofGeometric(model)
  }
}

/** Gaps that are expected of a customer at the last purchase, while alive; the first purchase counts as an event. */
export const gapsOf = (model: PurchaseModel, buying: Pick<Buying, 'x' | 'tx'>): GapLaw =>
  model.kind === 'paretonbd'
    ? { shape: model.r + buying.x + 1, exposure: model.alpha + buying.tx, k: 1 }
    : geometric.gapsOf(model, buying)
