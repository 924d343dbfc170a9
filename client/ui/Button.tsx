import type { ReactNode } from 'react'
import { Button as Pressable } from 'react-aria-components/Button'
import { KeyHint } from './KeyHint.tsx'
import { useKeys } from './use-keys.ts'
import './Button.css'

export type ButtonProps = {
  children: ReactNode
  onPress?: () => void
  /** One primary action at a time on a screen. 'danger' only for stops and hanging up. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** The chord that does the same: printed on the button and bound while it is on screen and enabled. */
  chord?: string
  icon?: ReactNode
  dense?: boolean
  type?: 'button' | 'submit'
  /** The id of the form that a submit button outside it sends. */
  form?: string
  isDisabled?: boolean
  /** Under way: stays focusable, says so, and does nothing more. */
  isPending?: boolean
  className?: string
}

export function Button({ children, kind = 'plain', chord, icon, dense, className = '', ...press }: ButtonProps) {
  const { onPress, isDisabled, isPending } = press
  useKeys(chord ? { [chord]: isDisabled || isPending ? undefined : onPress } : {})
  return (
    <Pressable className={`button button-${kind} ${dense ? 'button-dense' : ''} ${className}`} {...press}>
      {isPending ? <span className="button-spinner" /> : icon}
      <span className="button-words">{children}</span>
      {chord && <KeyHint chord={chord} />}
    </Pressable>
  )
}
