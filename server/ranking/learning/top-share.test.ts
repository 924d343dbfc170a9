import { describe, expect, it } from 'vitest'
import { midranks } from './midranks.ts'
import { captureTop } from './top-share.ts'

describe('what falls to the top of an order', () => {
  it('is the share of the gains of the best scored', () => {
    expect(captureTop([9, 8, 1, 2], [1, 3, 4, 2], 0.5)).toBeCloseTo(0.4, 12)
    expect(captureTop([9, 8, 1, 2], [1, 3, 4, 2], 1)).toBeCloseTo(1, 12)
  })

  it('counts those tied at the edge in part, whatever their order', () => {
    expect(captureTop([1, 1, 1, 1], [4, 0, 0, 0], 0.25)).toBeCloseTo(0.25, 12)
    expect(captureTop([2, 1, 1, 0], [0, 4, 0, 0], 0.5)).toBeCloseTo(0.5, 12)
  })

  it('is nothing where nothing is gained', () => {
    expect(captureTop([1, 2], [0, 0], 0.5)).toBe(0)
  })
})

describe('ranks', () => {
  it('are shared by equals', () => {
    expect(midranks([5, 1, 5, 9])).toEqual([2.5, 1, 2.5, 4])
  })
})
