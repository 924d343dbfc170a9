import { Check, ChevronDown } from 'lucide-react'
import { Button as Pressable } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as Choice, SelectValue } from 'react-aria-components/Select'
import './Field.css'
import './Select.css'

export type Option<Id extends string> = { id: Id; label: string; note?: string }
type Props<Id extends string> = {
  label: string
  /** Without a visible label where a table's head names the column. */
  hideLabel?: boolean
  options: readonly Option<Id>[]
  value: Id | null
  onChange: (id: Id) => void
  placeholder?: string
  isDisabled?: boolean
}

export function Select<Id extends string>({
  label,
  hideLabel,
  options,
  value,
  onChange,
  placeholder,
  isDisabled,
}: Props<Id>) {
  return (
    <Choice
      className="field"
      value={value}
      onChange={(key) => {
        const chosen = options.find(({ id }) => id === key)
        if (chosen) onChange(chosen.id)
      }}
      isDisabled={isDisabled ?? false}
      placeholder={placeholder ?? '–'}
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Pressable className="input select-button">
        <SelectValue className="select-value" />
        <ChevronDown size={16} aria-hidden="true" />
      </Pressable>
      <Popover className="floating" offset={4}>
        <ListBox className="menu-list">
          {options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.label} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="menu-words">
                    <bdi>{option.label}</bdi>
                    {option.note && <small>{option.note}</small>}
                  </span>
                  {isSelected && <Check size={16} aria-hidden="true" />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Choice>
  )
}
