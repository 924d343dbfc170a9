import './Field.css'
import './CheckGroup.css'

type Props<Id extends string> = {
  label: string
  options: readonly { id: Id; label: string; lang?: string }[]
  value: readonly Id[]
  onChange: (value: Id[]) => void
  error?: string | null
}

/** Any number of a few alternatives, in the order of `options`. */
export function CheckGroup<Id extends string>({ label, options, value, onChange, error }: Props<Id>) {
  const toggle = (id: Id): void =>
    onChange(options.map((option) => option.id).filter((each) => (each === id) !== value.includes(each)))
  return (
    <fieldset className="check-group">
      <legend className="field-label">{label}</legend>
      {options.map((option) => (
        <label key={option.id} className="check">
          <input type="checkbox" checked={value.includes(option.id)} onChange={() => toggle(option.id)} />
          <bdi lang={option.lang}>{option.label}</bdi>
        </label>
      ))}
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}
