import { Temporal } from 'temporal-polyfill'

/** When the day of this instant began in this zone. */
export function startOfDay(now: Date, zone: string): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  return new Date(local.startOfDay().epochMilliseconds)
}
