import { dropDirectionMarks, foldDigits, foldWords } from '../digits.ts'

/** Cells of an imported file to values. A fault is a code with what the reader needs to mend the cell. */

export type ValueFault = { ok: false; code: string; params?: Readonly<Record<string, string | number>> }
export type Parsed<T> = { ok: true; value: T } | ValueFault

const fault = (code: string, params?: ValueFault['params']): ValueFault => ({
  ok: false,
  code,
  ...(params && { params }),
})

/** 10^15 minor units: sums of a thousand such amounts still fit 64 bits. */
const LARGEST_MINOR = 1_000_000_000_000_000n
const TOMAN = /تومان|تومن|\btoman\b/i
const RIALS_PER_TOMAN = 10n

/** Words and signs of a currency beside a number, to the code they mean. */
const CURRENCY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/ریال|ريال|﷼|\brials?\b/gi, 'IRR'],
  [/so['‘’ʻʼ`]?m|сум|сўм|\bsum\b/gi, 'UZS'],
  [/درهم|\bdirhams?\b/gi, 'AED'],
  [/\$/g, 'USD'],
  [/€/g, 'EUR'],
  [/£/g, 'GBP'],
  [/₽/g, 'RUB'],
]

const digitsOf = new Map<string, number>()

/** How many digits follow the point in the smallest unit we count (CLDR; a rial has none). */
export function minorDigitsOf(currency: string): number {
  let digits = digitsOf.get(currency)
  if (digits === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    digits = format.maximumFractionDigits ?? 2
    digitsOf.set(currency, digits)
  }
  return digits
}

/** The last separator is the point when it cannot be one of thousands. Null: it could be either. */
function splitAtPoint(text: string): { whole: string; fraction: string } | null {
  const marks = [...text.matchAll(/[.,]/g)]
  const last = marks.at(-1)
  if (!last) return { whole: text, fraction: '' }
  const before = text.slice(0, last.index)
  const after = text.slice(last.index + 1)
  const kinds = new Set(marks.map(([mark]) => mark))
  const once = marks.filter(([mark]) => mark === last[0]).length === 1
  if (kinds.size === 2) return once ? { whole: before, fraction: after } : null
  if (!once) return { whole: text, fraction: '' }
  if (after.length !== 3) return { whole: before, fraction: after }
  return last[0] === ',' ? { whole: text, fraction: '' } : null
}

/** Could not be read in any other way. */
const PLAIN = /^\d{1,15}$/
const GROUPED = /^\d{1,3}([.,])\d{3}(\1\d{3})*$/

/** Takes words of currency out; the code they name, or null when the text names another currency than ours. */
function dropCurrency(text: string, currency: string): { number: string; factor: bigint } | null {
  let number = text
  let factor = 1n
  if (TOMAN.test(number)) {
    if (currency !== 'IRR') return null
    factor = RIALS_PER_TOMAN
    number = number.replace(TOMAN, '')
  }
  for (const [word, code] of CURRENCY_WORDS) {
    const without = number.replace(word, '')
    if (without === number) continue
    if (code !== currency) return null
    number = without
  }
  const named = /\b[A-Za-z]{3}\b/.exec(number)?.[0]
  if (named && named.toUpperCase() !== currency) return null
  return { number: named ? number.replace(named, '') : number, factor }
}

/**
 * An amount of money as typed → minor units. Thousands may be set off by , . ٬ ' _ or a space, the fraction by . , or ٫; where
 * one mark could be either it is a fault. Faults: amount.empty, .invalid, .negative, .ambiguous, .fraction, .currency, .too-big.
 */
export function parseAmount(text: string, currency: string): Parsed<bigint> {
  const typed = dropDirectionMarks(foldDigits(text)).trim()
  if (typed === '') return fault('amount.empty')
  if (PLAIN.test(typed)) return toMinor(typed, '', 1n, currency) // most of a million
  const found = dropCurrency(typed, currency)
  if (!found) return fault('amount.currency', { currency })
  const bare = found.number
    .replace(/\u066c/g, "'")
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/(\d)[\s\u00a0\u202f'_\u2019](?=\d{3}(?!\d))/g, '$1')
    .trim()
  const persianPoint = bare.replace(/\u066b/g, '.')
  const number = persianPoint.replace(/^\+/, '').replace(/\.$/, '')
  if (/^(-\s*[\d.,]+|[\d.,]+\s*-|\([\d.,]+\))$/.test(number)) return fault('amount.negative')
  if (!/^[\d.,]*\d[\d.,]*$/.test(number)) return fault('amount.invalid')
  const split = bare.includes('\u066b')
    ? { whole: number.slice(0, number.lastIndexOf('.')), fraction: number.slice(number.lastIndexOf('.') + 1) }
    : splitAtPoint(number)
  if (!split) return fault('amount.ambiguous')
  const { whole, fraction } = split
  if (whole !== '' && !/^\d+$/.test(whole) && !GROUPED.test(whole)) return fault('amount.invalid')
  return toMinor(whole.replace(/[.,]/g, ''), fraction, found.factor, currency)
}

function toMinor(whole: string, fraction: string, factor: bigint, currency: string): Parsed<bigint> {
  if (!/^\d*$/.test(fraction)) return fault('amount.invalid')
  const digits = minorDigitsOf(currency)
  const exact = fraction.replace(/0+$/, '')
  const scale = 10n ** BigInt(exact.length)
  const scaled = BigInt(`${whole || '0'}${exact}`) * factor * 10n ** BigInt(digits)
  if (scaled % scale !== 0n) return fault('amount.fraction', { digits })
  const minor = scaled / scale
  return minor > LARGEST_MINOR ? fault('amount.too-big') : { ok: true, value: minor }
}

export type ContactKind = 'call' | 'message' | 'email' | 'visit' | 'complaint'
export type ContactDirection = 'in' | 'out'
export type ComplaintStatus = 'open' | 'solved' | 'closed'

/** Words by meaning, in English, Persian and Uzbek; matched folded and whole. */
const KIND_WORDS: Readonly<Record<ContactKind, string>> = {
  call: 'call,phone,phone call,telephone,voice,تماس,تماس تلفنی,تلفن,مکالمه,qongiroq,telefon',
  message: 'message,sms,text,text message,chat,whatsapp,telegram,پیام,پیامک,اس ام اس,چت,واتساپ,تلگرام,xabar,sms xabar',
  email: 'email,e-mail,mail,ایمیل,رایانامه,پست الکترونیک,pochta,elektron pochta',
  visit: 'visit,meeting,in person,walk-in,مراجعه,حضوری,ملاقات,بازدید,tashrif,uchrashuv',
  complaint: 'complaint,claim,ticket,شکایت,اعتراض,انتقاد,shikoyat,etiroz',
}
const DIRECTION_WORDS: Readonly<Record<ContactDirection, string>> = {
  in: 'in,inbound,incoming,received,ورودی,دریافتی,kiruvchi',
  out: 'out,outbound,outgoing,sent,خروجی,ارسالی,chiquvchi',
}
const STATUS_WORDS: Readonly<Record<ComplaintStatus, string>> = {
  open: 'open,new,pending,in progress,unresolved,ignored,باز,جدید,در حال بررسی,در جریان,پیگیری,حل نشده,ochiq,yangi,jarayonda,korilmoqda',
  solved: 'solved,resolved,fixed,حل شد,حل شده,برطرف شد,رفع شد,رفع شده,hal qilindi,hal bolgan',
  closed: 'closed,done,rejected,dismissed,refused,بسته,بسته شد,بسته شده,رد شد,رد شده,yopildi,yopilgan,yopiq,rad etildi',
}

function readerOf<Code extends string>(field: string, words: Readonly<Record<Code, string>>) {
  const meanings = new Map<string, Code>()
  for (const code of Object.keys(words) as Code[])
    for (const word of words[code].split(',')) meanings.set(foldWords(word), code)
  return (text: string): Parsed<Code> => {
    const word = foldWords(text)
    if (word === '') return fault(`${field}.empty`)
    const value = meanings.get(word)
    return value ? { ok: true, value } : fault(`${field}.unknown`, { text: text.trim().slice(0, 40) })
  }
}

/** A kind of contact by its word; faults kind.empty, kind.unknown. */
export const parseKind = readerOf('kind', KIND_WORDS)
/** Who reached out to whom; faults direction.empty, direction.unknown. */
export const parseDirection = readerOf('direction', DIRECTION_WORDS)
/** How a complaint stands; faults status.empty, status.unknown. */
export const parseStatus = readerOf('status', STATUS_WORDS)
