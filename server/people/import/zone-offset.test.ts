import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { instantOfWall, offsetAt } from './zone-offset.ts'

const ZONES = ['Asia/Tehran', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tashkent', 'Pacific/Apia']
const moment = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2030, 0, 1) })

test('the clock of a zone agrees with Temporal in both directions', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), moment, (zone, at) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
      const wall = zoned.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds
      expect(offsetAt(zone, at)).toBe(wall - at)
      expect(instantOfWall(zone, wall)).toBe(zoned.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds)
    }),
    { numRuns: 2_000 },
  )
})

test('of a repeated hour the first is meant, of a skipped one the later', () => {
  expect(instantOfWall('America/New_York', Date.UTC(2026, 10, 1, 1, 30))).toBe(Date.UTC(2026, 10, 1, 5, 30))
  expect(instantOfWall('America/New_York', Date.UTC(2026, 2, 8, 2, 30))).toBe(Date.UTC(2026, 2, 8, 7, 30))
})
