import type { PermitContext } from './permit-context.ts'

export type RuleParams = Readonly<Record<string, string | number | null>>

/**
 * What one rule finds at one instant. `deny.until` is the first later instant at which this rule no longer denies, nothing else
 * having changed; null when only a person can lift it. `allow.until` is the first later instant at which it would deny,
 * `lapses` where only a person could lift that.
 */
export type Finding =
  | { verdict: 'deny'; params: RuleParams; until: Date | null }
  | { verdict: 'require'; action: Requirement }
  | { verdict: 'allow'; until: Date | null; lapses: boolean }

/** What the gate asks of a call that it allows. */
export type Requirement = 'person-dials'

export type RuleVector = { name: string; context: Partial<PermitContext>; now: string; allowed: boolean }

export type Rule = {
  id: string
  /** A preset's id, or `*` for everywhere. */
  jurisdiction: string
  /** All that the rule finds; several when it stands in several jurisdictions. */
  find: (context: PermitContext, now: Date) => readonly Finding[]
  citation: string
  vectors: readonly RuleVector[]
}

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

export const deny = (params: RuleParams, until: Date | null): Finding => ({ verdict: 'deny', params, until })
export const allowUntil = (until: Date | null): Finding => ({ verdict: 'allow', until, lapses: false })
export const lapsesAt = (until: Date): Finding => ({ verdict: 'allow', until, lapses: true })

/** The instant `months` calendar months later, in UTC; a day the month lacks becomes its last. */
export function addMonths(at: Date, months: number): Date {
  const later = new Date(at)
  later.setUTCDate(1)
  later.setUTCMonth(later.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate()
  later.setUTCDate(Math.min(at.getUTCDate(), lastDay))
  return later
}
