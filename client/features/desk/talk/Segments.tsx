import { useId } from 'react'

type Props<Id extends string> = {
  label: string
  options: readonly { id: Id; label: string }[]
  value: Id | null
  onChoose: (id: Id) => void
}

/** A few short alternatives side by side. */
export function Segments<Id extends string>({ label, options, value, onChoose }: Props<Id>) {
  const name = useId()
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {options.map(({ id, label: words }) => (
        <label key={id} data-chosen={value === id || undefined}>
          <input
            className="visually-hidden"
            type="radio"
            name={name}
            checked={value === id}
            onChange={() => onChoose(id)}
          />
          {words}
        </label>
      ))}
    </div>
  )
}
