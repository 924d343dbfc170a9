import { Temporal } from 'temporal-polyfill'

/** Whether this instant lies within the campaign's days, both included, of the calendar of this zone. */
export function isInDates(
  { startsOn, endsOn }: { startsOn: string | null; endsOn: string | null },
  now: Date,
  zone: string,
): boolean {
  if (startsOn === null && endsOn === null) return true
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
  return (startsOn === null || startsOn <= today) && (endsOn === null || today <= endsOn)
}
