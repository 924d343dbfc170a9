import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDate } from './import-dates.ts'

const read = (text: string, order: 'dmy' | 'mdy' | null = null) => {
  const parsed = parseDate(text, 'Asia/Tehran', order)
  return parsed.ok ? parsed.value.date : parsed.code
}

describe('a date in a file', () => {
  test.each([
    ['2024-04-03', '2024-04-03'],
    ['2024/4/3', '2024-04-03'],
    ['20240403', '2024-04-03'],
    ['3.4.2024', '2024-04-03'],
    ['1403-01-15', '2024-04-03'],
    ['۱۴۰۳/۰۱/۱۵', '2024-04-03'],
    ['١٤٠٣/٠١/١٥', '2024-04-03'],
    ['14030115', '2024-04-03'],
    ['15/01/1403', '2024-04-03'],
    ['1403/12/30', '2025-03-20'],
    ['25/12/2024', '2024-12-25'],
    ['12/25/2024', '2024-12-25'],
    ['05/05/2024', '2024-05-05'],
    ['2024-02-29', '2024-02-29'],
    ['1403-01-15 10:20', '2024-04-03'],
    ['2024-04-03T22:30:00Z', '2024-04-04'],
  ])('is read from %s', (text, expected) => expect(read(text)).toBe(expected))

  test.each([
    ['', 'date.empty'],
    ['yesterday', 'date.invalid'],
    ['03/04/2024', 'date.ambiguous'],
    ['2023-02-29', 'date.impossible'],
    ['2024-13-01', 'date.impossible'],
    ['1404/12/30', 'date.impossible'],
    ['1403-07-31', 'date.impossible'],
    ['0024-01-01', 'date.year'],
    ['45385', 'date.serial'],
    ['45385.5', 'date.serial'],
    ['2024-04-03 25:00', 'date.time'],
    ['2024-04-03T10:00+99:00', 'date.time'],
    ['03/04/24', 'date.invalid'],
  ])('is refused: %s is %s', (text, code) => expect(read(text)).toBe(code))

  test('follows the order that the importer names', () => {
    expect(read('03/04/2024', 'dmy')).toBe('2024-04-03')
    expect(read('04/03/2024', 'mdy')).toBe('2024-04-03')
    expect(read('25/12/2024', 'mdy')).toBe('date.impossible')
  })

  test("is an instant of the centre's zone, at noon when no time is told", () => {
    expect(parseDate('1403-01-15', 'Asia/Tehran', null)).toEqual({
      ok: true,
      value: { date: '2024-04-03', at: new Date('2024-04-03T08:30:00Z'), hasTime: false },
    })
    expect(parseDate('2024-04-03 10:20:30', 'Asia/Tashkent', null)).toMatchObject({
      value: { at: new Date('2024-04-03T05:20:30Z'), hasTime: true },
    })
    expect(parseDate('2024-04-03T10:20+0500', 'Asia/Tehran', null)).toMatchObject({
      value: { at: new Date('2024-04-03T05:20:00Z') },
    })
  })

  test('agrees with Intl on every Solar Hijri day', () => {
    const persian = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
    const day = fc.integer({ min: Date.UTC(1950, 0, 1) / 86_400_000, max: Date.UTC(2050, 0, 1) / 86_400_000 })
    fc.assert(
      fc.property(day, (epochDay) => {
        const at = new Date(epochDay * 86_400_000)
        const part = Object.fromEntries(persian.formatToParts(at).map(({ type, value }) => [type, value]))
        return read(`${part.year}/${part.month}/${part.day}`) === at.toISOString().slice(0, 10)
      }),
    )
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-/.: TZ+۱') }), (text) =>
        Boolean(parseDate(text, 'UTC', null)),
      ),
    )
  })
})
