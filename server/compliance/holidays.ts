/** Days on which a jurisdiction forbids calls. Dates are local calendar days given as days since 1970-01-01. */

const MS_PER_DAY = 86_400_000

const dayOf = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / MS_PER_DAY

/** ISO weekday, 1 Monday … 7 Sunday. */
export function weekdayOf(epochDay: number): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1
}

/** Easter Sunday of the Gregorian calendar: the anonymous algorithm of Nature 13 (1876) 487, after Meeus ch. 8. */
export function easterOf(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return dayOf(year, Math.floor(n / 31), (n % 31) + 1)
}

/** The nth weekday of a month; n = -1 is the last. */
function nthWeekday(year: number, month: number, weekday: number, n: number): number {
  if (n > 0) {
    const first = dayOf(year, month, 1)
    return first + ((weekday - weekdayOf(first) + 7) % 7) + (n - 1) * 7
  }
  const last = dayOf(year, month + 1, 0)
  return last - ((weekdayOf(last) - weekday + 7) % 7)
}

/** Public holidays of France: Code du travail art. L3133-1. */
function frenchHolidays(year: number): number[] {
  const easter = easterOf(year)
  const fixed: [number, number][] = [
    [1, 1],
    [5, 1],
    [5, 8],
    [7, 14],
    [8, 15],
    [11, 1],
    [11, 11],
    [12, 25],
  ]
  return [...fixed.map(([month, day]) => dayOf(year, month, day)), easter + 1, easter + 39, easter + 50]
}

/** Legal public holidays of the United States: 5 U.S.C. 6103(a), each with the weekday it is observed on (E.O. 11582). */
function federalHolidays(year: number): number[] {
  const fixed = [dayOf(year, 1, 1), dayOf(year, 6, 19), dayOf(year, 7, 4), dayOf(year, 11, 11), dayOf(year, 12, 25)]
  const observed = fixed.flatMap((day) => {
    const weekday = weekdayOf(day)
    return weekday === 6 ? [day, day - 1] : weekday === 7 ? [day, day + 1] : [day]
  })
  return [
    ...observed,
    dayOf(year + 1, 1, 1) - (weekdayOf(dayOf(year + 1, 1, 1)) === 6 ? 1 : 0),
    nthWeekday(year, 1, 1, 3),
    nthWeekday(year, 2, 1, 3),
    nthWeekday(year, 5, 1, -1),
    nthWeekday(year, 9, 1, 1),
    nthWeekday(year, 10, 1, 2),
    nthWeekday(year, 11, 4, 4),
  ]
}

const LISTS = { FR: frenchHolidays, US: federalHolidays }

/** Whether the local day is a public holiday of the list. */
export function isHoliday(list: 'FR' | 'US', epochDay: number): boolean {
  return LISTS[list](new Date(epochDay * MS_PER_DAY).getUTCFullYear()).includes(epochDay)
}
