import type { CallEnd, CallState } from '#contract/calls'

/**
 * A call's state is the join of the facts known of it: facts come late, twice, in any order or never.
 *
 *   intended ─ the intent is committed; the carrier has not been asked
 *   sent     ─ the carrier took it, or is being asked (facts: queued, dialling)
 *   unknown  ─ the carrier did not answer; left by the first fact, or when reconciliation finds nothing
 *   ringing  ─ entered by a fact 'ringing'
 *   answered ─ entered by a fact 'answered'
 *   ended    ─ entered by any end; never left
 *
 * Each fact can only move the state to the right. intended, sent and unknown come from the intent, the rest from facts.
 * Rejected: last write wins (a late 'ringing' would reopen an ended call), and a fold by sequence number alone (a lost
 * callback leaves a gap that would hold back everything after it).
 */
export type LegStatus = 'queued' | 'dialling' | 'ringing' | 'answered' | CallEnd

/** `seq` as the carrier counts; `seconds` the length of the conversation, told at its end. */
export type LegFact = { status: LegStatus; seq: number; at: Date; seconds: number | null }

export type CallFold = {
  state: CallState
  endedAs: CallEnd | null
  ringingAt: Date | null
  answeredAt: Date | null
  endedAt: Date | null
}

/** When the carrier contradicts itself about the end: the later in its own count, then the fuller one. */
const ENDS: readonly CallEnd[] = ['refused', 'failed', 'canceled', 'no-answer', 'busy', 'completed']

const isEnd = (status: LegStatus): status is CallEnd => (ENDS as readonly string[]).includes(status)

const earliest = (facts: readonly LegFact[], status: LegStatus): Date | null => {
  const times = facts.filter((fact) => fact.status === status).map((fact) => fact.at.getTime())
  return times.length > 0 ? new Date(Math.min(...times)) : null
}

type End = LegFact & { status: CallEnd }

/** A total order, so that the last of a set is the same whatever order the set was told in. */
const compareEnds = (a: End, b: End): number =>
  a.seq - b.seq ||
  ENDS.indexOf(a.status) - ENDS.indexOf(b.status) ||
  (a.seconds ?? -1) - (b.seconds ?? -1) ||
  b.at.getTime() - a.at.getTime()

/** `before`: what the intent says while no fact has come. */
export function foldCall(before: 'intended' | 'sent' | 'unknown', facts: readonly LegFact[]): CallFold {
  const ends = facts.filter((fact): fact is End => isEnd(fact.status)).sort(compareEnds)
  const end = ends.at(-1) ?? null
  const ringingAt = earliest(facts, 'ringing')
  const told = earliest(facts, 'answered')
  // A conversation that ended was answered, even when nobody told us of the answer.
  const derived = end?.status === 'completed' && end.seconds !== null ? end.at.getTime() - end.seconds * 1000 : null
  const answeredAt = told ?? (derived === null ? null : new Date(derived))
  const state = end ? 'ended' : answeredAt ? 'answered' : ringingAt ? 'ringing' : facts.length > 0 ? 'sent' : before
  return { state, endedAs: end?.status ?? null, ringingAt, answeredAt, endedAt: end?.at ?? null }
}
