import { Headset, Phone as PhoneIcon, PhoneOff, PhoneOutgoing } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { useTick } from '../../../live/use-line.ts'
import { Chip } from '../../../ui/Chip.tsx'
import { useWork } from '../work.ts'

/** Where the call stands, in a word, with the time that counts by the server's clock. */
export function CallStateView() {
  const t = useTranslations('desk.call')
  const format = useFormat()
  const { call, phone } = useWork()
  const now = useTick()
  if (!call)
    return (
      <p className="call-state small">
        <Headset size={14} aria-hidden="true" />
        {phone.state === 'none' ? t('state.before') : t(`softphone.${phone.state}`)}
      </p>
    )
  const { state, endedAs, answeredAt, dialledAt, endedAt } = call
  const from = Date.parse(answeredAt ?? dialledAt)
  const until = endedAt ? Date.parse(endedAt) : now.getTime()
  const words = state === 'ended' && endedAs ? t(`end.${endedAs}`) : t(`state.${state}`)
  const tone = state === 'answered' || state === 'ringing' ? 'reached' : state === 'ended' ? 'waiting' : 'accent'
  const Icon = state === 'ended' ? PhoneOff : state === 'answered' ? PhoneIcon : PhoneOutgoing
  return (
    <p className="call-state" role="status">
      <Chip tone={tone} isLoud={state === 'ringing' || state === 'answered'} icon={<Icon aria-hidden="true" />}>
        {words}
      </Chip>
      <output className="call-timer" aria-live="off">
        {format.duration(until - from)}
      </output>
      {call.muted && <Chip tone="due">{t('muted')}</Chip>}
      {call.held && <Chip tone="due">{t('held')}</Chip>}
    </p>
  )
}
