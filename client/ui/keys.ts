/**
 * Keys by their place on the keyboard (`event.code`), never by the character: on a Persian layout the key 1 types '۱'.
 * A chord is 'KeyN', 'Digit1', 'Shift+Slash', 'Mod+Enter' (Mod: Control or Command), or two presses: 'KeyD KeyD'.
 */
export type KeyPress = {
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  repeat: boolean
  /** Where the press landed: 'field' takes text, 'control' answers to Space and Enter, 'page' is anything else. */
  on: 'field' | 'control' | 'page'
}
export type Earlier = { chord: string; at: number } | null
export type KeyMatch = { chord: string | null; earlier: Earlier }

/** Two presses of a double chord must lie within this time. */
export const DOUBLE_PRESS_MILLISECONDS = 800

export function readChord(press: KeyPress): string {
  const code = press.code.replace(/^Numpad(\d|Enter)$/, (_, key: string) => (key === 'Enter' ? key : `Digit${key}`))
  const held = [
    press.ctrlKey || press.metaKey ? 'Mod+' : '',
    press.altKey ? 'Alt+' : '',
    press.shiftKey ? 'Shift+' : '',
  ]
  return held.join('') + code
}

function isHeard(press: KeyPress, singleKeys: boolean): boolean {
  const modified = press.ctrlKey || press.metaKey || press.altKey
  if (press.repeat) return false
  if (modified || press.code === 'Escape') return true
  if (!singleKeys || press.on === 'field') return false
  return !(press.on === 'control' && ['Space', 'Enter', 'NumpadEnter'].includes(press.code))
}

/**
 * Which of the bound chords this press completes. Without single keys (WCAG 2.2, 2.1.4) only chords with a modifier
 * and Escape are heard. `earlier` is to be given back at the next press.
 */
export function matchKey(
  press: KeyPress,
  bound: Iterable<string>,
  state: { earlier: Earlier; now: number; singleKeys: boolean },
): KeyMatch {
  if (!isHeard(press, state.singleKeys)) return { chord: null, earlier: null }
  const chord = readChord(press)
  const chords = new Set(bound)
  const { earlier, now } = state
  if (earlier && now - earlier.at <= DOUBLE_PRESS_MILLISECONDS) {
    const double = `${earlier.chord} ${chord}`
    if (chords.has(double)) return { chord: double, earlier: null }
  }
  return { chord: chords.has(chord) ? chord : null, earlier: { chord, at: now } }
}

const caps: Record<string, string> = { Slash: '/', Space: 'Space', Escape: 'Esc', Mod: 'Ctrl', Enter: '↵', Shift: '⇧' }

/** What is printed on the caps of a chord: 'Mod+Enter' → ['Ctrl', '↵']. */
export function printChord(chord: string): string[] {
  if (chord === 'Shift+Slash') return ['?']
  return chord.split(/[+ ]/).map((key) => caps[key] ?? key.replace(/^(Key|Digit)/, ''))
}
