import { describe, expect, it } from 'vitest'
import { createChance, shuffle } from './chance.ts'

const draw = (of: () => number, times = 40_000) => {
  const values = Array.from({ length: times }, of)
  const mean = values.reduce((sum, value) => sum + value, 0) / times
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / times }
}

describe('chance from a seed', () => {
  it('is the same for the same seed and stream, and another for another', () => {
    const five = (seed: number, stream = 0) => {
      const chance = createChance(seed, stream)
      return Array.from({ length: 5 }, () => chance.uniform())
    }
    expect(five(1)).toEqual(five(1))
    expect(five(1)).not.toEqual(five(2))
    expect(five(1)).not.toEqual(five(1, 1))
  })

  it('has the moments of its distributions', () => {
    const chance = createChance(7)
    const uniform = draw(() => chance.uniform())
    expect(uniform.mean).toBeCloseTo(0.5, 2)
    expect(uniform.variance).toBeCloseTo(1 / 12, 2)
    const normal = draw(() => chance.normal())
    expect(normal.mean).toBeCloseTo(0, 1)
    expect(normal.variance).toBeCloseTo(1, 1)
    expect(draw(() => chance.below(5)).mean).toBeCloseTo(2, 1)
  })

  it('shuffles into an order that holds each once', () => {
    const order = shuffle(
      Uint32Array.from({ length: 100 }, (_, i) => i),
      createChance(3),
    )
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i))
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b))
  })
})
