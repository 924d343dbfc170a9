import { describe, expect, it } from 'vitest'
import { startOfDay } from './day.ts'

describe('the day of a report', () => {
  it('begins at midnight in the centre’s zone', () => {
    expect(startOfDay(new Date('2026-11-22T21:00:00Z'), 'Asia/Tehran').toISOString()).toBe('2026-11-22T20:30:00.000Z')
    expect(startOfDay(new Date('2026-11-22T20:00:00Z'), 'Asia/Tehran').toISOString()).toBe('2026-11-21T20:30:00.000Z')
  })

  it('is an hour longer or shorter when the clocks change', () => {
    expect(startOfDay(new Date('2026-03-29T12:00:00Z'), 'Europe/Berlin').toISOString()).toBe('2026-03-28T23:00:00.000Z')
    expect(startOfDay(new Date('2026-03-30T12:00:00Z'), 'Europe/Berlin').toISOString()).toBe('2026-03-29T22:00:00.000Z')
  })
})
