import { describe, expect, it } from 'vitest'
import { rankOf } from './rank.ts'
import { pausesAgent } from './skip-limit.ts'

const NOW = new Date('2026-11-22T09:00:00Z')
const ago = (days: number) => new Date(+NOW - days * 86_400_000)

describe('the order of the queue', () => {
  it('adds a tenth of the median index after thirty days of waiting', () => {
    expect(rankOf(500, NOW, NOW, 200)).toBe(500)
    expect(rankOf(500, ago(30), NOW, 200)).toBeCloseTo(520, 9)
    expect(rankOf(500, ago(15), NOW, 200)).toBeGreaterThan(510)
  })

  it('puts one whose permission to call ends soon before one who is worth a little more', () => {
    expect(rankOf(500, NOW, NOW, 200, ago(-90))).toBe(500)
    expect(rankOf(500, NOW, NOW, 200, ago(-7))).toBe(625)
    expect(rankOf(500, NOW, NOW, 200, ago(-1))).toBeGreaterThan(rankOf(700, NOW, NOW, 200))
    expect(rankOf(500, NOW, NOW, 200, ago(-1))).toBeLessThan(rankOf(760, NOW, NOW, 200))
    expect(rankOf(-50, NOW, NOW, 200, ago(-1))).toBe(-50)
  })
})

describe('skips', () => {
  const MINUTE = 60_000
  it('pause at the third within ten minutes', () => {
    const earlier = [new Date(+NOW - 9 * MINUTE), new Date(+NOW - MINUTE)]
    expect(pausesAgent(earlier, NOW, 10 * MINUTE)).toBe(true)
    expect(pausesAgent(earlier.slice(1), NOW, 10 * MINUTE)).toBe(false)
    expect(pausesAgent([new Date(+NOW - 10 * MINUTE), new Date(+NOW - MINUTE)], NOW, 10 * MINUTE)).toBe(false)
  })
})
