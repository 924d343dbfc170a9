import { describe, expect, it } from 'vitest'
import { DOUBLE_PRESS_MILLISECONDS, type Earlier, type KeyPress, matchKey, printChord, readChord } from './keys.ts'

const press = (code: string, more: Partial<KeyPress> & { key?: string } = {}): KeyPress => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  on: 'page',
  ...more,
})
const bound = ['Digit1', 'KeyN', 'Space', 'Mod+Enter', 'Escape', 'KeyD KeyD', 'Shift+Slash']
const hear = (p: KeyPress, earlier: Earlier = null, now = 0, singleKeys = true): string | null =>
  matchKey(p, bound, { earlier, now, singleKeys }).chord

describe('keys', () => {
  it('work on a Persian layout, where the key 1 types ۱ and the key N types د', () => {
    expect(hear(press('Digit1', { key: '۱' }))).toBe('Digit1')
    expect(hear(press('KeyN', { key: 'د' }))).toBe('KeyN')
    expect(hear(press('Slash', { key: '؟', shiftKey: true }))).toBe('Shift+Slash')
  })

  it('take the digits of the number pad for digits', () => {
    expect(readChord(press('Numpad1'))).toBe('Digit1')
    expect(readChord(press('NumpadEnter', { ctrlKey: true }))).toBe('Mod+Enter')
  })

  it('stay quiet while somebody types, but for modifiers and Escape', () => {
    expect(hear(press('KeyN', { on: 'field' }))).toBeNull()
    expect(hear(press('Enter', { on: 'field', ctrlKey: true }))).toBe('Mod+Enter')
    expect(hear(press('Enter', { on: 'field', metaKey: true }))).toBe('Mod+Enter')
    expect(hear(press('Escape', { on: 'field' }))).toBe('Escape')
  })

  it('leave Space to the button that has the focus', () => {
    expect(hear(press('Space', { on: 'control' }))).toBeNull()
    expect(hear(press('KeyN', { on: 'control' }))).toBe('KeyN')
  })

  it('can be switched off, but for modifiers and Escape', () => {
    expect(hear(press('KeyN'), null, 0, false)).toBeNull()
    expect(hear(press('Enter', { ctrlKey: true }), null, 0, false)).toBe('Mod+Enter')
    expect(hear(press('Escape'), null, 0, false)).toBe('Escape')
  })

  it('want a second press in time where it cannot be undone, and not a key that is held down', () => {
    const first = matchKey(press('KeyD'), bound, { earlier: null, now: 0, singleKeys: true })
    expect(first.chord).toBeNull()
    expect(hear(press('KeyD'), first.earlier, DOUBLE_PRESS_MILLISECONDS)).toBe('KeyD KeyD')
    expect(hear(press('KeyD'), first.earlier, DOUBLE_PRESS_MILLISECONDS + 1)).toBeNull()
    expect(hear(press('KeyD', { repeat: true }), first.earlier, 10)).toBeNull()
  })

  it('do not commit when another key lay between', () => {
    const first = matchKey(press('KeyD'), bound, { earlier: null, now: 0, singleKeys: true })
    const between = matchKey(press('KeyN'), bound, { earlier: first.earlier, now: 10, singleKeys: true })
    expect(hear(press('KeyD'), between.earlier, 20)).toBeNull()
  })

  it('are printed as they stand on the keyboard', () => {
    expect(['Digit1', 'KeyD KeyD', 'Mod+Enter', 'Shift+Slash'].map(printChord)).toEqual([
      ['1'],
      ['D', 'D'],
      ['Ctrl', '↵'],
      ['?'],
    ])
  })
})
