import { cut, foldWords } from '../digits.ts'

/**
 * A name by its sound, so that Mohammadi, Muhammadi, Muhammadiy, Мухаммади and محمدی are one: Latin letters, then the skeleton of consonants. After
 * Russell and Odell's Soundex (US patent 1,261,167), for the three alphabets of our customers and without its cut at four letters.
 */

/** A letter that stands for nothing that Latin could misread: Latin x is Uzbek's h, so that s + ه never reads as sh. */
const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'ا a|أ a|إ a|آ a|ٱ a|ع a|ب b|پ p|ت t|ط t|ث s|س s|ص s|ج j|چ ch|ح x|خ x|ه x|ة x|ۀ x|ە x|د d|ذ z|ز z|ض z|ظ z|ر r|ژ j|ش sh',
    'غ g|ق g|گ g|ف f|ک k|ك k|ل l|م m|ن n|و v|ؤ v|ی y|ي y|ى y|ئ y|ء ',
    'а a|б b|в v|г g|ғ g|д d|е e|ё yo|ж j|з z|и i|й y|к k|қ q|л l|м m|н n|о o|п p|р r|с s|т t|у u|ў o|ф f|х x|ҳ x|ц ts|ч ch|ш sh|щ sh|ъ |ы i|ь |э e|ю yu|я ya',
    'ş sh|ç ch|ğ g|ı i|ä a|ö o|ü u|ß ss|æ a|ø o|ł l',
  ]
    .join('|')
    .split('|')
    .map((pair) => pair.split(' ')),
)

/** Letters and pairs to one sign a sound; w is sh and c is ch. */
const SOUNDS: Readonly<Record<string, string>> = {
  ...{ sch: 'w', tch: 'c', dzh: 'j', sh: 'w', ch: 'c', zh: 'j', dj: 'j', kh: 'h', gh: 'g', ph: 'f', th: 't', ck: 'k' },
  ...{ q: 'g', x: 'h', w: 'v', ee: 'y', oo: 'v', ou: 'v', i: 'y', u: 'v', a: '', e: '', o: '' },
}
const UNIT = /sch|tch|dzh|[sczkgp]h|th|dj|ck|ee|oo|ou|./gu
const VOWEL = /^[aeiou]/
const SOFT_C = /c(?=[eiy])/g
const HARD_C = /c(?!h|k)/g

/** Further words are not listened to. */
export const NAME_WORDS_MAX = 6
const SOUND_CHARS_MAX = 48

const collapse = (text: string): string => text.replace(/(.)\1+/gu, '$1')

/** In Latin letters, word by word; other alphabets stay as they are. */
function latinWords(name: string): string[] {
  const latin = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/\p{L}/gu, (letter) => LATIN[letter] ?? letter)
  return foldWords(latin).split(' ').filter(Boolean).slice(0, NAME_WORDS_MAX)
}

/** One word with its long vowels: y for i and ی, v for u and و. A vowel that begins a word is a; an h that ends it is not heard. */
function spell(word: string): string {
  const letters = word.replace(SOFT_C, 's').replace(HARD_C, 'k')
  const rest = [...letters.matchAll(UNIT)].map(([unit]) => SOUNDS[unit] ?? unit).join('')
  const spelt = VOWEL.test(letters) ? `a${rest}` : rest
  return collapse(spelt.length > 1 ? spelt.replace(/h$/, '') : spelt)
}

/** Without its vowels, save what begins it. */
const skeleton = (spelt: string): string => collapse(spelt.charAt(0) + spelt.slice(1).replace(/[yv]/g, ''))

/** Written as one, so that Ali Reza and Alireza meet: the a that begins a word inside is not heard. */
export const joinSounds = (words: readonly string[]): string =>
  cut(
    collapse(words.map((word, at) => (at > 0 && word.length > 1 ? word.replace(/^a/, '') : word)).join('')),
    SOUND_CHARS_MAX,
  )

/** The skeleton of each word of a name. */
export const soundWords = (name: string): string[] => latinWords(name).map(spell).map(skeleton)

/** With its long vowels, written as one, which tells Hossein from Hasan: for the order of what sounds alike. */
export const spellingOf = (name: string): string => joinSounds(latinWords(name).map(spell))
