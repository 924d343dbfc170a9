import { describe, expect, it } from 'vitest'
import { readClock } from '../../server/platform/clock.ts'
import { startShift } from './shift-clock.ts'

const TEHRAN = 210

describe('the demonstration’s shift', () => {
  it('starts now during the working day', () => {
    const noon = Date.parse('2026-11-22T08:30:00Z')
    expect(startShift(noon, TEHRAN, 1)).toEqual({ origin: noon, epoch: noon, speed: 1 })
  })

  it('starts at ten of the same day when it is night there', () => {
    const night = Date.parse('2026-11-22T20:45:00Z') // 00:15 of the 23rd in Tehran
    expect(readClock(startShift(night, TEHRAN, 60), night).toISOString()).toBe('2026-11-23T06:30:00.000Z')
  })

  it('passes as fast as asked', () => {
    const night = Date.parse('2026-11-22T01:00:00Z')
    expect(readClock(startShift(night, TEHRAN, 60), night + 1_000).toISOString()).toBe('2026-11-22T06:31:00.000Z')
  })
})
