import { Prompt } from '#contract/ivr'
import { Locale } from '#contract/values'

/** Without words: one for all languages, kept under the first. */
const WORDLESS: ReadonlySet<Prompt> = new Set<Prompt>(['music'])
/** Only a house that has a menu has its words. */
const OWN: ReadonlySet<Prompt> = new Set<Prompt>(['menu'])

export type SoundName = { prompt: Prompt; language: Locale }
export const nameOf = (prompt: Prompt, language: Locale): SoundName => ({
  prompt,
  language: WORDLESS.has(prompt) ? 'en' : language,
})

/** Every sound that is shipped with the product. */
export const SHIPPED: readonly SoundName[] = Prompt.options
  .filter((prompt) => !OWN.has(prompt))
  .flatMap((prompt) =>
    (WORDLESS.has(prompt) ? ['en' as const] : Locale.options).map((language) => ({ prompt, language })),
  )

export const isOwn = (prompt: Prompt): boolean => OWN.has(prompt)

const LANGUAGE_OF_CODE: readonly [string, Locale][] = [
  ['+98', 'fa'],
  ['+93', 'fa'],
  ['+998', 'uz'],
]
/** What somebody is greeted in whom we do not know, by their number, E.164 or whatever the network gives. */
export const languageOf = (from: string): Locale =>
  [...LANGUAGE_OF_CODE].sort((a, b) => b[0].length - a[0].length).find(([code]) => from.startsWith(code))?.[1] ?? 'en'
