import { type ReactNode, useId } from 'react'
import { KeyHint } from '../../ui/KeyHint.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { choiceKeys } from './choices.ts'
import '../../ui/OptionList.css'
import './ChoiceList.css'

export type Choice = { id: string; label: ReactNode; note?: ReactNode; name?: string | undefined; isDisabled?: boolean }
type Props = {
  label: string
  choices: readonly Choice[]
  /** Chosen ones; with `isExclusive` they are radio buttons, else buttons that are pressed. */
  chosen: readonly string[]
  onChoose: (id: string) => void
  /** Digits choose here: true for one list at a time. */
  isOpen: boolean
  isExclusive?: boolean
  columns?: 1 | 2 | 3
  /** The first digit, where another list has taken those before. */
  firstKey?: number
}

/** Alternatives in the open step, by digit or by mouse. */
export function ChoiceList({
  label,
  choices,
  chosen,
  onChoose,
  isOpen,
  isExclusive,
  columns = 1,
  firstKey = 0,
}: Props) {
  const name = useId()
  const keyOf = (at: number): string | undefined => (isOpen ? choiceKeys[at + firstKey] : undefined)
  useKeys(
    Object.fromEntries(
      choices.flatMap(({ id, isDisabled }, at) => {
        const key = keyOf(at)
        return key && !isDisabled ? [[key, () => onChoose(id)]] : []
      }),
    ),
  )
  return (
    <div
      className={`option-list option-list-${columns} choice-list`}
      {...{ role: isExclusive ? 'radiogroup' : 'group', 'aria-label': label }}
    >
      {choices.map(({ id, label: words, note, name: spoken, isDisabled }, at) => {
        const key = keyOf(at)
        const inside = (
          <>
            {key === 'Minus' ? <MinusHint /> : key && <KeyHint chord={key} />}
            <span className="option-words">
              <span>{words}</span>
              {note && <small>{note}</small>}
            </span>
          </>
        )
        const isChosen = chosen.includes(id)
        const look = {
          className: 'option',
          'data-chosen': isChosen || undefined,
          'data-disabled': isDisabled || undefined,
        }
        if (!isExclusive)
          return (
            <button
              key={id}
              type="button"
              {...look}
              aria-label={spoken}
              aria-pressed={isChosen}
              disabled={isDisabled}
              onClick={() => onChoose(id)}
            >
              {inside}
            </button>
          )
        return (
          <label key={id} {...look}>
            <input
              className="visually-hidden"
              type="radio"
              name={name}
              aria-label={spoken}
              checked={isChosen}
              disabled={isDisabled}
              onClick={() => onChoose(id)}
              onChange={() => {}}
            />
            {inside}
          </label>
        )
      })}
    </div>
  )
}

/** The eleventh key of the row, which has no digit. */
const MinusHint = () => (
  <span className="key-hint" aria-hidden="true" dir="ltr">
    <kbd>−</kbd>
  </span>
)
