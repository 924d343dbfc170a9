import type { Place } from './town.ts'

/** The law once more, from its text and by another calendar than the product's: what the simulation holds a dial against. */

const HOUR_MS = 3_600_000
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(zone, clock)
  }
  return clock
}

/** Whether she may be called at this instant in every zone she may be in. */
export function isOpen(place: Place, at: number): boolean {
  return (place.confirmed ? [place.confirmed] : place.zones).every((zone) => {
    const parts = Object.fromEntries(
      clockOf(zone)
        .formatToParts(at)
        .map(({ type, value }) => [type, value]),
    )
    if (place.shut.includes(`${parts.month}-${parts.day}`)) return false
    const day = String(WEEKDAYS.indexOf(parts.weekday ?? '') + 1)
    const hour = Number(parts.hour)
    return place.opens.some(({ days, from, to }) => days.includes(day) && from <= hour && hour < to)
  })
}

/** Our own caps for person and number alike: 2 a day, 3 a week, 6 in 30 days. */
const HOUSE = [
  { max: 2, hours: 24 },
  { max: 3, hours: 168 },
  { max: 6, hours: 720 },
]

/** The cap that one more dial at this instant would break; null when none. `dials`: when phones rang before, by when they were dialled. */
export function brokenCap(
  dials: { person: readonly number[]; number: readonly number[] },
  at: number,
  place: Place,
  awaited: boolean,
): string | null {
  const within = (times: readonly number[], hours: number) => times.filter((time) => time + hours * HOUR_MS > at).length
  for (const { max, hours } of place.statute)
    if (within(dials.person, hours) >= max) return `${max} in ${hours} h to a person, by law`
  if (awaited) return null
  for (const { max, hours } of HOUSE)
    for (const per of ['person', 'number'] as const)
      if (within(dials[per], hours) >= max) return `${max} in ${hours} h to a ${per}`
  return null
}
