import type { Role } from '#contract/staff'
import type { StopKind } from './permit-context.ts'

const LIFTERS: Record<StopKind, readonly Role[]> = {
  abuse: ['supervisor', 'admin'],
  call: ['supervisor', 'admin'],
  dead: ['supervisor', 'admin'],
  all: [],
}

/** Whether this role may lift a stop. Agents never; S.ALL nobody (taxonomy: "never; cannot be overwritten"). */
export const mayLift = (kind: StopKind, role: Role): boolean => LIFTERS[kind].includes(role)
