import { Temporal } from 'temporal-polyfill'
import { isHoliday, weekdayOf } from './holidays.ts'
import type { DayWindow } from './presets.ts'

/** Windows of wall-clock time, and the holidays on which they stay shut. */
export type Hours = { windows: readonly DayWindow[]; holidays: 'FR' | 'US' | null }

/** `closesAt` null: does not close within the horizon. `nextOpenAt` null: does not open within it. */
export type Opening = { openNow: boolean; closesAt: Date | null; nextOpenAt: Date | null }

type Span = readonly [from: number, to: number]

const MS_PER_MINUTE = 60_000
const MS_PER_DAY = 86_400_000
export const HORIZON_DAYS = 14
const HORIZON_MS = HORIZON_DAYS * MS_PER_DAY
const BLOCK_MS = 7 * MS_PER_DAY
const CACHE_ENTRIES = 5_000

const knownZones = new Map<string, boolean>()

/** Whether the runtime's IANA data knows the zone. */
export function isZone(zone: string): boolean {
  let known = knownZones.get(zone)
  if (known === undefined) {
    try {
      Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
      known = true
    } catch {
      known = false
    }
    if (knownZones.size < CACHE_ENTRIES) knownZones.set(zone, known)
  }
  return known
}

function minuteOf(text: string): number {
  const [hour = Number.NaN, minute = Number.NaN] = text.split(':').map(Number)
  return hour * 60 + minute
}

/** Spans of one local day, in minutes of that day; a window past midnight belongs to two days. */
function minutesOpen(hours: Hours, epochDay: number): Span[] {
  if (hours.holidays && isHoliday(hours.holidays, epochDay)) return []
  const today = weekdayOf(epochDay)
  const yesterday = weekdayOf(epochDay - 1)
  return hours.windows.flatMap(({ days, from, to }): Span[] => {
    const start = minuteOf(from)
    const end = minuteOf(to)
    if (start < end) return days.includes(today) ? [[start, end]] : []
    return [
      ...(days.includes(yesterday) ? [[0, end] as Span] : []),
      ...(days.includes(today) ? [[start, 24 * 60] as Span] : []),
    ]
  })
}

/** Stretches of constant offset, so that a wall clock that jumps or repeats needs no rule of its own. */
function offsetsOf(zone: string, from: number, to: number): { span: Span; offsetMs: number }[] {
  const stretches: { span: Span; offsetMs: number }[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  let start = from
  while (start < to) {
    const next = at.getTimeZoneTransition('next')
    const end = next ? Math.min(next.epochMilliseconds, to) : to
    stretches.push({ span: [start, end], offsetMs: at.offsetNanoseconds / 1e6 })
    if (!next) break
    at = next
    start = end
  }
  return stretches
}

function merge(spans: Span[]): Span[] {
  const merged: [number, number][] = []
  for (const [from, to] of spans.filter(([a, b]) => a < b).sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

function intersect(a: readonly Span[], b: readonly Span[]): Span[] {
  const both: Span[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const x = a[i] as Span
    const y = b[j] as Span
    const from = Math.max(x[0], y[0])
    const to = Math.min(x[1], y[1])
    if (from < to) both.push([from, to])
    if (x[1] < y[1]) i++
    else j++
  }
  return both
}

/** Instants of [from, to) at which a wall clock in the zone shows a time inside the windows. */
function openSpans(zone: string, hours: Hours, from: number, to: number): Span[] {
  const spans: Span[] = []
  for (const { span, offsetMs } of offsetsOf(zone, from, to)) {
    const lastDay = Math.floor((span[1] + offsetMs) / MS_PER_DAY)
    for (let day = Math.floor((span[0] + offsetMs) / MS_PER_DAY); day <= lastDay; day++) {
      const midnight = day * MS_PER_DAY - offsetMs
      for (const [start, end] of minutesOpen(hours, day)) {
        spans.push([
          Math.max(midnight + start * MS_PER_MINUTE, span[0]),
          Math.min(midnight + end * MS_PER_MINUTE, span[1]),
        ])
      }
    }
  }
  return merge(spans)
}

const cache = new Map<string, readonly Span[]>()

function spansOfBlock(zones: readonly string[], hours: readonly Hours[], key: string, block: number): readonly Span[] {
  const cacheKey = `${key}#${block}`
  let spans = cache.get(cacheKey)
  if (!spans) {
    const from = block * BLOCK_MS
    const to = from + BLOCK_MS + HORIZON_MS
    let open: Span[] = [[from, to]]
    for (const zone of zones) for (const one of hours) open = intersect(open, openSpans(zone, one, from, to))
    spans = open
    if (cache.size >= CACHE_ENTRIES) cache.clear()
    cache.set(cacheKey, spans)
  }
  return spans
}

const windowKeys = new WeakMap<readonly DayWindow[], string>()

function keyOf({ windows, holidays }: Hours): string {
  let key = windowKeys.get(windows)
  if (key === undefined) {
    key = JSON.stringify(windows.map(({ days, from, to }) => [days, from, to]))
    windowKeys.set(windows, key)
  }
  return holidays ? `${holidays}${key}` : key
}

/** When all the hours are open in all the zones at once: now, until when, and next. Zones must be known to the runtime. */
export function openingAt(zones: readonly string[], hours: readonly Hours[], now: Date): Opening {
  const at = now.getTime()
  const key = `${zones.join()}|${hours.map(keyOf).join('|')}`
  const spans = spansOfBlock(zones, hours, key, Math.floor(at / BLOCK_MS))
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle] as Span)[1] <= at) low = middle + 1
    else high = middle
  }
  const limit = at + HORIZON_MS
  const within = (instant: number | undefined) => (instant !== undefined && instant <= limit ? new Date(instant) : null)
  const current = spans[low]
  if (current && current[0] <= at) return { openNow: true, closesAt: within(current[1]), nextOpenAt: now }
  return { openNow: false, closesAt: null, nextOpenAt: within(current?.[0]) }
}
