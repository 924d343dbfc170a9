import { Temporal } from 'temporal-polyfill'

/** When the day of this instant began in this zone. */
export function startOfDay(now: Date, zone: string): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  return new Date(local.startOfDay().epochMilliseconds)
}

/** When the week of this instant began in this zone. `firstDay`: 1 Monday … 7 Sunday. */
export function startOfWeek(now: Date, zone: string, firstDay: number): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  const first = local.subtract({ days: (local.dayOfWeek - firstDay + 7) % 7 })
  return new Date(first.startOfDay().epochMilliseconds)
}
