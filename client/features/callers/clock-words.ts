import { uzbekWeekdays } from '../../i18n/uzbek.ts'

const MINUTES = 60
const DAY = 1440
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1)

/** '09:30' → 570; midnight as an end is the end of the day. Null when it is no time. */
export function readClock(text: string, isEnd: boolean): number | null {
  const [, hour, minute] = /^(\d{2}):(\d{2})/.exec(text) ?? []
  if (hour === undefined || minute === undefined) return null
  const at = Number(hour) * MINUTES + Number(minute)
  return isEnd && at === 0 ? DAY : at
}

export const writeClock = (at: number): string =>
  `${String(Math.floor((at % DAY) / MINUTES)).padStart(2, '0')}:${String(at % MINUTES).padStart(2, '0')}`

/** Monday first, as the flow keeps them. */
export const weekdayNames = (locale: string): string[] =>
  Array.from({ length: 7 }, (_, nth) => {
    const day = MONDAY + nth * 86_400_000
    const short = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }).format(day)
    if (locale === 'uz') return Object.entries(uzbekWeekdays).find(([name]) => name === short)?.[1] ?? short
    return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(day)
  })
