import { BadInput } from './bad-input.ts'

const DAY_MS = 86_400_000
const TOKEN = /yyyy|MM|dd|HH|mm|ss|M|d|H/g
const DIGITS: Record<string, string> = { yyyy: '(\\d{4})', M: '(\\d{1,2})', d: '(\\d{1,2})', H: '(\\d{1,2})' }

/**
 * Reads dates of one form (yyyy, MM, dd, HH, mm, ss and anything between them) as whole days since 1970-01-01, null
 * where it is none. Without a form: yyyy-MM-dd, with or without a time after it.
 */
export function createDayReader(format?: string): (text: string) => number | null {
  const tokens = format ? [...format.matchAll(TOKEN)].map(([token]) => token) : ['yyyy', 'MM', 'dd']
  const place = (...names: string[]) => tokens.findIndex((token) => names.includes(token))
  const [year, month, day] = [place('yyyy'), place('MM', 'M'), place('dd', 'd')]
  if (year < 0 || month < 0 || day < 0) throw new BadInput(`--date-format ${format}: needs yyyy, MM and dd`)
  const escaped = format?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(TOKEN, (token) => DIGITS[token] ?? '(\\d{2})')
  const pattern = escaped ? new RegExp(`^${escaped}$`) : /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/
  return (text) => {
    const found = pattern.exec(text.trim())
    if (!found) return null
    const [y, m, d] = [year, month, day].map((i) => Number(found[i + 1]))
    if (y === undefined || m === undefined || d === undefined) return null
    const ms = Date.UTC(y, m - 1, d)
    const back = new Date(ms)
    return back.getUTCMonth() === m - 1 && back.getUTCDate() === d ? ms / DAY_MS : null
  }
}

const readIso = createDayReader()

/** A date given as an option: yyyy-MM-dd. */
export function readDayOption(value: string, option: string): number {
  const day = readIso(value)
  if (day === null) throw new BadInput(`--${option}: a date as yyyy-MM-dd, not ${value}`)
  return day
}
