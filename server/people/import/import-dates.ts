import { Temporal } from 'temporal-polyfill/full'
import { dropDirectionMarks, foldDigits } from '../digits.ts'
import type { Parsed, ValueFault } from './import-values.ts'
import { instantOfWall, offsetAt } from './zone-offset.ts'

/** `date` is the day of the Gregorian calendar in the centre's zone; `at` is noon of it when the cell told no time. */
export type ImportedDate = { date: string; at: Date; hasTime: boolean }

/** How the file writes 03/04/2024. Without it such a date is a fault. */
export type DayOrder = 'dmy' | 'mdy'

const fault = (code: string): ValueFault => ({ ok: false, code })

const TIME = /^(.+?)(?:[T\s,]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i
const YEAR_FIRST = /^(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})$/
const YEAR_LAST = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
const SPREADSHEET_SERIAL = /^\d{5}([.,]\d+)?$/
/** Years of the Solar Hijri calendar that a customer's history can hold (1921 to 2121). */
const isJalaliYear = (year: number) => year >= 1300 && year < 1500
const isGregorianYear = (year: number) => year >= 1900 && year < 2200

/** A day without a time is kept at noon, so that no reader's zone moves it to another day. */
const NOON_HOUR = 12
/** Kiritimati is 14 hours ahead, and nobody more. */
const LARGEST_OFFSET_MINUTES = 14 * 60

type Day = { year: number; month: number; day: number }

function readDay(text: string, order: DayOrder | null): Day | ValueFault {
  const first = YEAR_FIRST.exec(text)
  if (first) return { year: Number(first[1]), month: Number(first[3]), day: Number(first[4]) }
  const compact = COMPACT.exec(text)
  if (compact) return { year: Number(compact[1]), month: Number(compact[2]), day: Number(compact[3]) }
  const last = YEAR_LAST.exec(text)
  if (!last) return fault(SPREADSHEET_SERIAL.test(text) ? 'date.serial' : 'date.invalid')
  const [a, b, year] = [Number(last[1]), Number(last[3]), Number(last[4])]
  const dayFirst = { year, month: b, day: a }
  // Points and Solar Hijri years are written by people who put the day first.
  if (last[2] === '.' || isJalaliYear(year) || order === 'dmy' || a === b) return dayFirst
  if (order === 'mdy') return { year, month: a, day: b }
  if (a > 12) return dayFirst
  return b > 12 ? { year, month: a, day: b } : fault('date.ambiguous')
}

/** The day as if its midnight were in UTC. */
function toGregorian({ year, month, day }: Day): number | ValueFault {
  if (!isJalaliYear(year) && !isGregorianYear(year)) return fault('date.year')
  try {
    const calendar = isJalaliYear(year) ? 'persian' : 'iso8601'
    const date = Temporal.PlainDate.from({ year, month, day, calendar }, { overflow: 'reject' })
    return date.toZonedDateTime('UTC').epochMilliseconds
  } catch {
    return fault('date.impossible')
  }
}

const days = new Map<string, number | ValueFault>()
/** Days of two centuries in one way of writing. */
const KEPT_DAYS = 80_000

function dayOf(text: string, order: DayOrder | null): number | ValueFault {
  const key = `${text}|${order}`
  let day = days.get(key)
  if (day === undefined) {
    const read = readDay(text, order)
    day = 'ok' in read ? read : toGregorian(read)
    if (days.size >= KEPT_DAYS) days.clear()
    days.set(key, day)
  }
  return day
}

/** Minutes east of UTC of `Z`, `+03:30` or `-0500`. */
function offsetMinutes(text: string): number {
  if (/^z$/i.test(text)) return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return text.startsWith('-') ? -minutes : minutes
}

/**
 * A date as typed, Gregorian or Solar Hijri by its year, in any digits: 2024-04-03, 2024/4/3, 20240403, 3.4.2024, 1403-01-15, with or
 * without a time and offset. Without an offset it is the centre's `zone`. Faults: date.empty, .invalid, .ambiguous, .impossible,
 * .year, .time, .serial.
 */
export function parseDate(text: string, zone: string, order: DayOrder | null): Parsed<ImportedDate> {
  const typed = dropDirectionMarks(foldDigits(text)).trim()
  if (typed === '') return fault('date.empty')
  const timed = TIME.exec(typed)
  const day = dayOf((timed?.[1] ?? typed).trim(), order)
  if (typeof day !== 'number') return day
  const [hour = 0, minute = 0, second = 0] = timed ? [timed[2], timed[3], timed[4] ?? 0].map(Number) : [NOON_HOUR]
  if (hour > 23 || minute > 59 || second > 59) return fault('date.time')
  const wall = day + ((hour * 60 + minute) * 60 + second) * 1000
  const offset = timed?.[5]
  if (offset && Math.abs(offsetMinutes(offset)) > LARGEST_OFFSET_MINUTES) return fault('date.time')
  const at = offset ? wall - offsetMinutes(offset) * 60_000 : instantOfWall(zone, wall)
  const date = new Date(offset ? at + offsetAt(zone, at) : wall).toISOString().slice(0, 10)
  return { ok: true, value: { date, at: new Date(at), hasTime: timed !== null } }
}
