import { describe, expect, it } from 'vitest'
import { type Block, compareWithinBlocks, measureBlocks } from './blocks.ts'
import { createChance } from './chance.ts'
import { findLatestLevel, findLevels } from './level.ts'

/** Blocks of ever higher level, scored by the level and by how well a row is known. */
function draw(skill: number, seed = 1): Block[] {
  const chance = createChance(seed)
  return [0.1, 0.3, 0.5, 0.7].map((level) => {
    const outcome = Array.from({ length: 500 }, () => (chance.uniform() < level ? 1 : 0))
    return { outcome, probabilities: outcome.map((won) => level + 0.05 * (skill * won + chance.normal())) }
  })
}

describe('blocks scored before their outcomes were known', () => {
  it('tell a scorer that only knows the level from one that knows whom to call', () => {
    const level = measureBlocks(draw(0))
    expect(level.pooledAuc).toBeGreaterThan(0.7)
    expect(level.withinBlockAuc).toBeCloseTo(0.5, 1)
    expect(measureBlocks(draw(2)).withinBlockAuc).toBeGreaterThan(0.85)
  })

  it('have no measure where there is nothing to measure', () => {
    expect(measureBlocks([])).toEqual({ pooledAuc: null, withinBlockAuc: null, captured20: null, brier: null })
    expect(measureBlocks([{ probabilities: [0.5, 0.4], outcome: [0, 0] }])).toMatchObject({
      withinBlockAuc: null,
      captured20: null,
    })
  })

  it('say by how much one is better, with an interval about it', () => {
    const better = compareWithinBlocks(draw(2), draw(1))
    expect(better?.low).toBeGreaterThan(0)
    expect(better?.value).toBeGreaterThan(better?.low ?? 1)
    expect(better?.value).toBeLessThan(better?.high ?? 0)
    expect(compareWithinBlocks(draw(1), draw(1))).toEqual({ value: 0, low: 0, high: 0 })
    expect(compareWithinBlocks([], [])).toBeNull()
  })
})

describe('the level about a row', () => {
  it('does not know the row’s own outcome', () => {
    const outcome = Array.from({ length: 400 }, (_, i) => (i % 5 === 0 ? 1 : 0))
    const other = outcome.map((won, i) => (i === 200 ? 1 - won : won))
    const [before, after] = [findLevels(outcome, 50), findLevels(other, 50)]
    // Only the rate of all, to which it is shrunk, moves with it.
    expect(Math.abs((before[200] ?? 0) - (after[200] ?? 0))).toBeLessThan(0.005)
    expect(Math.abs((before[210] ?? 0) - (after[210] ?? 0))).toBeGreaterThan(0.03)
  })

  it('follows a change, at the end too', () => {
    const outcome = Array.from({ length: 2000 }, (_, i) => (i < 1000 ? Number(i % 10 === 0) : i % 2))
    const levels = findLevels(outcome, 200)
    expect(levels[500]).toBeCloseTo(Math.log(1 / 9), 0)
    expect(levels[1500]).toBeCloseTo(0, 0)
    expect(findLatestLevel(outcome, 500)).toBeCloseTo(0, 0)
  })

  it('is finite where nothing or everything succeeded, and of nothing', () => {
    for (const won of [0, 1]) expect(findLevels([won, won, won], 1).every(Number.isFinite)).toBe(true)
    expect(findLevels([], 5)).toHaveLength(0)
    expect(Number.isFinite(findLatestLevel([], 5))).toBe(true)
  })
})
