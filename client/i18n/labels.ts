import { useLocale } from 'use-intl'
import type { Labels, Locale } from '#contract/values'

/** A taxonomy label in the reader's language; English where a translation is still empty. */
export const pickLabel = (labels: Labels, locale: Locale): string => labels[locale] || labels.en

/** `const label = useLabel(); label(reason.labels)` */
export function useLabel(): (labels: Labels) => string {
  const locale = useLocale()
  return (labels) => pickLabel(labels, locale)
}
