import { printChord } from './keys.ts'
import { useSingleKeys } from './single-keys.ts'
import './KeyHint.css'

/** The key that does the same, printed beside its action. Not read aloud: it would be read at every stop. */
export function KeyHint({ chord }: { chord: string }) {
  const singleKeys = useSingleKeys()
  if (!singleKeys && !chord.startsWith('Mod+') && chord !== 'Escape') return null
  const caps = printChord(chord)
  return (
    <span className="key-hint" aria-hidden="true" dir="ltr">
      {caps.map((cap, at) => (
        <kbd key={`${cap}${at === 0 ? '' : '+'}`}>{cap}</kbd>
      ))}
    </span>
  )
}
