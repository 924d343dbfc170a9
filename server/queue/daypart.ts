import { Temporal } from 'temporal-polyfill'

/** Parts of the customer's own day. What is before noon is morning, so that every hour has a part. */
export type Daypart = 'morning' | 'afternoon' | 'evening'

const AFTERNOON_HOUR = 12
const EVENING_HOUR = 17
const MORNING_HOUR = 8

const zoned = (at: Date, zone: string) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
const toDate = (at: Temporal.ZonedDateTime) => new Date(at.epochMilliseconds)

export function daypartOf(at: Date, zone: string): Daypart {
  const { hour } = zoned(at, zone)
  if (hour < AFTERNOON_HOUR) return 'morning'
  return hour < EVENING_HOUR ? 'afternoon' : 'evening'
}

/** The first instant of the customer's day. A day of theirs may have 23 or 25 hours. */
export const startOfDay = (at: Date, zone: string): Date => toDate(zoned(at, zone).startOfDay())

/** The first instant of the customer's next day. */
export const startOfNextDay = (at: Date, zone: string): Date => toDate(zoned(at, zone).add('P1D').startOfDay())

/** `at` when it lies in another part of the day than `last`, else the start of the next part. */
export function nextInOtherDaypart(at: Date, last: Daypart, zone: string): Date {
  if (daypartOf(at, zone) !== last) return at
  const local = zoned(at, zone)
  const hour = last === 'morning' ? AFTERNOON_HOUR : last === 'afternoon' ? EVENING_HOUR : MORNING_HOUR
  const day = last === 'evening' ? local.add('P1D') : local
  return toDate(day.startOfDay().with({ hour }))
}

/** `14:05` on the customer's clock. */
export const localHour = (at: Date, zone: string): string =>
  zoned(at, zone).toPlainTime().toString({ smallestUnit: 'minute' })
