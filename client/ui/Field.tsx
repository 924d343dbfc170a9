import { type ReactNode, useId } from 'react'
import './Field.css'

export type FieldWiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }
type Props = {
  label: string
  hint?: string | undefined
  error?: string | null | undefined
  /** Draws the control; `wiring` ties it to the label, the hint and the error. */
  children: (wiring: FieldWiring) => ReactNode
}

export function Field({ label, hint, error, children }: Props) {
  const id = useId()
  const noteId = `${id}note`
  const note = error || hint
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? noteId : undefined, 'aria-invalid': error ? true : undefined })}
      {note && (
        <p id={noteId} className={error ? 'field-error' : 'field-hint'} role={error ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  )
}
