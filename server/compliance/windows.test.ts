import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import type { DayWindow } from './presets.ts'
import { isZone, openingAt } from './windows.ts'

const everyDay = (from: string, to: string): { windows: DayWindow[]; holidays: null } => ({
  windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from, to }],
  holidays: null,
})
const at = (text: string) => new Date(text)
const opening = (zone: string, from: string, to: string, now: string) =>
  openingAt([zone], [everyDay(from, to)], at(now))

describe('windows on the wall clock', () => {
  test('open at the first second and shut at the last of a half-hour zone', () => {
    expect(opening('Asia/Kolkata', '09:00', '21:00', '2026-06-01T03:29:59.999Z').openNow).toBe(false)
    expect(opening('Asia/Kolkata', '09:00', '21:00', '2026-06-01T03:30:00Z')).toEqual({
      openNow: true,
      closesAt: at('2026-06-01T15:30:00Z'),
      nextOpenAt: at('2026-06-01T03:30:00Z'),
    })
    expect(opening('Asia/Kolkata', '09:00', '21:00', '2026-06-01T15:30:00Z')).toEqual({
      openNow: false,
      closesAt: null,
      nextOpenAt: at('2026-06-02T03:30:00Z'),
    })
  })

  test('keep Tehran at +03:30 in summer, as since 2022', () => {
    expect(opening('Asia/Tehran', '09:00', '20:00', '2026-07-01T05:29:00Z').openNow).toBe(false)
    expect(opening('Asia/Tehran', '09:00', '20:00', '2026-07-01T05:30:00Z').openNow).toBe(true)
    expect(opening('Asia/Tehran', '09:00', '20:00', '2022-07-01T04:30:00Z').openNow).toBe(true)
  })

  test('follow both changes of the clock in New York', () => {
    expect(opening('America/New_York', '08:00', '21:00', '2026-03-07T13:00:00Z').openNow).toBe(true)
    expect(opening('America/New_York', '08:00', '21:00', '2026-03-08T11:59:59Z').openNow).toBe(false)
    expect(opening('America/New_York', '08:00', '21:00', '2026-03-08T12:00:00Z').openNow).toBe(true)
    expect(opening('America/New_York', '08:00', '21:00', '2026-11-01T12:30:00Z').openNow).toBe(false)
    expect(opening('America/New_York', '08:00', '21:00', '2026-11-01T13:00:00Z').openNow).toBe(true)
  })

  test('open once more when the hour of the window repeats, and not at all when it is skipped', () => {
    const repeated = opening('America/New_York', '01:30', '02:00', '2026-11-01T05:30:00Z')
    expect(repeated.closesAt).toEqual(at('2026-11-01T06:00:00Z'))
    expect(opening('America/New_York', '01:30', '02:00', '2026-11-01T06:00:00Z').nextOpenAt).toEqual(
      at('2026-11-01T06:30:00Z'),
    )
    expect(opening('America/New_York', '02:00', '03:00', '2026-03-08T06:00:00Z').nextOpenAt).toEqual(
      at('2026-03-09T06:00:00Z'),
    )
  })

  test("follow Lord Howe's half hour", () => {
    expect(opening('Australia/Lord_Howe', '08:00', '21:00', '2026-04-03T21:00:00Z').openNow).toBe(true)
    expect(opening('Australia/Lord_Howe', '08:00', '21:00', '2026-04-05T21:29:59Z').openNow).toBe(false)
    expect(opening('Australia/Lord_Howe', '08:00', '21:00', '2026-04-05T21:30:00Z').openNow).toBe(true)
  })

  test('run past midnight without closing there', () => {
    expect(opening('Asia/Tashkent', '22:00', '02:00', '2026-06-01T18:30:00Z')).toMatchObject({
      openNow: true,
      closesAt: at('2026-06-01T21:00:00Z'),
    })
    expect(opening('Asia/Tashkent', '00:00', '24:00', '2026-06-01T18:59:00Z')).toMatchObject({
      openNow: true,
      closesAt: null,
    })
  })

  test('are the intersection of all zones and all hours', () => {
    const both = openingAt(
      ['America/New_York', 'America/Los_Angeles'],
      [everyDay('08:00', '21:00'), everyDay('09:00', '20:00')],
      at('2026-01-15T17:00:00Z'),
    )
    expect(both).toMatchObject({ openNow: true, closesAt: at('2026-01-16T01:00:00Z') })
  })

  test('never open when the intersection is empty', () => {
    const none = openingAt(
      ['Europe/London', 'Pacific/Auckland'],
      [everyDay('09:00', '18:00')],
      at('2026-06-01T00:00:00Z'),
    )
    expect(none).toEqual({ openNow: false, closesAt: null, nextOpenAt: null })
  })

  test('stay shut on the holidays of France', () => {
    const hours = { windows: everyDay('10:00', '13:00').windows, holidays: 'FR' as const }
    expect(openingAt(['Europe/Paris'], [hours], at('2026-05-14T09:00:00Z')).nextOpenAt).toEqual(
      at('2026-05-15T08:00:00Z'),
    )
    expect(openingAt(['Europe/Paris'], [hours], at('2026-04-06T09:00:00Z')).openNow).toBe(false)
  })

  test('agree with Temporal at every quarter of an hour of a year', () => {
    const hours = everyDay('08:15', '20:45')
    for (const zone of [
      'Australia/Lord_Howe',
      'America/New_York',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'Asia/Tehran',
    ]) {
      const start = Date.UTC(2026, 0, 1)
      for (let quarter = 0; quarter < 365 * 96; quarter += 3) {
        const now = new Date(start + quarter * 900_000)
        const wall = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
        const minute = wall.hour * 60 + wall.minute
        const expected = minute >= 8 * 60 + 15 && minute < 20 * 60 + 45
        if (openingAt([zone], [hours], now).openNow !== expected) expect.fail(`${zone} at ${now.toISOString()}`)
      }
    }
  })

  test('know a zone from a word', () => {
    expect(isZone('Asia/Tashkent')).toBe(true)
    expect(isZone('Asia/Atlantis')).toBe(false)
  })
})
