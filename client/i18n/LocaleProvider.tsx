import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { IntlProvider } from 'use-intl'
import type { Locale } from '#contract/values'
import { tags } from './format.ts'
import { directionOf, loadMessages, localeKey } from './locale.ts'
import type { EnglishMessages, Messages } from './messages.ts'

const ChangeLocale = createContext<(locale: Locale) => void>(() => {})

type Props = { locale: Locale; messages: Messages; zone: string; children: ReactNode }

/** The language of everything below. The words of the first one are loaded before the first paint, so nothing flickers. */
export function LocaleProvider({ locale: first, messages: firstMessages, zone, children }: Props) {
  const [spoken, setSpoken] = useState({ locale: first, messages: firstMessages })
  const change = useMemo(
    () => (locale: Locale) => {
      localStorage.setItem(localeKey, locale)
      void loadMessages(locale).then((messages) => setSpoken({ locale, messages }))
    },
    [],
  )
  useEffect(() => {
    document.documentElement.lang = spoken.locale
    document.documentElement.dir = directionOf(spoken.locale)
  }, [spoken.locale])
  // The compiler checks parameters against the English sentences; messages.test.ts proves that all languages take the same.
  const messages = spoken.messages as EnglishMessages
  return (
    <IntlProvider locale={spoken.locale} messages={messages} timeZone={zone}>
      <I18nProvider locale={tags[spoken.locale]}>
        <ChangeLocale value={change}>{children}</ChangeLocale>
      </I18nProvider>
    </IntlProvider>
  )
}

/** Changes the language at once and remembers it on this device. */
export const useChangeLocale = () => use(ChangeLocale)
