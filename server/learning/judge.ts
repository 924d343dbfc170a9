import type { Interval, PartFigures } from '#contract/ranking'
import { withinBlockAuc } from '../ranking/learning/blocks.ts'
import { createChance } from '../ranking/learning/chance.ts'

/** One block of cases, and what two models said of each before its outcome was known. */
export interface Judged {
  readonly outcome: readonly number[]
  readonly candidate: readonly number[]
  readonly inUse: readonly number[]
}

const RESAMPLES = 400
const LEAST_P = 1e-6

/**
 * A part of a model beside the one in use. The gain is the mean log loss of the one in use less the candidate's, case by
 * case, with a 95 % interval from bootstrap samples of cases (Efron & Tibshirani 1993, percentiles).
 */
export function judgePart(blocks: readonly Judged[], by: PartFigures['by']): PartFigures {
  const outcome = blocks.flatMap((block) => block.outcome)
  const successes = outcome.reduce((sum, one) => sum + one, 0)
  const losses = (of: (block: Judged) => readonly number[]) =>
    blocks.flatMap((block) => of(block).map((p, i) => logLoss(p, block.outcome[i] ?? 0)))
  const [candidate, inUse] = [losses((block) => block.candidate), losses((block) => block.inUse)]
  const auc = (of: (block: Judged) => readonly number[]) =>
    withinBlockAuc(blocks.map((block) => ({ probabilities: of(block), outcome: block.outcome })))
  return {
    by,
    cases: outcome.length,
    successes,
    logLoss: mean(candidate),
    inUseLogLoss: mean(inUse),
    gain: resample(candidate.map((loss, i) => (inUse[i] ?? 0) - loss)),
    withinBlockAuc: auc((block) => block.candidate),
    inUseWithinBlockAuc: auc((block) => block.inUse),
  }
}

function logLoss(p: number, outcome: number): number {
  const held = Math.min(1 - LEAST_P, Math.max(LEAST_P, p))
  return outcome > 0 ? -Math.log(held) : -Math.log1p(-held)
}

function resample(gains: readonly number[]): Interval | null {
  const value = mean(gains)
  if (value === null) return null
  const chance = createChance(1)
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let i = 0; i < gains.length; i++) sum += gains[chance.below(gains.length)] ?? 0
    return sum / gains.length
  }).sort((a, b) => a - b)
  const at = (share: number) => means[Math.round(share * (RESAMPLES - 1))] ?? value
  return { value, low: at(0.025), high: at(0.975) }
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
