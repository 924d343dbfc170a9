import { messages as english } from '../../client/i18n/messages/en.ts'
import { messages as persian } from '../../client/i18n/messages/fa.ts'
import type { Messages } from '../../client/i18n/messages.ts'
import taxonomy from '../../server/programme/taxonomy.json' with { type: 'json' }

export type Spoken = 'en' | 'fa'

/** What the screens say; a test that goes by these survives every change of a word. */
export const wordsOf: Readonly<Record<Spoken, Messages>> = { en: english, fa: persian }

/** A whole text, or its beginning: a name may be followed by a note. */
export const startingWith = (text: string): RegExp =>
  new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)

/** What a code is called on the screen. */
export const labelOf = (spoken: Spoken, list: 'reasons' | 'offers' | 'outcomes', code: string): string =>
  taxonomy[list].find((one) => one.code === code)?.[spoken] ?? code
