/**
 * When a phone may ring, told a second time and by other means than the product's: the hours written out by hand, and the
 * clock on the wall as `Intl` shows it, one instant after the other. The year is 2026.
 */

type Hours = { days: string; from: string; to: string }

const daily = (from: string, to: string): Hours[] => [{ days: 'MonTueWedThuFriSatSun', from, to }]
const notSunday = (from: string, to: string): Hours[] => [{ days: 'MonTueWedThuFriSat', from, to }]
const workdays = (from: string, to: string): Hours => ({ days: 'MonTueWedThuFri', from, to })

const NARROWEST = daily('10:00', '18:00')
export const HOURS: Readonly<Record<string, readonly Hours[]>> = {
  US: daily('08:00', '21:00'),
  'US-FL': daily('08:00', '20:00'),
  'US-OK': daily('08:00', '20:00'),
  'US-MD': daily('08:00', '20:00'),
  'US-MA': daily('08:00', '20:00'),
  'US-AL': notSunday('08:00', '20:00'),
  'US-LA': notSunday('08:00', '20:00'),
  'US-MS': notSunday('08:00', '20:00'),
  'US-CT': daily('09:00', '20:00'),
  'US-KY': daily('10:00', '21:00'),
  'US-MI': daily('09:00', '21:00'),
  'US-MN': daily('09:00', '21:00'),
  'US-NM': daily('09:00', '21:00'),
  'US-NV': daily('09:00', '20:00'),
  FR: [workdays('10:00', '13:00'), workdays('14:00', '20:00')],
  GB: daily('08:00', '21:00'),
  DE: NARROWEST,
  ES: NARROWEST,
  AE: daily('09:00', '18:00'),
  IR: daily('09:00', '20:00'),
  UZ: daily('09:00', '20:00'),
}

/** The feasts of 2026 as calendars print them; Independence Day, a Saturday, is kept on the Friday as well. */
const FRENCH = '01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25'
const FEDERAL = '01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25'
const SHUT: Readonly<Record<string, string>> = { FR: FRENCH, 'US-AL': FEDERAL, 'US-LA': FEDERAL }

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What the clock on a wall of this zone shows: `Mon 03-02 09:00`. */
export function shownAt(zone: string, at: number): { weekday: string; date: string; time: string } {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', weekday: 'short' },
      ...{ month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    })
    clocks.set(zone, clock)
  }
  const text = clock.format(at) // Mon, 03/02, 09:00
  return { weekday: text.slice(0, 3), date: `${text.slice(5, 7)}-${text.slice(8, 10)}`, time: text.slice(12, 17) }
}

/** Whether a phone there may ring at this instant under all these presets; one that is not known has the narrowest hours. */
export function mayRing(presets: readonly string[], zone: string, at: number): boolean {
  const { weekday, date, time } = shownAt(zone, at)
  return presets.every(
    (preset) =>
      !SHUT[preset]?.includes(date) &&
      (HOURS[preset] ?? NARROWEST).some(({ days, from, to }) => days.includes(weekday) && from <= time && time < to),
  )
}

/** The instants at which the clock shows this time of this day of the year: none where it jumps, two where it is set back. */
export function instantsOf(zone: string, day: number, time: string): number[] {
  const asUtc = Date.UTC(2026, 0, 1 + day, Number(time.slice(0, 2)), Number(time.slice(3, 5)))
  const date = new Date(asUtc).toISOString().slice(5, 10)
  const found = new Set<number>()
  for (const near of [asUtc - 86_400_000, asUtc + 86_400_000]) {
    const { date: there, time: then } = shownAt(zone, near)
    const year = there === '12-31' && day < 2 ? 2025 : there === '01-01' && day > 362 ? 2027 : 2026
    const at = asUtc - (Date.parse(`${year}-${there}T${then}Z`) - near)
    const shown = shownAt(zone, at)
    if (shown.date === date && shown.time === time) found.add(at)
  }
  return [...found].sort((a, b) => a - b)
}

/** Whether the clock is set forward or back on this day of the year. */
export const isSetOn = (zone: string, day: number): boolean => {
  const noon = (which: number) => instantsOf(zone, which, '12:00')[0] ?? Number.NaN
  return noon(day) - noon(day - 1) !== 86_400_000 || noon(day + 1) - noon(day) !== 86_400_000
}
