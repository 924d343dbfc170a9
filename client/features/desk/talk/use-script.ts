import { useQuery } from '@tanstack/react-query'
import { createTranslator, useLocale } from 'use-intl'
import type { ScriptLine } from '#contract/script'
import type { Locale } from '#contract/values'
import { directionOf, loadMessages } from '../../../i18n/locale.ts'
import type { EnglishMessages } from '../../../i18n/messages.ts'
import type { StepNumber } from '../place.ts'
import { fillLine, type Names } from './fill-line.ts'

type Spoken = { language: Locale | null; step: StepNumber; script: readonly ScriptLine[] }
export type Line = { text: string; lang: Locale; dir: 'rtl' | 'ltr' }

/** What to say in the customer's own language, with their name in it, in the campaign's words where it has any; null while that language is fetched. */
export function useScript({ language, step, script: ours }: Spoken, names: Names): Line | null {
  const own = useLocale()
  const lang = language ?? own
  const words = useQuery({
    queryKey: ['messages', lang],
    queryFn: () => loadMessages(lang),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!words.data) return null
  const line = ours.find((one) => one.step === step && one.language === lang)
  if (line) return { text: fillLine(line.say, names), lang, dir: directionOf(lang) }
  const { script } = words.data as EnglishMessages
  const say = createTranslator({ locale: lang, messages: { script } })
  return { text: say(`script.step.${step}.say`, names), lang, dir: directionOf(lang) }
}
