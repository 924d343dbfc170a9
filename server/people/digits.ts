/** Text as people type it in Persian, Arabic, Uzbek and English, folded so that the same word is the same string. */

/** Zero of each block of ten digits: Arabic-Indic, Persian, fullwidth. */
const DIGIT_ZEROS = [0x0660, 0x06f0, 0xff10]
const FOREIGN_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g

/** Marks that only steer the direction of a line, and the byte order mark. */
const DIRECTION_MARK = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
/** Tatweel stretches a letter and says nothing. */
const TATWEEL = /\u0640/g
const ZERO_WIDTH = /[\u200b\u200c\u200d]/g
/** Uzbek oʻ, gʻ and the tutuq belgisi, in every way they are typed. */
const APOSTROPHE = /[\u02bb\u02bc\u2018\u2019\u0060\u00b4\u02b9\u2032']/g

/** Persian, Arabic and fullwidth digits become ASCII; nothing else changes. */
export function foldDigits(text: string): string {
  return text.replace(FOREIGN_DIGIT, (digit) => {
    const code = digit.charCodeAt(0)
    const zero = DIGIT_ZEROS.find((first) => code >= first && code <= first + 9) ?? code
    return String(code - zero)
  })
}

/** At most so many characters; none is cut in two. */
export const cut = (text: string, chars: number): string =>
  text.length > chars ? [...text].slice(0, chars).join('') : text

/** Direction marks out. */
export function dropDirectionMarks(text: string): string {
  return text.replace(DIRECTION_MARK, '')
}

/** Arabic ي, ى and ك become Persian ی and ک (meilisearch/charabia#382). */
function foldLetters(text: string): string {
  return text.replace(/[\u064a\u0649]/g, '\u06cc').replace(/\u0643/g, '\u06a9')
}

/** A name or a word as it is kept: letters of one alphabet, no steering marks, single spaces; half-spaces and case stay. */
export function cleanText(text: string): string {
  return foldLetters(dropDirectionMarks(text.normalize('NFC')).replace(TATWEEL, ''))
    .replace(/\s+/g, ' ')
    .trim()
}

/** The shadow column of search: no case, no marks, no half-spaces, no apostrophes; أ إ آ are ا, ة is ه. */
export function foldName(name: string): string {
  const bare = dropDirectionMarks(foldDigits(name)).normalize('NFKD').replace(/\p{M}/gu, '').replace(TATWEEL, '')
  return foldLetters(bare)
    .replace(/\u0671/g, '\u0627')
    .replace(/[\u0629\u06c0\u06d5]/g, '\u0647')
    .replace(ZERO_WIDTH, '')
    .replace(APOSTROPHE, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** A label as words parted by single spaces, folded as names are: half-spaces, joins and camelCase part words too. */
export function foldWords(label: string): string {
  const parted = label.replace(/([a-z])([A-Z])/g, '$1 $2').replace(ZERO_WIDTH, ' ')
  return foldName(parted)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
