import { expect, it } from 'vitest'
import { takeSlot } from './pace.ts'

const NOW = 1_000_000

it.each([1, 0.5, 3, 10])('lets no more than %d calls leave in any second', (rate) => {
  let pace = { next: 0 }
  const left: number[] = []
  for (let i = 0; i < 40; i++) {
    const slot = takeSlot(pace, rate, NOW)
    pace = slot.pace
    left.push(slot.waitMs)
  }
  expect(left[0]).toBe(0)
  for (const start of left)
    expect(left.filter((at) => at >= start && at < start + 999).length).toBeLessThanOrEqual(Math.max(1, rate))
})

it('saves up nothing', () => {
  const rested = takeSlot({ next: 0 }, 2, NOW)
  expect(rested.waitMs).toBe(0)
  expect(takeSlot(rested.pace, 2, NOW).waitMs).toBe(500)
})
