import type { CountryCode } from 'libphonenumber-js/max'
import parsePhoneNumber, { isSupportedCountry } from 'libphonenumber-js/max'
import { dropDirectionMarks, foldDigits } from './digits.ts'

export type PhoneFault =
  | 'phone.empty'
  | 'phone.invalid'
  | 'phone.several'
  | 'phone.extension'
  | 'phone.premium'
  | 'phone.short'
  | 'phone.emergency'
  | 'phone.scheme'
  | 'phone.scientific'

export type ParsedPhone = { ok: true; e164: string; country: string | null } | { ok: false; code: PhoneFault }

/** National emergency and police, fire, ambulance and gas lines (ITU-T E.161.1; Iran 110 112 115 125; Uzbekistan 101-104, 1050). */
const EMERGENCY = new Set(
  '000 100 101 102 103 104 108 110 111 112 113 115 117 118 119 120 122 123 125 190 191 192 193 194 197 198 199 911 912 995 997 998 999 1050'.split(
    ' ',
  ),
)
/** Shorter than any subscriber's number: service and short codes. */
const SHORT_DIGITS = 6

const SCHEME = /^\s*(?!tel:)[a-z][a-z0-9+.-]*:/i
const SPREADSHEET_NUMBER = /^\d+[.,]\d+e\+?\d+$/i
const EXTENSION = /(ext|extension|доб|داخلی|ичк|ichki|x|#|;|,)\s*\.?\s*\d+\s*$/i
const COSTLY = new Set(['PREMIUM_RATE', 'SHARED_COST'])

const refuse = (code: PhoneFault): ParsedPhone => ({ ok: false, code })

/** Whether the text holds two numbers that are each whole. */
function holdsSeveral(text: string, country: CountryCode | undefined): boolean {
  const parts = text.split(/[/,;|\n]|\s+(?:or|va|و|یا|yoki)\s+/).filter((part) => /\d{5}/.test(part.replace(/\D/g, '')))
  return (
    parts.length > 1 && parts.every((part) => parsePhoneNumber(part.trim(), { defaultCountry: country })?.isValid())
  )
}

/**
 * A telephone number as typed, in any digits, to E.164. `region` (ISO 3166) reads numbers without a country code. Refuses what must not be
 * dialled: premium and shared-cost lines, emergency and short numbers, SIP addresses, and numbers that need an extension.
 */
export function parsePhone(text: string, region: string | null): ParsedPhone {
  const typed = dropDirectionMarks(foldDigits(text))
    .replace(/^\s*tel:/i, '')
    .trim()
  if (typed === '') return refuse('phone.empty')
  if (SCHEME.test(typed) || typed.includes('@')) return refuse('phone.scheme')
  if (SPREADSHEET_NUMBER.test(typed)) return refuse('phone.scientific')
  const country = region && isSupportedCountry(region) ? region : undefined
  if (holdsSeveral(typed, country)) return refuse('phone.several')
  const digits = typed.replace(/\D/g, '')
  if (digits === '') return refuse('phone.invalid')
  if (EMERGENCY.has(digits)) return refuse('phone.emergency')
  const parsed = parsePhoneNumber(typed, { ...(country && { defaultCountry: country }), extract: false })
  if (parsed?.ext || (!parsed?.isValid() && EXTENSION.test(typed))) return refuse('phone.extension')
  if (!parsed) return refuse(digits.length < SHORT_DIGITS ? 'phone.short' : 'phone.invalid')
  if (EMERGENCY.has(parsed.nationalNumber)) return refuse('phone.emergency')
  // Some service numbers are valid ones of their plan (Iran's 96xx): nobody lost lives there.
  if (parsed.nationalNumber.length < SHORT_DIGITS) return refuse('phone.short')
  if (!parsed.isValid()) return refuse('phone.invalid')
  if (COSTLY.has(parsed.getType() ?? '')) return refuse('phone.premium')
  return { ok: true, e164: parsed.number, country: parsed.country ?? null }
}

const HIDDEN_AT_LEAST = 3

/** `+98 912 *** 4567`: enough to tell two numbers apart, too little to dial. The stars do not tell how many digits they hide. */
export function maskPhone(e164: string): string {
  const parsed = parsePhoneNumber(e164)
  const national = parsed?.nationalNumber ?? e164.replace(/\D/g, '')
  const tail = national.length >= 8 ? 4 : 2
  const head = Math.max(0, Math.min(3, national.length - tail - HIDDEN_AT_LEAST))
  const shown = [
    parsed ? `+${parsed.countryCallingCode}` : '',
    national.slice(0, head),
    '***',
    national.slice(national.length - tail),
  ]
  return shown.filter((part) => part !== '').join(' ')
}
