import { Temporal } from 'temporal-polyfill'
import type { IvrFlow, OpenSpan } from '#contract/ivr'
import type { Problem } from '#contract/problem'

const WEEKDAYS: OpenSpan[] = [{ from: 9 * 60, until: 18 * 60 }]
/** What answers until somebody says otherwise: every day from nine to six, a greeting and a human. */
export const DEFAULT_FLOW: IvrFlow = {
  hours: Array.from({ length: 7 }, () => WEEKDAYS),
  choices: [],
  nightNumber: null,
}

export type FlowContext = {
  /** Teams and how many of their people may answer. */
  teams: readonly { id: string; agents: number }[]
  /** Our own numbers: a night that leads to one leads in a circle. */
  ownNumbers: readonly string[]
  /** Whether somebody has recorded the menu in every language. */
  hasMenuSound: boolean
}

const problem = (code: string, field: string, params?: Problem['params']): Problem => ({
  code,
  field: `body.flow.${field}`,
  ...(params ? { params } : {}),
})

/** Everything that is wrong with this flow, all at once; none means that a human is reached from every point of it. */
export function checkFlow(flow: IvrFlow, { teams, ownNumbers, hasMenuSound }: FlowContext): Problem[] {
  const found: Problem[] = []
  if (!teams.some(({ agents }) => agents > 0)) found.push(problem('ivr.no-operator', 'choices'))
  if (flow.hours.every((day) => day.length === 0)) found.push(problem('ivr.never-open', 'hours'))
  flow.hours.forEach((day, n) => {
    const wrong = day.some(({ from, until }, i) => until <= from || (i > 0 && from < (day[i - 1]?.until ?? 0)))
    if (wrong) found.push(problem('ivr.hours-order', `hours.${n}`, { day: n + 1 }))
  })
  flow.choices.forEach((choice, n) => {
    if (choice.kind !== 'team') return
    const team = teams.find(({ id }) => id === choice.teamId)
    if (!team) found.push(problem('ivr.team-unknown', `choices.${n}`, { key: n + 1 }))
    else if (team.agents === 0) found.push(problem('ivr.team-empty', `choices.${n}`, { key: n + 1 }))
  })
  if (flow.choices.length > 0 && !hasMenuSound) found.push(problem('ivr.menu-unspoken', 'choices'))
  if (flow.nightNumber !== null && ownNumbers.includes(flow.nightNumber))
    found.push(problem('ivr.night-own', 'nightNumber'))
  return found
}

type Local = { day: number; minute: number; date: Temporal.PlainDate }
const localOf = (zone: string, now: Date): Local => {
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  return { day: at.dayOfWeek - 1, minute: at.hour * 60 + at.minute, date: at.toPlainDate() }
}

/** Whether humans answer now, on the clock of this zone. */
export function isOpen({ hours }: IvrFlow, zone: string, now: Date): boolean {
  const { day, minute } = localOf(zone, now)
  return (hours[day] ?? []).some(({ from, until }) => from <= minute && minute < until)
}

const DAYS_AHEAD = 8

/** When humans answer next; now when they do, null when never. */
export function opensAt(flow: IvrFlow, zone: string, now: Date): Date | null {
  if (isOpen(flow, zone, now)) return now
  const { day, date } = localOf(zone, now)
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead++)
    for (const { from } of flow.hours[(day + ahead) % 7] ?? []) {
      const at = date.add({ days: ahead }).toZonedDateTime({
        timeZone: zone,
        plainTime: Temporal.PlainTime.from({ hour: Math.floor(from / 60), minute: from % 60 }),
      })
      if (at.epochMilliseconds > now.getTime()) return new Date(at.epochMilliseconds)
    }
  return null
}
