import type { ReactNode } from 'react'
import './Chip.css'

/** Meanings keep their colour everywhere: see styles/tokens.css. */
export type Tone = 'won' | 'reached' | 'waiting' | 'due' | 'stop' | 'holdout' | 'accent'
type Props = { tone: Tone; children: ReactNode; icon?: ReactNode; isLoud?: boolean }

/** A state by colour and word, never by colour alone. Loud only for a stop, an open complaint or a ringing call. */
export function Chip({ tone, children, icon, isLoud }: Props) {
  return (
    <span className={`chip chip-${tone} ${isLoud ? 'chip-loud' : ''}`}>
      {icon ?? <span className="chip-dot" />}
      <span>{children}</span>
    </span>
  )
}
