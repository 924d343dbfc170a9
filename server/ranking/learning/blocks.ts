import { createChance } from './chance.ts'
import { areaUnderCurve, brierScore, countCaptured } from './measures.ts'

/** What was scored before its outcomes were known: a morning's queue. */
export interface Block {
  readonly probabilities: ArrayLike<number>
  readonly outcome: ArrayLike<number>
}

export interface BlockMeasures {
  /** Over all rows of all blocks together, which a change of the level from block to block flatters. */
  readonly pooledAuc: number | null
  /** Mean over blocks by their rows: all that a queue can choose is the order within one. */
  readonly withinBlockAuc: number | null
  /** Share of all successes met when the best fifth of every block is called. */
  readonly captured20: number | null
  readonly brier: number | null
}

const CALLED_SHARE = 0.2

export function measureBlocks(blocks: readonly Block[]): BlockMeasures {
  const probabilities = blocks.flatMap((block) => Array.from(block.probabilities))
  const outcome = blocks.flatMap((block) => Array.from(block.outcome))
  const successes = outcome.reduce((sum, one) => sum + one, 0)
  const captured = blocks.reduce(
    (sum, block) => sum + countCaptured(block.probabilities, block.outcome, CALLED_SHARE),
    0,
  )
  return {
    pooledAuc: areaUnderCurve(probabilities, outcome),
    withinBlockAuc: withinBlockAuc(blocks),
    captured20: successes > 0 ? captured / successes : null,
    brier: brierScore(probabilities, outcome),
  }
}

/** null where no block has both successes and failures; others are passed over. */
export function withinBlockAuc(blocks: readonly Block[]): number | null {
  let sum = 0
  let rows = 0
  for (const { probabilities, outcome } of blocks) {
    const area = areaUnderCurve(probabilities, outcome)
    if (area === null) continue
    sum += area * outcome.length
    rows += outcome.length
  }
  return rows > 0 ? sum / rows : null
}

export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * By how much the first scores the same blocks better within them, with a 95 % interval from paired bootstrap samples of
 * rows within each block (Efron & Tibshirani 1993, percentiles). null where nothing can be compared.
 */
export function compareWithinBlocks(
  first: readonly Block[],
  second: readonly Block[],
  { resamples = 200, seed = 1 }: { resamples?: number; seed?: number } = {},
): Interval | null {
  const difference = (a: readonly Block[], b: readonly Block[]) => {
    const [left, right] = [withinBlockAuc(a), withinBlockAuc(b)]
    return left === null || right === null ? null : left - right
  }
  const value = difference(first, second)
  if (value === null) return null
  const chance = createChance(seed)
  const drawn: number[] = []
  for (let i = 0; i < resamples; i++) {
    const picks = first.map(({ outcome }) =>
      Uint32Array.from({ length: outcome.length }, () => chance.below(outcome.length)),
    )
    const resample = (blocks: readonly Block[]) =>
      blocks.map((block, b) => takeBlock(block, picks[b] ?? new Uint32Array()))
    const one = difference(resample(first), resample(second))
    if (one !== null) drawn.push(one)
  }
  drawn.sort((a, b) => a - b)
  const at = (share: number) => drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))] ?? value
  return { value, low: at(0.025), high: at(0.975) }
}

function takeBlock({ probabilities, outcome }: Block, rows: Uint32Array): Block {
  const take = (list: ArrayLike<number>) => Float64Array.from(rows, (row) => list[row] ?? 0)
  return { probabilities: take(probabilities), outcome: take(outcome) }
}
