import { useEffect, useRef } from 'react'
import { useLocale } from 'use-intl'
import type { Me } from '#contract/staff'
import type { Locale } from '#contract/values'
import { call } from '../api/call.ts'
import { useChangeLocale } from '../i18n/LocaleProvider.tsx'
import { localeKey } from '../i18n/locale.ts'

/**
 * A person's language follows them to a device where nobody has chosen one; a choice made on this device is told to
 * the server. A failure to tell is silent: the choice holds here, and is told again at the next sign-in.
 */
export function useSpokenLocale(me: Me | null): void {
  const locale = useLocale()
  const changeLocale = useChangeLocale()
  const told = useRef<{ id: string; locale: Locale } | null>(null)
  useEffect(() => {
    if (!me) return
    if (told.current?.id !== me.id) {
      told.current = { id: me.id, locale: me.locale }
      if (localStorage.getItem(localeKey) === null && me.locale !== locale) return changeLocale(me.locale)
    }
    if (told.current.locale === locale) return
    told.current = { id: me.id, locale }
    call('session.setLocale', { body: { locale } }).catch(() => {})
  }, [me, locale, changeLocale])
}
