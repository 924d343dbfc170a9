import type { ReactNode } from 'react'
import { Button as Pressable } from 'react-aria-components/Button'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { KeyHint } from './KeyHint.tsx'
import { useKeys } from './use-keys.ts'
import './Button.css'
import './IconButton.css'

type Props = {
  /** What it does: read aloud, and shown on hover with its key. */
  label: string
  icon: ReactNode
  onPress?: () => void
  chord?: string
  isDisabled?: boolean
  /** For a switch such as mute: shown pressed. */
  isOn?: boolean
}

export function IconButton({ label, icon, onPress, chord, isDisabled, isOn }: Props) {
  useKeys(chord ? { [chord]: isDisabled ? undefined : onPress } : {})
  return (
    <TooltipTrigger delay={400}>
      <Pressable
        className={`button button-quiet icon-button ${isOn ? 'icon-button-on' : ''}`}
        aria-label={label}
        aria-pressed={isOn}
        onPress={onPress}
        isDisabled={isDisabled}
      >
        {icon}
      </Pressable>
      <Tooltip className="tooltip" offset={6}>
        {label} {chord && <KeyHint chord={chord} />}
      </Tooltip>
    </TooltipTrigger>
  )
}
