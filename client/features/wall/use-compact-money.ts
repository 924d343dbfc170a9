import { useLocale, useTranslations } from 'use-intl'
import { compactMoney } from './compact-money.ts'

/** `const compact = useCompactMoney(); compact('1248000', 'USD')` */
export function useCompactMoney(): (minor: string, currency: string) => string {
  const locale = useLocale()
  const t = useTranslations('app')
  return (minor, currency) => compactMoney(minor, { locale, currency, tomanWords: (amount) => t('toman', { amount }) })
}
