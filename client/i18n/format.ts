import type { Locale } from '#contract/values'
import { type TimeUnit, uzbekDate, uzbekNumber, uzbekRelative, uzbekWeekdays } from './uzbek.ts'

/** What `Intl` is asked for. Persian counts in its own digits and by the Persian calendar. */
export const tags = { en: 'en-GB', fa: 'fa-IR-u-ca-persian', uz: 'uz-Latn-UZ' } as const satisfies Record<
  Locale,
  string
>
/** Languages that every browser has data for; Uzbek is made from the English form (see uzbek.ts). */
const dataTags = { en: 'en-GB', fa: 'fa-IR-u-ca-persian', uz: 'en-GB' } as const satisfies Record<Locale, string>

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const RIALS_IN_TOMAN = 10

export function formatNumber(value: number | bigint, locale: Locale, options: Intl.NumberFormatOptions = {}): string {
  const text = new Intl.NumberFormat(dataTags[locale], options).format(value)
  return locale === 'uz' ? uzbekNumber(text) : text
}

/** 0.423 → '42 %' with at most `digits` decimals. */
export const formatShare = (share: number, locale: Locale, digits = 0): string =>
  formatNumber(share, locale, { style: 'percent', maximumFractionDigits: digits })

/** '0.60', or with its direction '+0.60' and '−0.60': so many decimals, so that figures stand under one another. */
export function formatFixed(value: number, locale: Locale, digits: number, isSigned = false): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  // Half of the last digit is nothing, and nothing has no direction.
  const rounded = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value
  return formatNumber(rounded, locale, isSigned ? { ...options, signDisplay: 'exceptZero' } : options)
}

/** '14:05' in the given zone. */
export const formatTime = (at: Date, locale: Locale, zone: string): string =>
  new Intl.DateTimeFormat(dataTags[locale], {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)

/** '3 Jan 2026'; in Persian the Jalali day. */
export function formatDate(at: Date, locale: Locale, zone: string): string {
  if (locale === 'uz') return uzbekDate(at, zone, true)
  const month = locale === 'fa' ? 'long' : 'short'
  return new Intl.DateTimeFormat(dataTags[locale], { timeZone: zone, day: 'numeric', month, year: 'numeric' }).format(
    at,
  )
}

/** 'Sat 3 Jan, 14:05' */
export function formatMoment(at: Date, locale: Locale, zone: string): string {
  const time = formatTime(at, locale, zone)
  const part = (tag: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(tag, { timeZone: zone, ...options }).format(at)
  if (locale === 'uz') {
    const weekday = Object.entries(uzbekWeekdays).find(([day]) => day === part('en-GB', { weekday: 'short' }))?.[1]
    return `${weekday}, ${uzbekDate(at, zone, false)}, ${time}`
  }
  const month = locale === 'fa' ? 'long' : 'short'
  const weekday = part(dataTags[locale], { weekday: locale === 'fa' ? 'long' : 'short' })
  const day = part(dataTags[locale], { day: 'numeric', month })
  return locale === 'fa' ? `${weekday} ${day}، ${time}` : `${weekday} ${day}, ${time}`
}

/** A stretch of time as a clock shows it: '0:07', '12:30', '1:02:03'. Negative counts as none. */
export function formatDuration(milliseconds: number, locale: Locale): string {
  const total = Math.max(0, Math.floor(milliseconds / SECOND))
  const digits = (value: number, least: number): string =>
    formatNumber(value, locale, { minimumIntegerDigits: least, useGrouping: false })
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const tail = `${digits(minutes, hours > 0 ? 2 : 1)}:${digits(total % 60, 2)}`
  return hours > 0 ? `${digits(hours, 1)}:${tail}` : tail
}

/** How far off, in the largest whole unit: 'in 12 minutes', 'yesterday', '3 months ago'. */
export function formatRelative(at: Date, now: Date, locale: Locale): string {
  const gap = at.getTime() - now.getTime()
  // “Last year” is said of one month and of twenty-three: months are counted up to two years.
  const steps: readonly (readonly [TimeUnit, number])[] = [
    ['year', 730 * DAY],
    ['month', 30 * DAY],
    ['day', DAY],
    ['hour', HOUR],
    ['minute', MINUTE],
  ]
  const [unit, size] = steps.find(([, length]) => Math.abs(gap) >= length) ?? (['second', SECOND] as const)
  const amount = unit === 'second' ? 0 : Math.trunc(gap / (unit === 'year' ? 365 * DAY : size))
  if (locale === 'uz') return uzbekRelative(amount, unit)
  return new Intl.RelativeTimeFormat(dataTags[locale], { numeric: 'auto' }).format(amount, unit)
}

/** How many minor units make one: 100 for USD, 1 for IRR and JPY. ISO 4217 gives IRR two decimals that nobody uses. */
export function minorPerUnit(currency: string): number {
  if (currency === 'IRR') return 1
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return 10 ** digits
}

/** A Persian minus begins with a mark from left to right, which would turn the words after it round. */
const isolateNegative = (text: string, amount: bigint): string => (amount < 0n ? `\u2068${text}\u2069` : text)

export type MoneyOptions = {
  locale: Locale
  currency: string
  toman?: boolean
  tomanWords?: (amount: string) => string
}

/** A browser takes the mark inside the isolated number for the direction of the whole; this one comes before it. */
const beginRtl = (words: string, amount: bigint): string => (amount < 0n ? `\u200f${words}` : words)

/**
 * Money from minor units, a decimal string. Whole units without decimals ('$1,200'), exact beyond 2^53.
 * With `toman`, rials are shown as tomans (a tenth), in the words that `tomanWords` makes.
 */
export function formatMoney(minor: string, { locale, currency, toman, tomanWords }: MoneyOptions): string {
  const amount = BigInt(minor)
  if (toman && tomanWords && currency === 'IRR')
    return beginRtl(tomanWords(isolateNegative(formatNumber(amount / BigInt(RIALS_IN_TOMAN), locale), amount)), amount)
  const scale = BigInt(minorPerUnit(currency))
  const rest = amount % scale
  // Only the part behind the point goes through a double; a whole amount keeps every digit.
  const value = rest === 0n ? amount / scale : Number(amount) / Number(scale)
  return formatNumber(value, locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: rest === 0n ? 0 : String(scale).length - 1,
    maximumFractionDigits: rest === 0n ? 0 : String(scale).length - 1,
  })
}

/** Countries by their ISO 3166 codes, as the reader calls them: 'Iran and Uzbekistan'; their English names where there are no others. */
export function formatCountries(codes: readonly string[], locale: Locale): string {
  const names = new Intl.DisplayNames(dataTags[locale], { type: 'region' })
  const each = codes.map((code) => names.of(code) ?? code)
  return locale === 'uz' ? each.join(', ') : new Intl.ListFormat(dataTags[locale], { type: 'conjunction' }).format(each)
}
