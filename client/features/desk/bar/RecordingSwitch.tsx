import { Circle, CircleOff, CirclePause, CirclePlay } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { IconButton } from '../../../ui/IconButton.tsx'
import { useWork } from '../work.ts'

/** Whether the customer is being recorded, and what they want of it. */
export function RecordingSwitch() {
  const t = useTranslations('phone.recording')
  const { call, calls } = useWork()
  const state = call?.recording
  if (!call || !state) return null
  if (state === 'deleted')
    return (
      <span className="call-recording" title={t('deleted')}>
        <CircleOff size={16} aria-label={t('deleted')} />
      </span>
    )
  if (state !== 'announcing' && state !== 'on' && state !== 'paused') return null
  return (
    <>
      <span className="call-recording" data-on={state === 'on' || undefined} title={t(state)}>
        <Circle size={14} aria-label={t(state)} />
      </span>
      {state !== 'announcing' && (
        <IconButton
          label={t(state === 'paused' ? 'resume' : 'pause')}
          icon={state === 'paused' ? <CirclePlay size={16} /> : <CirclePause size={16} />}
          isOn={state === 'paused'}
          onPress={() => calls.record(state === 'paused' ? 'on' : 'pause')}
        />
      )}
      <IconButton label={t('refuse')} icon={<CircleOff size={16} />} onPress={() => calls.record('refuse')} />
    </>
  )
}
