import { useMemo } from 'react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
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
} from './format.ts'

const asDate = (at: string | Date): Date => (typeof at === 'string' ? new Date(at) : at)

/** Everything that is counted, dated or paid, in the reader's language, calendar and zone. Instants are ISO strings or dates. */
export function useFormat() {
  const locale = useLocale()
  const home = useTimeZone() ?? 'UTC'
  const t = useTranslations('app')
  return useMemo(
    () => ({
      number: (value: number | bigint) => formatNumber(value, locale),
      fixed: (value: number, digits: number) => formatFixed(value, locale, digits),
      signed: (value: number, digits: number) => formatFixed(value, locale, digits, true),
      share: (share: number, digits = 0) => formatShare(share, locale, digits),
      time: (at: string | Date, zone = home) => formatTime(asDate(at), locale, zone),
      date: (at: string | Date, zone = home) => formatDate(asDate(at), locale, zone),
      moment: (at: string | Date, zone = home) => formatMoment(asDate(at), locale, zone),
      duration: (milliseconds: number) => formatDuration(milliseconds, locale),
      relative: (at: string | Date, now: Date) => formatRelative(asDate(at), now, locale),
      /** `minor` is a decimal string of minor units; rials are shown as tomans to Persian readers. */
      money: (minor: string, currency: string) =>
        formatMoney(minor, {
          locale,
          currency,
          toman: locale === 'fa',
          tomanWords: (amount) => t('toman', { amount }),
        }),
    }),
    [locale, home, t],
  )
}
