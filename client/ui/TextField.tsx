import type { HTMLInputAutoCompleteAttribute, Ref } from 'react'
import { Field } from './Field.tsx'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'email' | 'password' | 'tel' | 'search' | 'date' | 'time'
  hint?: string
  error?: string | null
  /** Phones, e-mails and codes run from left to right in every language. */
  dir?: 'auto' | 'ltr'
  autoComplete?: HTMLInputAutoCompleteAttribute
  name?: string
  required?: boolean
  disabled?: boolean
  maxLength?: number
  ref?: Ref<HTMLInputElement>
}

export function TextField({ label, hint, error, value, onChange, type = 'text', dir, ...rest }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <input
          className="input"
          type={type}
          dir={dir ?? (type === 'text' || type === 'search' ? 'auto' : 'ltr')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...wiring}
          {...rest}
        />
      )}
    </Field>
  )
}
