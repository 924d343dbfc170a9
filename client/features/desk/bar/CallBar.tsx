import { Mic, MicOff, Pause, Play } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { IconButton } from '../../../ui/IconButton.tsx'
import { useWork } from '../work.ts'
import { BarMessages } from './BarMessages.tsx'
import { CallStateView } from './CallStateView.tsx'
import { ChosenOutcome } from './ChosenOutcome.tsx'
import { PrimaryAction } from './PrimaryAction.tsx'
import { StopButton } from './StopButton.tsx'
import { WrapUp } from './WrapUp.tsx'
import './CallBar.css'

/** The call and its end, always at the same place; nothing in it scrolls. */
export function CallBar() {
  const t = useTranslations('desk.call')
  const { call, available, perform } = useWork()
  const canMute = available.has('mute')
  return (
    <div className="call-bar">
      <CallStateView />
      {canMute && (
        <span className="call-switches">
          <IconButton
            label={t(call?.muted ? 'unmute' : 'mute')}
            icon={call?.muted ? <MicOff size={16} /> : <Mic size={16} />}
            isOn={call?.muted ?? false}
            chord="KeyM"
            onPress={() => perform('mute')}
          />
          <IconButton
            label={t(call?.held ? 'resume' : 'hold')}
            icon={call?.held ? <Play size={16} className="mirrors" /> : <Pause size={16} />}
            isOn={call?.held ?? false}
            chord="KeyH"
            onPress={() => perform('hold')}
          />
        </span>
      )}
      <WrapUp />
      <BarMessages />
      <ChosenOutcome />
      <StopButton />
      <PrimaryAction />
    </div>
  )
}
