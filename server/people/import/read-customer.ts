import { foldName, foldWords } from '../digits.ts'
import { parsePhone } from '../phone-number.ts'
import { type CellSettings, openRow, type Places, type ReadRow } from './import-cells.ts'

export type GivenPhone = { e164: string; country: string | null }
export type CustomerRow = {
  externalId: string
  name: string
  searchName: string
  phones: GivenPhone[]
  language: string | null
  city: string | null
  country: string | null
  zone: string | null
  joinedAt: Date | null
  cancelledAt: Date | null
  attributes: Record<string, string>
}

const LANGUAGE_WORDS: Readonly<Record<string, string>> = {
  fa: 'fa,fas,per,farsi,persian,فارسی,پارسی,fors,forscha',
  en: 'en,eng,english,انگلیسی,ingliz,inglizcha,ingliz tili',
  uz: 'uz,uzb,uzbek,ازبکی,اوزبکی,ozbek,ozbekcha,ozbek tili',
}
const LANGUAGES = new Map(
  Object.entries(LANGUAGE_WORDS).flatMap(([code, words]) => words.split(',').map((word) => [foldWords(word), code])),
)
/** ISO 639 with or without a region. */
const LANGUAGE_TAG = /^([a-z]{2,3})(?:[-_][A-Za-z]{2,4})?$/

const zones = new Map<string, boolean>()
function isZone(name: string): boolean {
  let known = zones.get(name)
  if (known === undefined) {
    try {
      known = Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
    } catch {
      known = false
    }
    if (zones.size < 1_000) zones.set(name, known)
  }
  return known
}

/** One row of a customers file. A language that we do not know stays as an attribute. */
export function readCustomer(cells: readonly string[], places: Places, settings: CellSettings): ReadRow<CustomerRow> {
  const row = openRow(cells, places, settings)
  const externalId = row.required('external_id', row.key('external_id'))
  const name = row.required('name', row.name('name'))
  const phones: GivenPhone[] = []
  for (const column of ['phone', 'phone2']) {
    const text = row.raw(column)
    if (column === 'phone2' && text.trim() === '') continue
    const phone = parsePhone(text, settings.region)
    if (!phone.ok) row.fault(column, phone.code, text)
    else if (!phones.some(({ e164 }) => e164 === phone.e164)) phones.push({ e164: phone.e164, country: phone.country })
  }
  const spoken = row.name('language')
  const language = spoken ? (LANGUAGES.get(foldWords(spoken)) ?? LANGUAGE_TAG.exec(spoken)?.[1] ?? null) : null
  const zone = row.key('time_zone')
  if (zone && !isZone(zone)) row.fault('time_zone', 'csv.cell', zone)
  const joined = row.raw('joined_at').trim() === '' ? null : row.past('joined_at')
  const cancelled = row.day('cancelled_at')
  const city = row.name('city')
  const attributes = row.attributes()
  if (spoken && !language) attributes.language = spoken
  return row.done(() => ({
    externalId,
    name,
    searchName: foldName(name),
    phones,
    language,
    city,
    country: phones[0]?.country ?? null,
    zone,
    joinedAt: joined?.at ?? null,
    cancelledAt: cancelled?.at ?? null,
    attributes,
  }))
}
