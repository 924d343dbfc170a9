import { PLACES } from '../world/places.ts'

/** Where the town's people live, by the beginning of their numbers: nothing of the server's decides with us. */
const ZONES = new Map<string, string>([
  ['+998', 'Asia/Tashkent'],
  ['+98', 'Asia/Tehran'],
  ...Object.values(PLACES)
    .flat()
    .flatMap(([{ areaCodes, timeZone }]) => areaCodes.map((code): [string, string] => [`+1${code}`, timeZone])),
])
/**
 * By country; the end is exclusive. US: 47 CFR 64.1200(c)(1); narrower states are not looked at here. The laws of Iran and
 * Uzbekistan name no hours: the house's own (compliance design, 3).
 */
const HOURS = { '+1': ['08:00', '21:00'], '+98': ['09:00', '20:00'], '+998': ['09:00', '20:00'] } as const

const clocks = new Map<string, Intl.DateTimeFormat>()
const timeIn = (timeZone: string, at: string): string => {
  const known = clocks.get(timeZone)
  const format: Intl.DateTimeFormatOptions = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  const clock = known ?? new Intl.DateTimeFormat('en-GB', format)
  if (!known) clocks.set(timeZone, clock)
  return clock.format(new Date(at))
}

/** Whether it is within hours where this number is, at this instant, ISO 8601. A number of anywhere else may not be called. */
export function mayCall(number: string, at: string): boolean {
  const begins = (prefix: string): boolean => number.startsWith(prefix)
  const zone = [...ZONES].find(([prefix]) => begins(prefix))?.[1]
  const hours = Object.entries(HOURS).find(([prefix]) => begins(prefix))?.[1]
  if (!zone || !hours) return false
  const time = timeIn(zone, at)
  return time >= hours[0] && time < hours[1]
}
