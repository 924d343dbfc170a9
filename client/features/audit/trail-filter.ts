import { type CalendarDate, GregorianCalendar, toCalendar, toZoned } from '@internationalized/date'
import { AuditAction, type AuditFilter } from '#contract/audit'
import { UserId } from '#contract/ids'

/** The filter as it stands in the form; an empty word is none. */
export type Form = {
  action: string
  actor: string
  about: string
  from: CalendarDate | null
  to: CalendarDate | null
}
export const EVERYTHING: Form = { action: '', actor: '', about: '', from: null, to: null }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Midnight at which this day begins in the centre's zone, whatever calendar it was typed in. */
const startOf = (day: CalendarDate, zone: string): string =>
  toZoned(toCalendar(day, new GregorianCalendar()), zone).toDate().toISOString()

export const foldId = (text: string): string => text.trim().toLowerCase()
/** Whether what was typed is an id, or nothing at all. */
export const isIdOrNothing = (text: string): boolean => foldId(text) === '' || UUID.test(foldId(text))

/** What the server is asked; days count from their beginning to their end in the centre's zone. */
export function toFilter({ action, actor, about, from, to }: Form, zone: string): AuditFilter {
  const act = AuditAction.safeParse(action)
  const who = UserId.safeParse(actor)
  return {
    ...(act.success ? { action: act.data } : {}),
    ...(who.success ? { actor: who.data } : {}),
    ...(about && isIdOrNothing(about) ? { about: foldId(about) } : {}),
    ...(from ? { from: startOf(from, zone) } : {}),
    ...(to ? { to: startOf(to.add({ days: 1 }), zone) } : {}),
  }
}
