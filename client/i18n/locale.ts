import type { Locale } from '#contract/values'
import { messages as english } from './messages/en.ts'
import type { Messages } from './messages.ts'

export const locales = ['en', 'fa', 'uz'] as const satisfies readonly Locale[]
export const localeKey = 'bazgasht.locale'

/** The language to begin with: the one chosen before, else the first of the browser's that we speak, else English. */
export function chooseLocale(stored: string | null, wanted: readonly string[]): Locale {
  const known = [stored, ...wanted.map((tag) => tag.split('-')[0] ?? '')].find((tag) => locales.some((l) => l === tag))
  return locales.find((locale) => locale === known) ?? 'en'
}

export const directionOf = (locale: Locale): 'rtl' | 'ltr' => (locale === 'fa' ? 'rtl' : 'ltr')

/** Each language but English is a file of its own, fetched when it is chosen. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  if (locale === 'fa') return (await import('./messages/fa.ts')).messages
  if (locale === 'uz') return (await import('./messages/uz.ts')).messages
  return english
}
