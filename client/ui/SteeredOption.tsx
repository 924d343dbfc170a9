import type { ReactNode } from 'react'

type Props = {
  id: string
  className: string
  isSelected: boolean
  isDisabled?: boolean
  onPick: () => void
  children: ReactNode
}

/** A row of a list that a combobox above it steers: the keyboard stays in the field, the mouse picks here (ARIA combobox pattern). */
export function SteeredOption({ id, className, isSelected, isDisabled = false, onPick, children }: Props) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: never focused; its combobox hears the arrows and Enter for it
    <div
      id={id}
      className={className}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-disabled={isDisabled || undefined}
      onClick={onPick}
    >
      {children}
    </div>
  )
}
