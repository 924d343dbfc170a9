import { describe, expect, it } from 'vitest'
import { deferBest, type HourlyScore, timeCall, valueInSlot } from './hour.ts'
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
const time = (one: HourlyScore, slot: number, later: number[] = []) =>
  timeCall(
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

  it('is better in the evening where more answer, and not where nobody answered before', () => {
    const { now, later } = time(score(), MORNING, [EVENING])
    expect(later).toBeGreaterThan(now)
    expect(later).toBeLessThan(time(score(), EVENING).now)
    const tried = score({ triedSlots: [EVENING, EVENING, EVENING] })
    expect(time(tried, MORNING, [EVENING]).later).toBeLessThan(later)
    expect(time(score({ triedSlots: [MORNING] }), MORNING).now).toBeLessThan(now)
    expect(time(score(), EVENING, [MORNING])).toEqual({
      now: time(score(), EVENING).now,
      later: time(score(), EVENING).now,
    })
  })

  it('keeps for the better hour whom it gains most, no more than there is room for, and nobody out of the queue', () => {
    const timings = [10, 40, 30, 20].map((now) => ({ now, later: now * 1.5 }))
    expect(deferBest(timings, 0)).toEqual([10, 40, 30, 20])
    expect(deferBest(timings, 2)).toEqual([10, 20, 15, 20])
    expect(deferBest(timings, 9)).toEqual([5, 20, 15, 10])
    expect(deferBest([{ now: 5, later: 5 }], 9)).toEqual([5])
  })
})
