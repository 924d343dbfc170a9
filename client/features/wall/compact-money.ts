import type { Locale } from '#contract/values'
import { formatNumber, minorPerUnit } from '../../i18n/format.ts'

/** Browsers disagree on the short units of English ('k', 'K') and have none of Uzbek; those are CLDR 46, uz. */
const units = [
  { size: 1e12, en: 'T', uz: ' trln' },
  { size: 1e9, en: 'B', uz: ' mlrd' },
  { size: 1e6, en: 'M', uz: ' mln' },
  { size: 1e3, en: 'K', uz: ' ming' },
] as const
const RIALS_IN_TOMAN = 10
const WHOLE_BELOW = 10_000

type Options = { locale: Locale; currency: string; tomanWords: (amount: string) => string }

/** Money short enough to be read at ten metres: '$12.5K', '۱۲٫۵ میلیون تومان'. Below ten thousand units it is whole. */
export function compactMoney(minor: string, { locale, currency, tomanWords }: Options): string {
  const isToman = locale === 'fa' && currency === 'IRR'
  // A wall shows three digits: what a double loses beyond 2^53 is not among them.
  const amount = Number(minor) / (isToman ? RIALS_IN_TOMAN : minorPerUnit(currency))
  const isWhole = Math.abs(amount) < WHOLE_BELOW
  const brief: Intl.NumberFormatOptions = isWhole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }
  const money: Intl.NumberFormatOptions = isToman
    ? {}
    : { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
  if (locale === 'fa') {
    const text = formatNumber(amount, locale, { ...brief, ...money, ...(isWhole ? {} : { notation: 'compact' }) })
    return isToman ? tomanWords(text) : text
  }
  const unit = isWhole ? undefined : units.find(({ size }) => Math.abs(amount) >= size)
  return formatNumber(amount / (unit?.size ?? 1), locale, { ...brief, ...money }) + (unit?.[locale] ?? '')
}
