import { cut, foldWords } from '../digits.ts'
import { joinSounds, NAME_WORDS_MAX, soundWords } from './sound.ts'

/** What a name is found by: itself and its sound, read from each of its words on and round again, so that any order of words begins one. */
export type NameRow = { place: number; folded: string; sound: string }

/** Raised when the sounds change: what was written under another one is written anew. */
export const SOUND_VERSION = 1
const FOLDED_CHARS_MAX = 80

/** The words from this one on and round again. */
export const rotate = (words: readonly string[], by: number): string[] => [...words.slice(by), ...words.slice(0, by)]

/** As written, folded, without spaces: Ali Reza and Alireza are one. */
export const foldedWords = (name: string): string[] =>
  foldWords(name).split(' ').filter(Boolean).slice(0, NAME_WORDS_MAX)
export const joinFolded = (words: readonly string[]): string => cut(words.join(''), FOLDED_CHARS_MAX)

/** One row for each word that the name may be begun with (permuterm index: Garfield 1976). */
export function nameRows(name: string): NameRow[] {
  const folded = foldedWords(name)
  const sounds = soundWords(name)
  return Array.from({ length: Math.max(folded.length, sounds.length) }, (_, place) => ({
    place,
    folded: joinFolded(rotate(folded, place % folded.length)),
    sound: joinSounds(rotate(sounds, place % sounds.length)),
  }))
}
