import { permit } from '../../../server/compliance/permit.ts'
import { BLANK_CONTEXT } from '../../../server/compliance/permit-context.ts'
import { offsetAt } from '../../../server/people/import/zone-offset.ts'
import { type CustomerHistory, summariseHistory } from '../../../server/ranking/history.ts'
import { slotOf } from '../../../server/ranking/week-slot.ts'
import type { Person } from './population.ts'

export interface Tried {
  readonly at: number
  readonly slot: number
  readonly reached: boolean
}

/** Where one customer stands in the simulated weeks. */
export interface Case {
  readonly person: Person
  state: 'waiting' | 'won' | 'declined' | 'back'
  readonly tried: Tried[]
  /** Not before this instant again. */
  dueAt: number
  /** Has bought again, won or by herself. */
  boughtAt: number | null
}

/** Rest after an attempt that reached nobody: the next day, at another hour if the rank says so. */
const REST_MS = 18 * 3_600_000

export const openCase = (person: Person): Case => ({ person, state: 'waiting', tried: [], dueAt: 0, boughtAt: null })

export const slotFor = ({ zone }: Person, at: number): number => slotOf(at, offsetAt(zone, at))

/** The gate of the product, with what the simulation knows. */
export function mayCall({ person, tried }: Case, at: number): boolean {
  const { zone, country, rows, held } = person
  const context = {
    ...BLANK_CONTEXT,
    jurisdictions: [country],
    zones: { candidates: [zone], confirmed: zone, fallback: null },
    attempts: tried.map((one) => ({ at: new Date(one.at), person: true, phone: true, counted: true })),
    openComplaints: rows.complaints.filter(({ status }) => status === 'open').length,
    holdout: held,
    callsOwnFormerCustomers: true,
  }
  return permit(context, new Date(at)).allowed
}

export function recordAttempt(one: Case, at: number, reached: boolean): void {
  one.tried.push({ at, slot: slotFor(one.person, at), reached })
  one.dueAt = at + REST_MS
}

/** Her history as the product would read it on this morning; why she left is on file, as in the protocol. */
export function readHistory({ person, tried, boughtAt }: Case, morning: number): CustomerHistory {
  const attempts = tried.map(({ at, reached }) => ({ at: new Date(at), answered: reached }))
  const bought = boughtAt !== null && boughtAt <= morning ? [{ at: new Date(boughtAt), amountMinor: 1n }] : []
  const rows = { ...person.rows, attempts, purchases: [...person.rows.purchases, ...bought] }
  return { ...summariseHistory(rows, new Date(morning)), knownReason: person.truth.reason }
}

/** Written apart from the gate: what no call may do, whoever chose it. */
export function breaksRule({ person, tried }: Case, at: number): boolean {
  const hour = new Date(at + offsetAt(person.zone, at)).getUTCHours()
  const within = (days: number) => tried.filter((one) => one.at > at - days * 86_400_000).length
  return person.held || hour < 8 || hour >= 21 || within(1) >= 2 || within(7) >= 3 || within(30) >= 6
}
