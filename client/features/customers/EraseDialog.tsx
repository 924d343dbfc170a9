import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { CustomerPage } from '#contract/customers'
import { ErasureReason } from '#contract/erasure'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import './EraseDialog.css'

type Props = { customer: Pick<CustomerPage, 'id' | 'name'>; onClose: () => void; onErased: () => void }

/** Cannot be undone, so it asks for a reason and for the name typed; the server compares it. */
export function EraseDialog({ customer, onClose, onErased }: Props) {
  const t = useTranslations('erasure')
  const app = useTranslations('app')
  const say = useProblemWords()
  const [reason, setReason] = useState<ErasureReason | null>(null)
  const [confirm, setConfirm] = useState('')
  const isReady = reason !== null && confirm.trim() !== ''
  const erase = useMutation({
    mutationFn: (why: ErasureReason) =>
      call('customer.erase', { params: { id: customer.id }, body: { confirm, reason: why } }),
    onSuccess: onErased,
  })
  return (
    <Dialog
      title={t('title')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app('cancel')}</Button>
          <Button
            kind="danger"
            isDisabled={!isReady}
            isPending={erase.isPending}
            onPress={() => reason && !erase.isPending && erase.mutate(reason)}
          >
            {t('erase')}
          </Button>
        </>
      }
    >
      <div className="erase">
        {erase.isError && (
          <p className="erase-problem" role="alert">
            {say(problemOf(erase.error))}
          </p>
        )}
        <p className="erase-name">
          <Bdi>{customer.name}</Bdi>
        </p>
        <ul className="erase-what">
          <li>{t('goes')}</li>
          <li>{t('stays')}</li>
          <li>{t('forEver')}</li>
        </ul>
        <Select
          label={t('reason')}
          options={ErasureReason.options.map((id) => ({ id, label: t(`reasons.${id}`) }))}
          value={reason}
          onChange={setReason}
        />
        <TextField label={t('confirm')} value={confirm} onChange={setConfirm} maxLength={200} autoComplete="off" />
      </div>
    </Dialog>
  )
}
