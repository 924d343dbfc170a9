import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Problem } from '#contract/problem'
import { SkipReason } from '#contract/queue'
import { call } from '../../../api/call.ts'
import { problemOf } from '../../../api/problem.ts'
import { useProblemWords } from '../../../i18n/code-words.ts'
import type { LeaseRequest } from '../../../live/line.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { OptionList } from '../../../ui/OptionList.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { addToast } from '../../../ui/toasts.ts'
import { markClosed, unmarkClosed } from '../closed-cards.ts'

/** A skip says why; the customer does not come back today, and many skips are seen by a supervisor. */
export function SkipDialog({ held, onClose }: { held: LeaseRequest; onClose: () => void }) {
  const t = useTranslations('desk.skip')
  const say = useProblemWords()
  const [reason, setReason] = useState<SkipReason | null>(null)
  const [note, setNote] = useState('')
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const skip = async (): Promise<void> => {
    if (!reason) return
    setPending(true)
    setProblem(null)
    markClosed(held.workItemId)
    try {
      const { paused } = await call('queue.skip', { body: { ...held, reason, note } })
      if (paused) addToast('due', t('paused'))
      onClose()
    } catch (error) {
      unmarkClosed(held.workItemId)
      setProblem(problemOf(error))
    } finally {
      setPending(false)
    }
  }
  return (
    <Dialog
      title={t('title')}
      isOpen
      onClose={onClose}
      actions={
        <Button
          kind="primary"
          chord="Mod+Enter"
          onPress={() => void skip()}
          isPending={isPending}
          isDisabled={reason === null}
        >
          {t('submit')}
        </Button>
      }
    >
      <OptionList
        label={t('title')}
        digits
        options={SkipReason.options.map((id) => ({ id, label: t(id) }))}
        value={reason}
        onChoose={setReason}
      />
      <TextField
        label={t('note')}
        value={note}
        onChange={setNote}
        maxLength={500}
        error={problem ? say(problem) : null}
      />
    </Dialog>
  )
}
