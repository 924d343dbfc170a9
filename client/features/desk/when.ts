/** Days and hours as the customer's own clock shows them, from `Intl` alone: no offset tables (asks.md 20, 21). */
const DAY = 86_400_000
const MINUTE = 60_000
/** Two hours from now, to the next quarter: what "later today" is taken to mean. */
const LATER_HOURS = 2
const LATER_ENDS_HOUR = 19
const MORNING_HOUR = 10

type WallTime = { year: number; month: number; day: number; hour: number; minute: number }

const readWall = (at: Date, zone: string): WallTime => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') }
}

const asUtc = ({ year, month, day, hour, minute }: WallTime): number => Date.UTC(year, month - 1, day, hour, minute)

/** The instant at which a zone's clock shows this; in the hour that summer time skips, the instant after it. */
export function instantOf(wall: WallTime, zone: string): Date {
  const wanted = asUtc(wall)
  const offsetAt = (at: number): number => asUtc(readWall(new Date(at), zone)) - Math.floor(at / MINUTE) * MINUTE
  const guess = wanted - offsetAt(wanted)
  return new Date(wanted - offsetAt(guess))
}

/** The weekend of the place: Friday in Iran, Saturday and Sunday elsewhere. 0 is Sunday. Source: CLDR 46 weekData. */
const restDays = (zone: string): readonly number[] => (zone === 'Asia/Tehran' ? [5] : [0, 6])

export type QuickWhen = 'laterToday' | 'tomorrow' | 'nextWorkingDay' | 'inAWeek'

function dayFrom(now: Date, zone: string, days: number): { date: Date; weekday: number } {
  const { year, month, day } = readWall(now, zone)
  const noon = new Date(Date.UTC(year, month - 1, day + days, 12))
  const wall = { year: noon.getUTCFullYear(), month: noon.getUTCMonth() + 1, day: noon.getUTCDate() }
  return { date: instantOf({ ...wall, hour: MORNING_HOUR, minute: 0 }, zone), weekday: noon.getUTCDay() }
}

/** The first day after tomorrow's weekend: the day on which a working week begins, or tomorrow's next working day. */
function nextWorkingDay(now: Date, zone: string): Date {
  for (let days = 2; days <= 5; days += 1) {
    const { date, weekday } = dayFrom(now, zone, days)
    if (!restDays(zone).includes(weekday)) return date
  }
  return dayFrom(now, zone, 2).date
}

/** The instant of a quick choice in the customer's zone, or null where it makes no sense: late today there is no later today. */
export function quickInstant(when: QuickWhen, now: Date, zone: string): Date | null {
  if (when === 'tomorrow') return dayFrom(now, zone, 1).date
  if (when === 'inAWeek') return dayFrom(now, zone, 7).date
  if (when === 'nextWorkingDay') return nextWorkingDay(now, zone)
  const later = new Date(Math.ceil((now.getTime() + LATER_HOURS * 3_600_000) / (15 * MINUTE)) * 15 * MINUTE)
  const wall = readWall(later, zone)
  const isToday = wall.day === readWall(now, zone).day && later.getTime() - now.getTime() < DAY
  return isToday && wall.hour < LATER_ENDS_HOUR ? later : null
}

/** The hour that the customer's clock shows, for one who was given no local hour. */
export const hourAt = (now: Date, zone: string): number => readWall(now, zone).hour
