import type { Ref } from 'react'
import { Field } from './Field.tsx'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string
  error?: string | null
  rows?: number
  maxLength?: number
  /** Of what is written in it. */
  lang?: string
  ref?: Ref<HTMLTextAreaElement>
}

/** Text in any direction; it grows with what is written. */
export function TextArea({ label, hint, error, value, onChange, rows = 2, ...rest }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <textarea
          className="input"
          dir="auto"
          rows={rows}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...wiring}
          {...rest}
        />
      )}
    </Field>
  )
}
