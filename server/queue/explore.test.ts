import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChance } from '../ranking/learning/chance.ts'
import { explore } from './explore.ts'

const ranked = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `c${String(i).padStart(4, '0')}`, rank: n - i }))

describe('the explored slice', () => {
  it('keeps everybody once, and the order of all who are not drawn', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (n, share, seed) => {
        const placed = explore(ranked(n), share, createChance(seed))
        expect(placed.map(({ id }) => id)).toEqual(ranked(n).map(({ id }) => id))
        for (const [index, { rank, exploredOf }] of placed.entries())
          if (exploredOf === null) expect(rank).toBe(n - index)
          else expect(rank >= 1 && rank <= n && exploredOf >= 1 && exploredOf <= n).toBe(true)
      }),
    )
  })

  it('changes nothing without a share, and is the same for the same seed', () => {
    expect(explore(ranked(40), 0, createChance(1)).every(({ exploredOf }) => exploredOf === null)).toBe(true)
    expect(explore(ranked(40), 0.3, createChance(5))).toEqual(explore(ranked(40), 0.3, createChance(5)))
  })

  it('draws nobody from a queue too short to spare a place', () => {
    const placed = explore(ranked(19), 1, createChance(1))
    expect(placed.every(({ exploredOf }) => exploredOf === null)).toBe(true)
  })

  it('gives about its share of places, and draws the last as often as the first', () => {
    const [drawn, times] = [new Map<string, number>(), 4000]
    let places = 0
    for (let seed = 0; seed < times; seed++)
      for (const { id, exploredOf } of explore(ranked(20), 0.05, createChance(seed)))
        if (exploredOf !== null) {
          places++
          drawn.set(id, (drawn.get(id) ?? 0) + 1)
        }
    expect(places / (20 * times)).toBeCloseTo(0.05, 2)
    const counts = [...drawn.values()]
    expect(counts).toHaveLength(20)
    const mean = places / 20
    // Each count is binomial: within five deviations of the mean.
    for (const count of counts) expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(mean))
  })
})
