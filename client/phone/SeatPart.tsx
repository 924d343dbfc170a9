import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { SeatView } from '#contract/calls'
import { call } from '../api/call.ts'
import { problemOf } from '../api/problem.ts'
import { useProblemWords } from '../i18n/code-words.ts'
import { Button } from '../ui/Button.tsx'
import { OptionList } from '../ui/OptionList.tsx'
import { TextField } from '../ui/TextField.tsx'
import { addToast } from '../ui/toasts.ts'
import { PhoneCheck } from './PhoneCheck.tsx'

/** By the browser or by a phone of one's own, chosen when no customer is there. */
export function SeatPart({ seat }: { seat: SeatView }) {
  const t = useTranslations('phone.seat')
  const say = useProblemWords()
  const [by, setBy] = useState(seat.by)
  const [number, setNumber] = useState('')
  const save = useMutation({
    mutationFn: () => call('seat.set', { body: by === 'phone' ? { by, phone: number } : { by } }),
    onSuccess: () => addToast('won', t('saved')),
  })
  const isChanged = by !== seat.by || (by === 'phone' && number.trim() !== '')
  return (
    <section className="seat-part" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <OptionList
        label={t('title')}
        options={[
          { id: 'browser', label: t('browser') },
          { id: 'phone', label: t('phone'), note: seat.by === 'phone' && seat.phone ? seat.phone : '' },
        ]}
        value={by}
        onChoose={setBy}
      />
      {by === 'phone' && (
        <TextField
          label={t('number')}
          hint={t('numberHint')}
          type="tel"
          value={number}
          onChange={setNumber}
          maxLength={40}
          error={save.isError ? say(problemOf(save.error)) : null}
        />
      )}
      {isChanged && (
        <Button
          dense
          onPress={() => save.mutate()}
          isPending={save.isPending}
          isDisabled={by === 'phone' && number.trim() === ''}
        >
          {t('save')}
        </Button>
      )}
      {by === 'browser' && <PhoneCheck />}
    </section>
  )
}
