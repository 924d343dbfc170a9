import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instantOf, quickInstant } from './when.ts'

const at = (iso: string) => new Date(iso)
const show = (instant: Date | null) => instant?.toISOString() ?? null

it('means the customer’s clock, not the agent’s', () => {
  expect(show(quickInstant('tomorrow', at('2026-11-22T09:00:00Z'), 'Asia/Tehran'))).toBe('2026-11-23T06:30:00.000Z')
  expect(show(quickInstant('tomorrow', at('2026-11-22T22:00:00Z'), 'Asia/Tashkent'))).toBe('2026-11-24T05:00:00.000Z')
})

it('offers later today only while there is a later today', () => {
  expect(show(quickInstant('laterToday', at('2026-11-22T06:07:00Z'), 'Asia/Tashkent'))).toBe('2026-11-22T08:15:00.000Z')
  expect(quickInstant('laterToday', at('2026-11-22T13:30:00Z'), 'Asia/Tashkent')).toBeNull()
  expect(quickInstant('laterToday', at('2026-11-22T18:30:00Z'), 'Asia/Tashkent')).toBeNull()
})

it('leaves out the weekend of the place', () => {
  const thursday = at('2026-11-26T08:00:00Z')
  expect(show(quickInstant('nextWorkingDay', thursday, 'Asia/Tehran'))).toBe('2026-11-28T06:30:00.000Z')
  expect(show(quickInstant('nextWorkingDay', thursday, 'Asia/Tashkent'))).toBe('2026-11-30T05:00:00.000Z')
})

it('reads back what it wrote, in every zone and through summer time', () => {
  const zones = fc.constantFrom('Asia/Tehran', 'Asia/Tashkent', 'Europe/London', 'America/Phoenix', 'Asia/Kathmandu')
  const days = fc.integer({ min: 0, max: 2_000 })
  fc.assert(
    fc.property(zones, days, (zone, day) => {
      const noon = new Date(Date.UTC(2024, 0, 1 + day))
      const wall = { year: noon.getUTCFullYear(), month: noon.getUTCMonth() + 1, day: noon.getUTCDate() }
      const text = instantOf({ ...wall, hour: 10, minute: 30 }, zone).toLocaleString('sv-SE', { timeZone: zone })
      expect(text).toContain('10:30')
    }),
  )
})
