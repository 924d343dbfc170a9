import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChance } from './learning/chance.ts'
import { fitReach, PRIOR_REACH, predictReach, type ReachExample, reachIn } from './reach.ts'
import { logistic } from './special.ts'
import { SLOTS, slotOf, splitSlot } from './week-slot.ts'

const example = (changes: Partial<ReachExample>): ReachExample => ({
  prior: -1,
  attempts: 0,
  slot: 0,
  triedInSlot: 0,
  reached: false,
  weight: 1,
  ...changes,
})

/** Attempts that are answered by how `lift` changes with the slot, at so many a slot. */
function draw(count: number, lift: (slot: number) => number, slots: readonly number[]): ReachExample[] {
  const chance = createChance(7)
  return Array.from({ length: count }, (_, i) => {
    const slot = slots[i % slots.length] ?? 0
    return example({ slot, reached: chance.uniform() < logistic(-1 + lift(slot)) })
  })
}

const WORKING = Array.from({ length: SLOTS }, (_, slot) => slot).filter((slot) => {
  const { day, band } = splitSlot(slot)
  return day < 5 && band >= 4 && band < 10
})
const isEvening = (slot: number) => splitSlot(slot).band === 9

describe('the slot of the week', () => {
  it('is two hours of a weekday on the clock of the customer', () => {
    const noon = Date.UTC(2026, 6, 1, 12) // a Wednesday
    expect(splitSlot(slotOf(noon, 0))).toEqual({ day: 2, band: 6 })
    expect(splitSlot(slotOf(noon, 12.5 * 3_600_000))).toEqual({ day: 3, band: 0 })
    expect(splitSlot(slotOf(Date.UTC(2026, 6, 1, 0, 30), -3_600_000))).toEqual({ day: 1, band: 11 })
  })

  it('is one of eighty-four, before 1970 too', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 13), max: 10 ** 13 }), (at) => {
        const slot = slotOf(at, 0)
        expect(Number.isInteger(slot) && slot >= 0 && slot < SLOTS).toBe(true)
        expect(slotOf(at + 7 * 86_400_000, 0)).toBe(slot)
      }),
    )
  })
})

describe('the chance of an answer', () => {
  it('is what was believed until there are attempts', () => {
    expect(fitReach([])).toBe(PRIOR_REACH)
    expect(predictReach(PRIOR_REACH, example({}))).toBeCloseTo(logistic(-1), 12)
  })

  it('learns the evening from attempts, and of an evening that was never tried', () => {
    const seen = WORKING.filter((slot) => !(isEvening(slot) && splitSlot(slot).day === 4))
    const model = fitReach(draw(6000, (slot) => (isEvening(slot) ? 1 : 0), seen))
    const at = (day: number, band: number) => reachIn(model, -1 + model.base, 12 * day + band, 0)
    expect(at(1, 9)).toBeGreaterThan(at(1, 5) + 0.12)
    expect(at(4, 9)).toBeGreaterThan(at(4, 5) + 0.08)
  })

  it('does not believe a few answers', () => {
    const model = fitReach([1, 2, 3].map(() => example({ slot: 40, reached: true })))
    expect(Math.abs(reachIn(model, -1 + model.base, 40, 0) - logistic(-1))).toBeLessThan(0.25)
    expect(reachIn(model, -1 + model.base, 40, 0)).toBeGreaterThan(logistic(-1))
  })

  it('falls with every attempt in the same slot', () => {
    const tried = [0, 1, 2, 3].map((triedInSlot) => reachIn(PRIOR_REACH, -1, 10, triedInSlot))
    expect([...tried].sort((a, b) => b - a)).toEqual(tried)
    expect(new Set(tried).size).toBe(4)
  })

  it('stays a probability whatever the attempts were', () => {
    const examples = fc.array(
      fc.record({
        prior: fc.double({ min: -8, max: 8, noNaN: true }),
        attempts: fc.nat(30),
        slot: fc.nat(SLOTS - 1),
        triedInSlot: fc.nat(9),
        reached: fc.boolean(),
        weight: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(examples, (list) => {
        const model = fitReach(list)
        expect(JSON.parse(JSON.stringify(model))).toEqual(model)
        for (const one of list) {
          const p = predictReach(model, one)
          expect(p >= 0 && p <= 1).toBe(true)
        }
      }),
      { numRuns: 40 },
    )
  })
})
