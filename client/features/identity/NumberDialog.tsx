import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { CustomerId } from '#contract/ids'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { addToast } from '../../ui/toasts.ts'

type Props = { customer: { id: CustomerId; name: string }; onClose: () => void }

/** A number that works, typed in any digits. */
export function NumberDialog({ customer, onClose }: Props) {
  const t = useTranslations('identity')
  const app = useTranslations('app')
  const say = useProblemWords()
  const [number, setNumber] = useState('')
  const add = useMutation({
    mutationFn: () => call('number.add', { params: { id: customer.id }, body: { number } }),
    onSuccess: () => {
      addToast('won', t('done'))
      onClose()
    },
  })
  return (
    <Dialog
      title={t('addNumberFor', { name: customer.name })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app('cancel')}</Button>
          <Button kind="primary" type="submit" form="identity-number" isPending={add.isPending}>
            {t('addNumber')}
          </Button>
        </>
      }
    >
      <form
        id="identity-number"
        onSubmit={(event) => {
          event.preventDefault()
          if (!add.isPending) add.mutate()
        }}
      >
        <TextField
          label={t('newNumber')}
          hint={t('newNumberHint')}
          type="tel"
          value={number}
          onChange={setNumber}
          maxLength={60}
          error={add.isError ? say(problemOf(add.error)) : null}
        />
      </form>
    </Dialog>
  )
}
