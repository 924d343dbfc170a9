/**
 * Uzbek dates and numbers. Chromium says that it supports `uz` but carries none of its data ("1970 M01 1", "-3 d"),
 * so its conventions stand here. Source: CLDR 46, uz: d-MMM, yyyy; no-break space between thousands; decimal comma.
 */
export const uzbekMonths = ['yan', 'fev', 'mar', 'apr', 'may', 'iyn', 'iyl', 'avg', 'sen', 'okt', 'noy', 'dek'] as const
export const uzbekWeekdays = { Mon: 'Dush', Tue: 'Sesh', Wed: 'Chor', Thu: 'Pay', Fri: 'Jum', Sat: 'Shan', Sun: 'Yak' }
const units = { second: 'soniya', minute: 'daqiqa', hour: 'soat', day: 'kun', month: 'oy', year: 'yil' }
export type TimeUnit = keyof typeof units

export const uzbekNumber = (english: string): string =>
  english.replaceAll(',', '\u00a0').replace('.', ',').replaceAll(/^-/g, '−')

export function uzbekDate(at: Date, zone: string, withYear: boolean): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'numeric', year: 'numeric' })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const day = `${parts.get('day')}-${uzbekMonths[(parts.get('month') ?? 1) - 1]}`
  return withYear ? `${day}, ${parts.get('year')}` : day
}

export function uzbekRelative(amount: number, unit: TimeUnit): string {
  if (amount === 0) return unit === 'day' ? 'bugun' : 'hozir'
  if (unit === 'day' && amount === 1) return 'ertaga'
  if (unit === 'day' && amount === -1) return 'kecha'
  return `${Math.abs(amount)} ${units[unit]}${amount < 0 ? ' oldin' : 'dan keyin'}`
}
