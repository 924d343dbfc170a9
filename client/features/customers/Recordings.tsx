import { Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { RecordedCall } from '#contract/calls'
import type { CallId, CustomerId } from '#contract/ids'
import { buildAddress } from '../../api/address.ts'
import { useRead } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Part } from './Part.tsx'

const LEAST_REASON = 3

/** Calls whose sound is kept; listening is against a reason, which is written down. */
export function Recordings({ customerId }: { customerId: CustomerId }) {
  const t = useTranslations('phone.recordings')
  const format = useFormat()
  const list = useRead('recording.list', { params: { id: customerId } })
  const keeping = useRead('recording.keeping', {})
  const [askedId, setAskedId] = useState<CallId | null>(null)
  const asked = list.data?.find(({ callId }) => callId === askedId)
  if (!list.data) return null
  return (
    <Part title={t('title')}>
      {keeping.data && <p className="customer-note">{t('keeping', { days: keeping.data.days })}</p>}
      {list.data.length === 0 && <p className="customer-note">{t('none')}</p>}
      <ul className="customer-rows">
        {list.data.map((one) => (
          <li key={one.callId}>
            <Chip tone={one.state === 'kept' ? 'won' : 'waiting'}>{t(`state.${stateOf(one)}`)}</Chip>
            <span className="customer-note">
              <Bdi>{t('of', { date: format.moment(one.at), seconds: one.seconds ?? 0 })}</Bdi>
            </span>
            {one.state === 'kept' && (
              <Button dense icon={<Play aria-hidden="true" />} onPress={() => setAskedId(one.callId)}>
                {t('play')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asked && <ListenDialog of={asked} onFailed={() => void list.refetch()} onClose={() => setAskedId(null)} />}
    </Part>
  )
}

const TOLD = ['kept', 'deleted', 'expiring', 'expired'] as const
const stateOf = ({ state }: RecordedCall): (typeof TOLD)[number] | 'other' =>
  TOLD.find((one) => one === state) ?? 'other'

type Listening = { of: RecordedCall; onFailed: () => void; onClose: () => void }

/** `onFailed`: what is known of it may be old; it says so when its time was over meanwhile. */
function ListenDialog({ of, onFailed, onClose }: Listening) {
  const t = useTranslations('phone.recordings')
  const [reason, setReason] = useState('')
  const [source, setSource] = useState<string | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const listen = (): void => {
    setFailed(false)
    setSource(buildAddress('/calls/:id/recording/sound', { id: of.callId }, { reason: reason.trim() }))
  }
  return (
    <Dialog
      title={t('title')}
      isOpen
      onClose={onClose}
      actions={
        <Button
          kind="primary"
          onPress={listen}
          isDisabled={reason.trim().length < LEAST_REASON || source !== null || of.state !== 'kept'}
        >
          {t('play')}
        </Button>
      }
    >
      <TextField
        label={t('reason')}
        hint={t('reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={200}
        disabled={source !== null}
        error={hasFailed ? (of.state === 'kept' ? t('failed') : t(`state.${stateOf(of)}`)) : null}
      />
      {source && (
        // biome-ignore lint/a11y/useMediaCaption: a conversation is recorded as it was spoken; nobody has written it down
        <audio
          src={source}
          controls
          autoPlay
          onError={() => {
            setFailed(true)
            onFailed()
            setSource(null)
          }}
        />
      )}
    </Dialog>
  )
}
