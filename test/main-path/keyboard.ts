import type { CDPSession, Page } from 'playwright-core'
import type { Spoken } from './words.ts'

/** What stands on the caps of a Persian keyboard (ISIRI 9147), for the keys that are pressed here. */
const persianCaps: Readonly<Record<string, string>> = {
  KeyR: 'ق',
  KeyO: 'خ',
  KeyN: 'د',
  KeyH: 'ا',
  KeyT: 'ف',
  Minus: '-',
}
/** As the protocol counts them. */
const MODIFIERS = { control: 2, shift: 8 } as const
const named: Readonly<Record<string, readonly [key: string, text: string, keyCode: number]>> = {
  Space: [' ', ' ', 32],
  Enter: ['Enter', '\r', 13],
  Escape: ['Escape', '', 27],
}

function capOf(code: string, spoken: Spoken): readonly [key: string, text: string, keyCode: number] {
  const known = named[code]
  if (known) return known
  const latin = code.replace(/^(Key|Digit)/, '').toLowerCase()
  const digit = /^\d$/.test(latin) ? String.fromCodePoint(0x06f0 + Number(latin)) : latin
  const cap = spoken === 'fa' ? (persianCaps[code] ?? digit) : code === 'Minus' ? '-' : latin
  return [cap, cap, code === 'Minus' ? 189 : latin.toUpperCase().charCodeAt(0)]
}

export type Keyboard = (code: string, held?: keyof typeof MODIFIERS) => Promise<void>

/** Presses keys by their place, typing what the language's own layout types there: on a Persian one the key 1 types ۱. */
export async function openKeyboard(page: Page, spoken: Spoken): Promise<Keyboard> {
  const session: CDPSession = await page.context().newCDPSession(page)
  return async (code, held) => {
    const [key, text, windowsVirtualKeyCode] = capOf(code, spoken)
    const modifiers = held ? MODIFIERS[held] : 0
    const press = { code, key, windowsVirtualKeyCode, modifiers }
    if (held) await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...press })
    else await session.send('Input.dispatchKeyEvent', { type: 'keyDown', text, ...press })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press })
  }
}
