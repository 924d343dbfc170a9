import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { CallId } from '#contract/ids'
import { call } from '../../../api/call.ts'
import { problemOf } from '../../../api/problem.ts'
import { useRead } from '../../../api/queries.ts'
import { useProblemWords } from '../../../i18n/code-words.ts'
import { Bdi } from '../../../ui/Bdi.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { FailedState } from '../../../ui/FailedState.tsx'
import { OptionList } from '../../../ui/OptionList.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import './Keypad.css'

const REFETCH_MILLISECONDS = 3_000

/** To whom, and whether a word is spoken first: the customer hears music meanwhile. */
export function TransferDialog({ callId, onClose }: { callId: CallId; onClose: () => void }) {
  const t = useTranslations('phone.transfer')
  const app = useTranslations('app.role')
  const say = useProblemWords()
  const colleagues = useRead('call.colleagues', {}, { refetchMilliseconds: REFETCH_MILLISECONDS, staleMilliseconds: 0 })
  const [chosen, setChosen] = useState<string | null>(null)
  const [number, setNumber] = useState('')
  const who = colleagues.data?.find(({ id }) => id === chosen)
  const to = number.trim() !== '' ? { number } : who && { userId: who.id }
  const start = useMutation({
    mutationFn: async (kind: 'warm' | 'cold') =>
      to && call('call.transfer', { params: { id: callId }, body: { kind, to } }),
    onSuccess: onClose,
  })
  const problem = start.isError ? say(problemOf(start.error)) : null
  return (
    <Dialog
      title={t('title')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={() => start.mutate('cold')} isDisabled={!to || start.isPending}>
            {t('cold')}
          </Button>
          <Button
            kind="primary"
            chord="Mod+Enter"
            onPress={() => start.mutate('warm')}
            isDisabled={!to}
            isPending={start.isPending}
          >
            {t('warm')}
          </Button>
        </>
      }
    >
      <div className="transfer-list">
        {colleagues.isPending && <Skeleton height={96} />}
        {colleagues.isError && (
          <FailedState problem={problemOf(colleagues.error)} onRetry={() => void colleagues.refetch()} />
        )}
        {colleagues.data?.length === 0 && <p className="small">{t('nobody')}</p>}
        {colleagues.data && colleagues.data.length > 0 && (
          <OptionList
            label={t('colleague')}
            digits
            options={colleagues.data.map(({ id, name, role }) => ({ id, label: <Bdi>{name}</Bdi>, note: app(role) }))}
            value={number.trim() === '' ? chosen : null}
            onChoose={(id) => {
              setChosen(id)
              setNumber('')
            }}
          />
        )}
        <TextField label={t('number')} type="tel" value={number} onChange={setNumber} maxLength={40} error={problem} />
      </div>
    </Dialog>
  )
}
