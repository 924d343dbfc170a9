import { capRule } from './cap-rules.ts'
import { hoursRule } from './hours-rule.ts'
import { marketingRule, personDialsRule, registerRule } from './law-rules.ts'
import { modeRule } from './mode-rule.ts'
import type { PermitContext } from './permit-context.ts'
import type { Requirement, Rule, RuleParams } from './rule.ts'
import { DAY_MS } from './rule.ts'
import { stateRules } from './state-rules.ts'
import { HORIZON_DAYS } from './windows.ts'

export type Denial = { rule: string; params: RuleParams }

/**
 * `until`: the instant from which it is no longer certain. `lapsesAt`: from then on a person would have to lift what denies it; null while
 * no such end is in sight (a copy of a register that grows old is none: the next one lifts it). `retryAt`: the first instant at which all would allow, nothing else
 * having changed; null when only a person can lift a denial.
 */
export type Permit =
  | { allowed: true; until: Date; lapsesAt: Date | null; requires: readonly Requirement[] }
  | { allowed: false; denials: readonly Denial[]; retryAt: Date | null }

/** Every rule there is. All are evaluated, the most restrictive wins, all reasons are kept. */
export const RULES: readonly Rule[] = [
  ...stateRules,
  marketingRule,
  registerRule,
  personDialsRule,
  modeRule,
  capRule,
  hoursRule,
]

/** Each step passes at least one cap, rest or window; more than these are no plan but a person's question. */
const RETRY_STEPS = 64

type Evaluation = {
  denials: Denial[]
  liftAt: number | null
  holdsUntil: number
  lapsesAt: number | null
  requires: Set<Requirement>
}

function evaluate(context: PermitContext, now: Date): Evaluation {
  const denials: Denial[] = []
  const requires = new Set<Requirement>()
  let liftAt: number | null = now.getTime()
  let holdsUntil = now.getTime() + HORIZON_DAYS * DAY_MS
  let lapsesAt: number | null = null
  for (const rule of RULES) {
    for (const finding of rule.find(context, now)) {
      if (finding.verdict === 'require') requires.add(finding.action)
      else if (finding.verdict === 'allow') {
        if (!finding.until) continue
        holdsUntil = Math.min(holdsUntil, finding.until.getTime())
        if (finding.lapses) lapsesAt = Math.min(lapsesAt ?? Number.POSITIVE_INFINITY, finding.until.getTime())
      } else {
        denials.push({ rule: rule.id, params: finding.params })
        liftAt = liftAt === null || finding.until === null ? null : Math.max(liftAt, finding.until.getTime())
      }
    }
  }
  return { denials, liftAt, holdsUntil, lapsesAt, requires }
}

/** Rules lift one by one and may bring the next into force (a cap ends at night), so each lift is asked again. */
function retryAfter(context: PermitContext, first: number | null): Date | null {
  let at = first
  for (let step = 0; step < RETRY_STEPS && at !== null; step++) {
    const later = evaluate(context, new Date(at))
    if (later.denials.length === 0) return new Date(at)
    at = later.liftAt
  }
  return null
}

/** May this person be called on this number now, and if not, why, and when? The one gate before every call. */
export function permit(context: PermitContext, now: Date): Permit {
  const { denials, liftAt, holdsUntil, lapsesAt, requires } = evaluate(context, now)
  if (denials.length > 0) return { allowed: false, denials, retryAt: retryAfter(context, liftAt) }
  const lapses = lapsesAt === null ? null : new Date(lapsesAt)
  return { allowed: true, until: new Date(holdsUntil), lapsesAt: lapses, requires: [...requires] }
}
