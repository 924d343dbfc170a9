import { expect, it } from 'vitest'
import { startOfDay, startOfNextDay } from './daypart.ts'

const iso = (at: Date) => at.toISOString()

it('knows the first instant of her day, though the day has 23 or 25 hours', () => {
  // London sets its clocks back on 25 October 2026 and forward on 28 March 2027.
  expect(iso(startOfDay(new Date('2026-10-25T23:30:00Z'), 'Europe/London'))).toBe('2026-10-24T23:00:00.000Z')
  expect(iso(startOfDay(new Date('2027-03-28T22:30:00Z'), 'Europe/London'))).toBe('2027-03-28T00:00:00.000Z')
  expect(iso(startOfDay(new Date('2027-03-28T23:30:00Z'), 'Europe/London'))).toBe('2027-03-28T23:00:00.000Z')
  expect(iso(startOfNextDay(new Date('2026-10-25T00:30:00Z'), 'Europe/London'))).toBe('2026-10-26T00:00:00.000Z')
})
