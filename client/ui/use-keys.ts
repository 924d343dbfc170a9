import { use, useEffect, useEffectEvent, useRef } from 'react'
import { KeyScope } from './key-scope.ts'
import { type Earlier, type KeyPress, matchKey } from './keys.ts'
import { readSingleKeys } from './single-keys.ts'

const fields = 'input:not([type=checkbox],[type=radio],[type=button],[type=file]),textarea,select,[contenteditable]'
const controls = 'button,a,summary,input,[role=button],[role=option],[role=tab],[role=switch]'
/** Parts that answer to letters and digits themselves. */
const menus = '[role=menu],[role=listbox]'
const dialogs = '[role=dialog],[role=alertdialog]'

function readPress(event: KeyboardEvent, target: Element | null): KeyPress {
  const { code, ctrlKey, metaKey, altKey, shiftKey, repeat } = event
  const on = target?.closest(fields) ? 'field' : target?.closest(controls) ? 'control' : 'page'
  return { code, ctrlKey, metaKey, altKey, shiftKey, repeat, on }
}

export type KeyMap = Readonly<Record<string, (() => void) | undefined>>

/**
 * Binds chords (see keys.ts) while the caller is on screen. Within a dialog only the dialog's own chords are heard.
 * A chord whose action is undefined is not bound, so the key keeps its own meaning.
 */
export function useKeys(map: KeyMap): void {
  const scope = use(KeyScope)
  const earlier = useRef<Earlier>(null)
  const hear = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const target = event.target instanceof Element ? event.target : null
    if (target?.closest(menus) || (scope === 'page' && target?.closest(dialogs))) return
    const bound = Object.keys(map).filter((chord) => map[chord])
    const state = { earlier: earlier.current, now: event.timeStamp, singleKeys: readSingleKeys() }
    const match = matchKey(readPress(event, target), bound, state)
    earlier.current = match.earlier
    if (match.chord === null) return
    event.preventDefault()
    map[match.chord]?.()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => hear(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}
