import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { readKey, useRead } from '../../api/queries.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { readCount } from '../../i18n/digits.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { addToast } from '../../ui/toasts.ts'

const MOST_DAYS = 3_650

/** For how long the house keeps the sound of conversations. */
export function KeepingPart() {
  const t = useTranslations('staff.keeping')
  const app = useTranslations('app')
  const format = useFormat()
  const say = useProblemWords()
  const client = useQueryClient()
  const kept = useRead('recording.keeping', {})
  const [typed, setTyped] = useState<string | null>(null)
  const [isAsking, setAsking] = useState(false)
  const keep = useMutation({
    mutationFn: (wanted: number) => call('recording.keep', { body: { days: wanted } }),
    onSuccess: ({ days: now }) => {
      addToast('won', t('saved', { days: now }))
      setTyped(null)
      void client.invalidateQueries({ queryKey: readKey('recording.keeping') })
    },
    onSettled: () => setAsking(false),
  })
  if (!kept.data) return null
  const days = typed === null ? kept.data.days : readCount(typed)
  const isValid = days !== null && days >= 1 && days <= MOST_DAYS
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isValid || keep.isPending) return
    // What goes is gone: fewer days are asked for twice.
    if (days < kept.data.days) setAsking(true)
    else keep.mutate(days)
  }
  return (
    <section className="staff-keeping" aria-labelledby="staff-keeping">
      <h2 id="staff-keeping">{t('title')}</h2>
      <form onSubmit={submit}>
        <TextField
          label={t('days')}
          hint={t('hint')}
          dir="ltr"
          value={typed ?? format.number(kept.data.days)}
          onChange={setTyped}
          maxLength={6}
          error={!isValid ? t('invalid') : keep.isError ? say(problemOf(keep.error)) : null}
        />
        <Button type="submit" isPending={keep.isPending} isDisabled={!isValid || days === kept.data.days}>
          {t('save')}
        </Button>
      </form>
      {isAsking && days !== null && (
        <Dialog
          title={t('fewer.title')}
          isOpen
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onPress={() => setAsking(false)}>{app('cancel')}</Button>
              <Button kind="danger" onPress={() => keep.mutate(days)} isPending={keep.isPending}>
                {t('fewer.go')}
              </Button>
            </>
          }
        >
          <p>{t('fewer.words', { days })}</p>
        </Dialog>
      )}
    </section>
  )
}
