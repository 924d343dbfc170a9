import type { PhoneId } from '#contract/ids'
import type { Permit } from '../compliance/permit.ts'

export type Asked = { phoneId: PhoneId; permit: Permit }
/** `dueAt` null: only a person can lift what stands against her. */
export type Choice = { phoneId: PhoneId; permit: Permit; dueAt: Date | null }

/** Of a customer's numbers in her order: the first that may ring now, else the one that may soonest, else the first with its denials. */
export function choosePhone(asked: readonly Asked[], now: Date): Choice | null {
  let best: Choice | null = null
  for (const { phoneId, permit } of asked) {
    if (permit.allowed) return { phoneId, permit, dueAt: now }
    const sooner = permit.retryAt && (!best?.dueAt || permit.retryAt < best.dueAt)
    if (!best || sooner) best = { phoneId, permit, dueAt: permit.retryAt }
  }
  return best
}
