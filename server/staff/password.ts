import { dictionary } from '@zxcvbn-ts/language-common'
import { COMMON_PASSWORDS } from './common-passwords.ts'

/** Words that a guesser of this very account would try: the person's name and e-mail, the house's name. */
export type Belonging = { name: string; email: string; house: string }

const LEAST_FREE = 6
const LEAST_WORD = 4
const LEAST_RUN = 3
const KEY_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'azertyuiop', '1qaz2wsx3edc4rfv5tgb6yhn7ujm']
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}
/** Longest first, so that 'password' is found before 'pass'. */
const STEMS = [...COMMON_PASSWORDS].sort((left, right) => right.length - left.length)

/** Tried first by everybody who guesses (ASVS 5.0, 6.2.4 asks for 3,000): zxcvbn's list, in the order of how often they leaked. Whole, any of them is refused; the first, as parts. */
const LEAKED: ReadonlySet<string> = new Set(dictionary['passwords-common'])
const LEAKED_MOST: ReadonlySet<string> = new Set(dictionary['passwords-common'].slice(0, 5_000))
/** What is set around a word to please a rule: signs, or signs and digits. */
const SIGNS_AROUND = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu
const ALL_AROUND = /^[^\p{L}]+|[^\p{L}]+$/gu

const unmask = (text: string): string => [...text].map((letter) => LOOK_ALIKES[letter] ?? letter).join('')
const wordsOf = ({ name, email, house }: Belonging): string[] =>
  [name, email, house]
    .flatMap((text) =>
      text
        .normalize('NFKC')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    )
    .filter((word) => word.length >= LEAST_WORD)

/** Those of the leaked that this begins or ends with, or is once what stands around is taken away. */
function findLeaked(text: string): string[] {
  const inner = text.replace(SIGNS_AROUND, '')
  const core = text.replace(ALL_AROUND, '')
  const ends = Array.from(inner, (_, at) => [inner.slice(0, at + 1), inner.slice(at)]).flat()
  return [core, unmask(core), ...ends].filter((word) => word.length >= LEAST_WORD && LEAKED_MOST.has(word))
}

/** Marks every place that one of these words covers. */
function coverWords(text: string, words: readonly string[], covered: boolean[]): void {
  for (const word of words)
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
      covered.fill(true, at, at + word.length)
}

/** Whether `b` follows `a` as in 'aa', 'ab', 'ba' or along a row of keys. */
function stepOf(a: string, b: string): string | null {
  const gap = (b.codePointAt(0) ?? 0) - (a.codePointAt(0) ?? 0)
  if (Math.abs(gap) <= 1) return `by ${gap}`
  if (KEY_ROWS.some((row) => row.includes(a + b))) return 'right'
  if (KEY_ROWS.some((row) => row.includes(b + a))) return 'left'
  return null
}

/** Marks runs of three and more: '1234', 'zyx', 'aaaa', 'qwerty'. */
function coverRuns(letters: readonly string[], covered: boolean[]): void {
  let start = 0
  for (let at = 1; at <= letters.length; at++) {
    const step = at < letters.length ? stepOf(letters[at - 1] ?? '', letters[at] ?? '') : null
    const last = at - 1 > start ? stepOf(letters[at - 2] ?? '', letters[at - 1] ?? '') : step
    if (step !== null && step === last) continue
    if (at - start >= LEAST_RUN) covered.fill(true, start, at)
    start = step === null ? at : at - 1
  }
}

/** The part that is not a repetition of what stands before it: 'abcabcabc' → 'abc'. */
function unrepeat(text: string): string {
  for (let length = 1; length <= text.length / 2; length++) {
    const part = text.slice(0, length)
    if (part.repeat(Math.ceil(text.length / length)).startsWith(text)) return part
  }
  return text
}

/**
 * How many characters are left to be guessed once common words, their look-alikes, years, runs, repetitions and the
 * person's own words are taken out. Length is checked by the contract (ASVS 5.0, 6.2.1); this is its block-list (6.2.4, 6.2.11).
 */
export function countFree(password: string, belonging: Belonging): number {
  const text = unrepeat(password.normalize('NFKC').toLowerCase())
  const covered = new Array<boolean>(text.length).fill(false)
  const words = [...STEMS, ...wordsOf(belonging), ...findLeaked(text)]
  coverWords(text, words, covered)
  const unmasked = unmask(text)
  if (unmasked.length === text.length) coverWords(unmasked, words, covered)
  for (const year of text.matchAll(/(?:19|20|13|14)\d\d/g)) covered.fill(true, year.index, year.index + 4)
  coverRuns(text.split(''), covered)
  return new Set(text.split('').filter((_, at) => !covered[at])).size
}

export const isWeak = (password: string, belonging: Belonging): boolean =>
  LEAKED.has(password.toLowerCase()) || countFree(password, belonging) < LEAST_FREE
