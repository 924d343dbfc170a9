import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeClock, LARGEST_SKEW_MS, readSteady, UNCHECKED } from './steady-clock.ts'

const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 2, 2, 7)
const agreed = judgeClock(UNCHECKED, { machine: START, stopwatch: 0, database: START, uncertainty: 0 })
const jump = fc.constantFrom(-24 * HOUR_MS, -HOUR_MS, -3_000, 3_000, HOUR_MS, 24 * HOUR_MS)

describe('a process whose machine tells another time than its database', () => {
  it('dials up to two seconds of difference, and not beyond', () => {
    for (const skew of [-LARGEST_SKEW_MS, 0, LARGEST_SKEW_MS])
      expect(judgeClock(UNCHECKED, { machine: START + skew, stopwatch: 0, database: START, uncertainty: 0 }).off).toBe(
        false,
      )
    for (const skew of [-LARGEST_SKEW_MS - 1, LARGEST_SKEW_MS + 1])
      expect(judgeClock(UNCHECKED, { machine: START + skew, stopwatch: 0, database: START, uncertainty: 0 }).off).toBe(
        true,
      )
  })

  it('is not called wrong for an answer that took long', () => {
    const slow = { machine: START + 4_500, stopwatch: 9_000, database: START, uncertainty: 4_500 }
    expect(judgeClock(agreed, slow).off).toBe(false)
  })

  it('sees its own clock jump at once and counts on as if it had not', () => {
    fc.assert(
      fc.property(jump, fc.nat(60_000), (by, passed) => {
        expect(readSteady(agreed, START + passed + by, passed)).toEqual({ now: START + passed, off: true })
      }),
    )
  })

  it('keeps its time when it is the database that jumps', () => {
    fc.assert(
      fc.property(jump, (by) => {
        const state = judgeClock(agreed, { machine: START, stopwatch: 0, database: START + by, uncertainty: 0 })
        expect(readSteady(state, START + 1_000, 1_000)).toEqual({ now: START + 1_000, off: true })
      }),
    )
  })

  it('starts by the database’s time where it never agreed with it', () => {
    const state = judgeClock(UNCHECKED, { machine: START + HOUR_MS, stopwatch: 0, database: START, uncertainty: 0 })
    expect(readSteady(state, START + HOUR_MS + 5, 5)).toEqual({ now: START + 5, off: true })
  })

  it('takes the machine’s time again once both agree', () => {
    const off = judgeClock(agreed, { machine: START + HOUR_MS, stopwatch: 10, database: START, uncertainty: 0 })
    const after = judgeClock(off, { machine: START + 1_500, stopwatch: 1_000, database: START + 1_000, uncertainty: 1 })
    expect(readSteady(after, START + 1_600, 1_100)).toEqual({ now: START + 1_600, off: false })
  })
})
