import { Temporal } from 'temporal-polyfill/full'
import { type ImportedDate, parseDate } from './import-dates.ts'
import type { Parsed } from './import-values.ts'

const endOfDay = ({ date }: ImportedDate, zone: string): Date =>
  new Date(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1)

/** The instant up to which a file is complete, as typed: a time is that instant, a day is its end in the centre's zone. */
export function parseAsOf(text: string, zone: string): Parsed<Date> {
  const read = parseDate(text, zone, null)
  if (!read.ok) return read
  return { ok: true, value: read.value.hasTime ? read.value.at : endOfDay(read.value, zone) }
}
