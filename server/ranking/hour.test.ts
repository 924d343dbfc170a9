import { describe, expect, it } from 'vitest'
import { type HourlyScore, rankInSlot, valueInSlot } from './hour.ts'
import { PRIOR_REACH } from './reach.ts'
import { DEFAULT_SETTINGS } from './settings.ts'

const [MORNING, EVENING] = [4, 9]
const REACH = { ...PRIOR_REACH, slots: PRIOR_REACH.slots.map((_, slot) => (slot === EVENING ? 1 : 0)) }
const score = (changes: Partial<HourlyScore> = {}): HourlyScore => ({
  contactLogOdds: -1,
  reachedMinor: 5000,
  fixedMinor: 2,
  triedSlots: [],
  ...changes,
})
const rank = (one: HourlyScore, slot: number, later: number[] = []) =>
  rankInSlot(
    one,
    REACH,
    { slot, later: later.map((next) => ({ slot: next, hours: 2 * (next - slot) })) },
    DEFAULT_SETTINGS,
  )

describe('the value of a call at an hour', () => {
  it('is the worth once reached by the chance of reaching, less what an attempt costs', () => {
    const { pContact, expectedMinor, minutes, perMinuteMinor } = valueInSlot(score(), REACH, MORNING, DEFAULT_SETTINGS)
    expect(pContact).toBeCloseTo(1 / (1 + Math.E), 12)
    expect(expectedMinor).toBeCloseTo(pContact * 5000 - 2 - minutes * 20, 9)
    expect(perMinuteMinor).toBeCloseTo(expectedMinor / minutes, 9)
  })

  it('waits for the better hour: behind whom the hour does not matter for, but not out of the queue', () => {
    const tried = score({ triedSlots: [EVENING, EVENING, EVENING, EVENING, EVENING] })
    expect(rank(score(), MORNING, [EVENING])).toBeLessThan(rank(score(), MORNING))
    expect(rank(score(), MORNING, [EVENING])).toBeLessThan(rank(tried, MORNING, [EVENING]))
    expect(rank(score(), EVENING)).toBeGreaterThan(rank(score(), MORNING))
    expect(Number.isFinite(rank(score(), MORNING, [EVENING]))).toBe(true)
  })

  it('does not go back to the slot in which nobody answered', () => {
    expect(rank(score({ triedSlots: [MORNING] }), MORNING)).toBeLessThan(rank(score(), MORNING))
    expect(rank(score({ triedSlots: [MORNING] }), EVENING)).toBe(rank(score(), EVENING))
  })
})
