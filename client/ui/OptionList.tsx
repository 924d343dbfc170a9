import { type ReactNode, useId } from 'react'
import { KeyHint } from './KeyHint.tsx'
import { type KeyMap, useKeys } from './use-keys.ts'
import './OptionList.css'

export type OptionRow<Id extends string> = { id: Id; label: ReactNode; note?: ReactNode; isDisabled?: boolean }
type Props<Id extends string> = {
  label: string
  options: readonly OptionRow<Id>[]
  value: Id | null
  onChoose: (id: Id) => void
  /** Digits 1 to 9 choose: true for the one list that is open on the screen. */
  digits?: boolean
  columns?: 1 | 2 | 3
}

/** Alternatives to choose one of, by digit, by arrow or by mouse. */
export function OptionList<Id extends string>({
  label,
  options,
  value,
  onChoose,
  digits = false,
  columns = 1,
}: Props<Id>) {
  const name = useId()
  const map: Record<string, () => void> = {}
  if (digits)
    options.slice(0, 9).forEach(({ id, isDisabled }, at) => {
      if (!isDisabled) map[`Digit${at + 1}`] = () => onChoose(id)
    })
  useKeys(map satisfies KeyMap)
  return (
    <div className={`option-list option-list-${columns}`} role="radiogroup" aria-label={label}>
      {options.map(({ id, label: words, note, isDisabled }, at) => (
        <label
          key={id}
          className="option"
          data-chosen={value === id || undefined}
          data-disabled={isDisabled || undefined}
        >
          <input
            className="visually-hidden"
            type="radio"
            name={name}
            value={id}
            checked={value === id}
            disabled={isDisabled}
            onChange={() => onChoose(id)}
          />
          {digits && at < 9 && <KeyHint chord={`Digit${at + 1}`} />}
          <span className="option-words">
            <span>{words}</span>
            {note && <small>{note}</small>}
          </span>
        </label>
      ))}
    </div>
  )
}
