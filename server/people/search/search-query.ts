import { dropDirectionMarks, foldDigits } from '../digits.ts'
import { parsePhone } from '../phone-number.ts'
import { foldedWords, joinFolded, rotate } from './name-index.ts'
import { joinSounds, soundWords, spellingOf } from './sound.ts'

/** From `low` up to but without `high`, in the order of bytes: what begins with `low`. */
export type Range = { low: string; high: string }
/** What somebody looks for, in every way it may be meant. */
export type SearchQuery = {
  /** A whole number. */
  e164: string | null
  /** A number's last digits, turned round as the index keeps them. */
  tails: Range[]
  id: { exact: string; begins: Range }
  names: { folded: Range[]; sounds: Range[]; words: string[]; spelling: string }
}

export const SEARCH_CHARS_MIN = 2
const TAIL_DIGITS_MIN = 4
/** ITU-T E.164: no number is longer. */
const E164_DIGITS_MAX = 15
const NUMBER_MARKS = /[\s()+\-./\u2010-\u2015]/g
const HIGHEST = '\u{10ffff}'

export const beginning = (low: string): Range => ({ low, high: low + HIGHEST })
const reverse = (text: string): string => [...text].reverse().join('')
/** One consonant is heard in every tenth name. */
const saysEnough = (sound: string): boolean => sound.length >= SEARCH_CHARS_MIN
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].filter((text) => text !== '')

function readTails(typed: string): Range[] {
  const digits = typed.replace(NUMBER_MARKS, '')
  if (!/^\d+$/.test(digits)) return []
  // With the 0 or 00 before a number as it is dialled, and without it.
  return distinct([digits, digits.replace(/^0+/, '')])
    .filter(({ length }) => length >= TAIL_DIGITS_MIN && length <= E164_DIGITS_MAX)
    .map((tail) => beginning(reverse(tail)))
}

/** Reads what was typed in any of our scripts; null when it is too short to look for. `region` reads national numbers. */
export function readSearch(text: string, region: string | null): SearchQuery | null {
  const typed = dropDirectionMarks(foldDigits(text)).trim()
  if ([...typed.replace(/[^\p{L}\p{N}]/gu, '')].length < SEARCH_CHARS_MIN) return null
  const phone = parsePhone(typed, region)
  const folded = foldedWords(text)
  const sounds = soundWords(text)
  const tails = readTails(typed)
  const named = tails.length === 0
  const rotations = (words: readonly string[]): string[][] => words.map((_, at) => rotate(words, at))
  return {
    e164: phone.ok ? phone.e164 : null,
    tails,
    id: { exact: typed.toLowerCase(), begins: beginning(typed.toLowerCase()) },
    names: {
      folded: named ? distinct(rotations(folded).map(joinFolded)).map(beginning) : [],
      sounds: named ? distinct(rotations(sounds).map(joinSounds)).filter(saysEnough).map(beginning) : [],
      words: named ? sounds : [],
      spelling: spellingOf(text),
    },
  }
}
