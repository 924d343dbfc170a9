import { describe, expect, it } from 'vitest'
import {
  formatDate,
  formatDuration,
  formatFixed,
  formatMoment,
  formatMoney,
  formatNumber,
  formatRelative,
  formatShare,
  formatTime,
  minorPerUnit,
} from './format.ts'

const nowruz = new Date('2026-03-20T21:05:00Z')
const spaces = (text: string): string =>
  text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u200e\u200f\u2066-\u2069]/g, '')

describe('dates', () => {
  it('show a Persian reader the Jalali day in Persian digits', () => {
    expect(formatDate(nowruz, 'fa', 'Asia/Tehran')).toBe('۱ فروردین ۱۴۰۵')
    expect(formatMoment(nowruz, 'fa', 'Asia/Tehran')).toBe('شنبه ۱ فروردین، ۰۰:۳۵')
  })

  it('show others the Gregorian day', () => {
    expect(formatDate(nowruz, 'en', 'Asia/Tehran')).toBe('21 Mar 2026')
    expect(formatDate(nowruz, 'uz', 'Asia/Tashkent')).toBe('21-mar, 2026')
    expect(formatMoment(nowruz, 'uz', 'Asia/Tashkent')).toBe('Shan, 21-mar, 02:05')
    expect(formatMoment(nowruz, 'en', 'UTC')).toBe('Fri 20 Mar, 21:05')
  })

  it('count midnight as 00, in the zone that is asked for', () => {
    expect(formatTime(new Date('2026-01-01T00:00:00Z'), 'en', 'UTC')).toBe('00:00')
    expect(formatTime(nowruz, 'fa', 'Asia/Tehran')).toBe('۰۰:۳۵')
  })
})

describe('stretches of time', () => {
  it('read like a clock', () => {
    expect(['en', 'fa', 'uz'].map((l) => formatDuration(67_900, l === 'fa' ? 'fa' : l === 'uz' ? 'uz' : 'en'))).toEqual(
      ['1:07', '۱:۰۷', '1:07'],
    )
    expect(formatDuration(3_723_000, 'en')).toBe('1:02:03')
    expect(formatDuration(-5, 'en')).toBe('0:00')
  })

  it('say how far off a moment is', () => {
    const now = new Date('2026-01-10T12:00:00Z')
    const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
    expect(formatRelative(later(12), now, 'en')).toBe('in 12 minutes')
    expect(formatRelative(later(-1440), now, 'en')).toBe('yesterday')
    expect(formatRelative(later(-1440), now, 'uz')).toBe('kecha')
    expect(formatRelative(later(12), now, 'uz')).toBe('12 daqiqadan keyin')
    expect(formatRelative(later(-90 * 1440), now, 'uz')).toBe('3 oy oldin')
    expect(formatRelative(later(12), now, 'fa')).toContain('۱۲ دقیقه')
    expect(formatRelative(later(0.5), now, 'en')).toBe('now')
  })
})

describe('money', () => {
  it('is exact beyond the reach of a double', () => {
    expect(spaces(formatMoney('900719925474099301', { locale: 'en', currency: 'IRR' }))).toContain(
      '900,719,925,474,099,301',
    )
  })

  it('shows cents only when there are any', () => {
    expect(formatMoney('120000', { locale: 'en', currency: 'USD' })).toBe('$1,200')
    expect(formatMoney('120050', { locale: 'en', currency: 'USD' })).toBe('$1,200.50')
    expect(formatMoney('-5', { locale: 'en', currency: 'USD' })).toBe('-$0.05')
    expect(spaces(formatMoney('123456700', { locale: 'uz', currency: 'UZS' }))).toContain('1 234 567')
  })

  it('shows rials as tomans when asked to', () => {
    const toman = { locale: 'fa', currency: 'IRR', toman: true, tomanWords: (a: string) => `${a} تومان` } as const
    expect(formatMoney('12500000', toman)).toBe('۱٬۲۵۰٬۰۰۰ تومان')
    expect(formatMoney('-12500000', toman)).toBe('\u200f\u2068\u200e−۱٬۲۵۰٬۰۰۰\u2069 تومان')
  })

  it('knows that nobody counts in hundredths of a rial', () => {
    expect([minorPerUnit('IRR'), minorPerUnit('USD'), minorPerUnit('JPY')]).toEqual([1, 100, 1])
  })
})

it('writes numbers and shares in the reader’s digits', () => {
  expect(formatNumber(1234567.5, 'fa')).toBe('۱٬۲۳۴٬۵۶۷٫۵')
  expect(spaces(formatNumber(1234567.5, 'uz'))).toBe('1 234 567,5')
  expect(formatShare(0.423, 'en')).toBe('42%')
  expect(formatShare(0.4231, 'en', 1)).toBe('42.3%')
})

it('writes figures with their decimals and direction, and nothing without one', () => {
  expect(formatFixed(0.6, 'en', 2)).toBe('0.60')
  expect(formatFixed(3.186, 'en', 2, true)).toBe('+3.19')
  expect(formatFixed(-0.004, 'en', 2, true)).toBe('0.00')
  expect(formatFixed(1_234.5, 'uz', 1, true)).toMatch(/^\+1\s234,5$/)
  // A mark from left to right keeps the sign before the figure in a Persian line.
  expect(formatFixed(3.186, 'fa', 2, true)).toBe('\u200e+۳٫۱۹')
})
