import type { Locale } from '#contract/values'
import type { EnglishMessages } from './messages.ts'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: EnglishMessages
  }
}
