import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Locale } from '#contract/values'
import { isolate } from '../../i18n/isolate.ts'
import { loadMessages, locales } from '../../i18n/locale.ts'
import type { EnglishMessages } from '../../i18n/messages.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Select } from '../../ui/Select.tsx'
import { TextArea } from '../../ui/TextArea.tsx'
import { type CampaignForm, keyOfLine, SPOKEN_STEPS } from './campaign-form.ts'

type Props = { form: CampaignForm; onChange: (form: CampaignForm) => void }

/** What is said at each step in a language, in words of the campaign's own; below each, what is said without any. */
export function ScriptPart({ form, onChange }: Props) {
  const t = useTranslations('campaigns')
  const app = useTranslations('app')
  const script = useTranslations('script')
  const format = useFormat()
  const own = useLocale()
  const [chosen, setChosen] = useState<Locale | null>(null)
  const spoken = form.languages.length === 0 ? locales : form.languages
  const language = spoken.find((one) => one === chosen) ?? spoken.find((one) => one === own) ?? spoken[0] ?? own
  const words = useQuery({
    queryKey: ['messages', language],
    queryFn: () => loadMessages(language),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const shipped = (words.data as EnglishMessages | undefined)?.script
  return (
    <>
      <p className="campaign-hint">
        {t('scriptHint', { name: isolate('{name}'), agent: isolate('{agent}'), house: isolate('{house}') })}
      </p>
      <Select
        label={t('scriptLanguage')}
        options={spoken.map((id) => ({ id, label: app(`language.${id}`) }))}
        value={language}
        onChange={setChosen}
      />
      {SPOKEN_STEPS.map((step) => {
        const key = keyOfLine(language, step)
        return (
          <TextArea
            key={key}
            label={`${format.number(step)} · ${script(`step.${step}.title`)}`}
            hint={isolate(shipped?.step[step].say ?? '')}
            lang={language}
            value={form.script[key] ?? ''}
            onChange={(say) => onChange({ ...form, script: { ...form.script, [key]: say } })}
            rows={1}
            maxLength={600}
          />
        )
      })}
    </>
  )
}
