import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { AuditFilter } from '#contract/audit'
import { download } from '../../api/download.ts'
import { problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/TextArea.tsx'

const REASON_LETTERS_MIN = 5

type Props = { filter: AuditFilter; onClose: () => void; onTaken: () => void }

/** Nothing leaves the house without somebody saying why; the export is a line of the trail itself. */
export function ExportDialog({ filter, onClose, onTaken }: Props) {
  const t = useTranslations('audit.export')
  const app = useTranslations('app')
  const say = useProblemWords()
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const isMissing = reason.trim().length < REASON_LETTERS_MIN
  const take = useMutation({
    mutationFn: () => download('audit.export', { body: { ...filter, reason: reason.trim() } }, 'audit.csv'),
    onSuccess: onTaken,
  })
  const press = (): void => {
    setAsked(true)
    if (!isMissing && !take.isPending) take.mutate()
  }
  return (
    <Dialog
      title={t('title')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app('cancel')}</Button>
          <Button kind="primary" isPending={take.isPending} onPress={press}>
            {t('take')}
          </Button>
        </>
      }
    >
      <div className="audit-export">
        {take.isError && (
          <p className="audit-problem" role="alert">
            {say(problemOf(take.error))}
          </p>
        )}
        <p>{t('lead')}</p>
        <TextArea
          label={t('reason')}
          hint={t('reasonHint')}
          value={reason}
          onChange={setReason}
          rows={3}
          maxLength={200}
          error={isAsked && isMissing ? t('reasonMissing') : null}
        />
      </div>
    </Dialog>
  )
}
