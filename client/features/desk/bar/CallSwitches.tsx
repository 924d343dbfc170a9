import { Grid3x3, HandHelping, Mic, MicOff, Pause, PhoneForwarded, Play } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from '../../../ui/IconButton.tsx'
import { useWork } from '../work.ts'
import { RecordingSwitch } from './RecordingSwitch.tsx'

const Keypad = lazy(async () => ({ default: (await import('./Keypad.tsx')).Keypad }))
const TransferDialog = lazy(async () => ({ default: (await import('./TransferDialog.tsx')).TransferDialog }))

/** What can be done with a conversation, always in the same order. */
export function CallSwitches() {
  const t = useTranslations('desk.call')
  const phone = useTranslations('phone')
  const { call, desk, available, perform, opened, setOpened } = useWork()
  const help = available.has('help') && (
    <IconButton
      label={phone(desk.helpSince ? 'help.asked' : 'help.ask')}
      icon={<HandHelping size={16} />}
      isOn={desk.helpSince !== null}
      chord="Shift+KeyH"
      onPress={() => perform('help')}
    />
  )
  if (!available.has('mute')) return help ? <span className="call-switches">{help}</span> : null
  return (
    <span className="call-switches">
      <IconButton
        label={t(call?.muted ? 'unmute' : 'mute')}
        icon={call?.muted ? <MicOff size={16} /> : <Mic size={16} />}
        isOn={call?.muted ?? false}
        chord="KeyM"
        onPress={() => perform('mute')}
      />
      {available.has('hold') && (
        <IconButton
          label={t(call?.held ? 'resume' : 'hold')}
          icon={call?.held ? <Play size={16} /> : <Pause size={16} />}
          isOn={call?.held ?? false}
          chord="KeyH"
          onPress={() => perform('hold')}
        />
      )}
      <IconButton
        label={phone('keypad.open')}
        icon={<Grid3x3 size={16} />}
        chord="KeyK"
        onPress={() => perform('keypad')}
      />
      {available.has('transfer') && (
        <IconButton
          label={phone('transfer.open')}
          icon={<PhoneForwarded size={16} className="mirrors" />}
          chord="KeyT"
          onPress={() => perform('transfer')}
        />
      )}
      {help}
      <RecordingSwitch />
      <Suspense>
        {opened === 'keypad' && <Keypad onClose={() => setOpened(null)} />}
        {opened === 'transfer' && call && <TransferDialog callId={call.id} onClose={() => setOpened(null)} />}
      </Suspense>
    </span>
  )
}
