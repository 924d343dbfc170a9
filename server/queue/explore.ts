import type { Chance } from '../ranking/learning/chance.ts'

export interface Ranked {
  readonly id: string
  readonly rank: number
}
export interface Placed extends Ranked {
  /** Drawn evenly from so many; null: by value. */
  readonly exploredOf: number | null
}

/** Among fewer a share of the places is less than one of them. */
const LEAST_POOL = 20

/**
 * The order with a share of its places given to customers drawn evenly from all who are not drawn yet: what would have
 * happened to whom the model thinks little of can only be seen so. Who is drawn takes the rank of that place and leaves the
 * own one; the propensity of the draw is exactly one in so many, whatever the model says.
 */
export function explore(ranked: readonly Ranked[], share: number, chance: Chance): Placed[] {
  const ordered = [...ranked].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1))
  const pool = ordered.map((_, index) => index)
  const drawn = new Map<number, { place: number; of: number }>()
  for (const place of ordered.length < LEAST_POOL ? [] : ordered.keys()) {
    if (chance.uniform() >= share || pool.length === 0) continue
    const at = chance.below(pool.length)
    const index = pool[at] ?? 0
    drawn.set(index, { place, of: pool.length })
    pool[at] = pool.at(-1) ?? 0
    pool.pop()
  }
  return ordered.map(({ id, rank }, index) => {
    const draw = drawn.get(index)
    return draw ? { id, rank: ordered[draw.place]?.rank ?? rank, exploredOf: draw.of } : { id, rank, exploredOf: null }
  })
}
