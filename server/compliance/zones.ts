import { areaCodeOf, strictStateOf, zonesOfSplitAreaCode } from './area-codes.ts'
import { zonesOfCountry } from './country-zones.ts'

/** What the number plan says of a number (types as libphonenumber names them). */
export type NumberFacts = { e164: string; country: string | null; type: string | null }

/** Zones are written by: what the prefix table says (null: nothing), the stored address, the customer herself. */
export type ZoneEvidence = {
  number: NumberFacts | null
  prefixZones: readonly string[] | null
  addressZone: string | null
  addressCountry: string | null
  toldZone: string | null
}

/** A prefix that covers more zones than this names a country or a continent, not a place. */
const PLACE_ZONES = 8

/** Numbers that belong to no place. */
const PLACELESS = new Set(['TOLL_FREE', 'SHARED_COST', 'UAN', 'PERSONAL_NUMBER', 'VOIP', 'PAGER', 'PREMIUM_RATE'])

/** Australia 08: Western and South Australia, Northern Territory, Broken Hill, Eucla (ACMA Numbering Plan 2015, sch. 2). */
const AUSTRALIA_08 = [
  'Australia/Perth',
  'Australia/Eucla',
  'Australia/Darwin',
  'Australia/Adelaide',
  'Australia/Broken_Hill',
]

/** Indian Ocean territories within Australia 08. */
const isOceanZone = (zone: string) => zone.startsWith('Indian/')

/** Which prefix the table must be asked for; null when the rules answer without it. Few prefixes, so the answers cache well. */
export function prefixToLookUp({ e164, country, type }: NumberFacts): string | null {
  if (type && PLACELESS.has(type)) return null
  const zones = zonesOfCountry(country)
  if (zones.length === 1) return null
  const areaCode = areaCodeOf(e164)
  if (areaCode) return zonesOfSplitAreaCode(areaCode) ? null : e164.slice(0, 5)
  return type === 'FIXED_LINE' ? e164.slice(0, 10) : null
}

function zonesOfNumber(number: NumberFacts, prefixZones: readonly string[] | null): readonly string[] {
  if (number.type && PLACELESS.has(number.type)) return []
  const ofCountry = zonesOfCountry(number.country)
  if (ofCountry.length === 1) return ofCountry
  const areaCode = areaCodeOf(number.e164)
  const place = prefixZones && prefixZones.length <= PLACE_ZONES ? prefixZones : null
  if (areaCode) return zonesOfSplitAreaCode(areaCode) ?? place ?? []
  if (number.e164.startsWith('+618')) return [...AUSTRALIA_08, ...(place ?? []).filter(isOceanZone)]
  // A mobile roams its whole country: +79 is Moscow in the table, yet Kamchatka in a pocket.
  return number.type === 'FIXED_LINE' && place ? place : ofCountry
}

/**
 * Candidate zones: the number's, the stored address's, and the address country's when it has one zone only. A zone the customer told us is
 * `confirmed` and overrides them all.
 */
export function candidateZones(evidence: ZoneEvidence): { candidates: string[]; confirmed: string | null } {
  const { number, prefixZones, addressZone, addressCountry, toldZone } = evidence
  const address = addressZone ? [addressZone] : zonesOfCountry(addressCountry)
  const found = new Set([
    ...(number ? zonesOfNumber(number, prefixZones) : []),
    ...(addressZone || address.length === 1 ? address : []),
  ])
  // A placeless number of somebody whose country alone is known may ring anywhere in it.
  if (found.size === 0) for (const zone of address) found.add(zone)
  return { candidates: [...found].sort(), confirmed: toldZone }
}

/** Presets that may apply: the countries of number and address, the address's state, the state of the area code. */
export function jurisdictionsOf(facts: {
  number: NumberFacts | null
  addressCountry: string | null
  addressState: string | null
}): string[] {
  const { number, addressCountry, addressState } = facts
  const areaCode = number && areaCodeOf(number.e164)
  const found = [
    number?.country,
    addressCountry,
    addressCountry && addressState ? `${addressCountry}-${addressState}` : null,
    areaCode && number?.country === 'US' ? strictStateOf(areaCode) : null,
  ]
  return [...new Set(found.filter((id): id is string => Boolean(id)))]
}
