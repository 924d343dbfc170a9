import type { PresenceState } from '#contract/staff'
import type { TruthLine } from '../carrier/truth/truth.ts'
import type { Worked } from './agent.ts'

/** Seconds: the middle one, and what 95 of 100 do not exceed. */
export type Spread = { count: number; p50: number | null; p95: number | null }

export function spreadOf(seconds: readonly number[]): Spread {
  const sorted = [...seconds].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
  return { count: sorted.length, p50: at(0.5), p95: at(0.95) }
}

/** What the network's own log says of a shift. */
export type Heard = {
  /** Calls of ours to customers, and how many of them were answered, by a person or a machine. */
  dialled: number
  answered: number
  /** From a customer's answer until they heard an agent. */
  toAgent: Spread
  /** Who rang us, and from their first ring until they heard a human; the rest hung up or is called back. */
  rang: number
  toHuman: Spread
}

/** Of the network's log alone; a caller who heard only prompts has met nobody. */
export function readLog(lines: readonly TruthLine[]): Heard {
  const rangAt = new Map<string, number>()
  const answeredAt = new Map<string, number>()
  const toAgent = new Map<string, number>()
  const toHuman = new Map<string, number>()
  let dialled = 0
  for (const { at, event, sid = '', to = '', direction } of lines) {
    const now = Date.parse(at)
    if (event === 'create' && direction === 'inbound') rangAt.set(sid, now)
    const isCustomer = to.startsWith('+') && !rangAt.has(sid)
    if (event === 'invite' && isCustomer) dialled++
    if (event === 'answer' && isCustomer) answeredAt.set(sid, now)
    if (event !== 'hear') continue
    const from = answeredAt.get(sid)
    const rang = rangAt.get(sid)
    if (from !== undefined && !toAgent.has(sid)) toAgent.set(sid, (now - from) / 1_000)
    if (rang !== undefined && !toHuman.has(sid)) toHuman.set(sid, (now - rang) / 1_000)
  }
  return {
    ...{ dialled, answered: answeredAt.size, toAgent: spreadOf([...toAgent.values()]) },
    ...{ rang: rangAt.size, toHuman: spreadOf([...toHuman.values()]) },
  }
}

/** Seconds of all agents together in each state. */
export function spentOf(worked: readonly Worked[]): Partial<Record<PresenceState, number>> {
  const sum: Partial<Record<PresenceState, number>> = {}
  for (const { spent } of worked)
    for (const [state, ms] of Object.entries(spent) as [PresenceState, number][])
      sum[state] = (sum[state] ?? 0) + ms / 1_000
  return sum
}

/** Share of the time at work, breaks apart, in which agents had a customer before them. */
export function occupancyOf({ offline, break: off, ...spent }: Partial<Record<PresenceState, number>>): number {
  const all = Object.values(spent).reduce((sum, seconds) => sum + seconds, 0)
  return all === 0 ? 0 : 1 - (spent.ready ?? 0) / all
}

export const refusalsOf = (worked: readonly Worked[]): Record<string, number> => {
  const sum: Record<string, number> = {}
  for (const { refused } of worked)
    for (const [code, count] of Object.entries(refused)) sum[code] = (sum[code] ?? 0) + count
  return sum
}
