import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createAllowance } from './allowance.ts'

it('gives a burst, then a steady trickle, then a burst again after a rest', () => {
  const allowance = createAllowance({ burst: 3, perSecond: 2 }, 0)
  const takes = (now: number, times: number) => Array.from({ length: times }, () => allowance.take(now))
  expect(takes(0, 4)).toEqual([true, true, true, false])
  expect(takes(499, 1)).toEqual([false])
  expect(takes(500, 2)).toEqual([true, false])
  expect(takes(60_000, 4)).toEqual([true, true, true, false])
})

it('never gives more than the burst and what has trickled in', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 })
  fc.assert(
    fc.property(steps, (pauses) => {
      const allowance = createAllowance({ burst: 5, perSecond: 3 }, 0)
      let now = 0
      let given = 0
      for (const pause of pauses) {
        now += pause
        if (allowance.take(now)) given++
      }
      expect(given).toBeLessThanOrEqual(5 + (now / 1_000) * 3)
    }),
  )
})
