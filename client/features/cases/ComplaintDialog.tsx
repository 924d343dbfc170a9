import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { OpenComplaint } from '#contract/people'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/TextArea.tsx'

export type ComplaintEnd = 'solved' | 'closed'
type Props = { complaint: OpenComplaint; status: ComplaintEnd; onClose: () => void; onSettled: () => void }

/** Asks, without insisting, what was done; the answer stays with the complaint. */
export function ComplaintDialog({ complaint, status, onClose, onSettled }: Props) {
  const t = useTranslations('cases')
  const app = useTranslations('app')
  const say = useProblemWords()
  const [note, setNote] = useState('')
  const settle = useMutation({
    mutationFn: () => call('complaint.settle', { params: { id: complaint.id }, body: { status, note } }),
    onSuccess: onSettled,
  })
  return (
    <Dialog
      title={t(`ending.${status}`, { name: complaint.customerName })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app('cancel')}</Button>
          <Button kind="primary" isPending={settle.isPending} onPress={() => !settle.isPending && settle.mutate()}>
            {t(status)}
          </Button>
        </>
      }
    >
      <div className="cases-ending">
        {settle.isError && (
          <p className="cases-problem" role="alert">
            {say(problemOf(settle.error))}
          </p>
        )}
        <blockquote className="cases-words">
          <Bdi>{complaint.text}</Bdi>
        </blockquote>
        <TextArea label={t('note')} hint={t('noteHint')} value={note} onChange={setNote} rows={3} maxLength={500} />
      </div>
    </Dialog>
  )
}
