/** Failed sign-ins under one key: an account or an address. */
export type GuardState = { failures: number; lockedUntil: Date }
export type GuardRule = { free: number; capSeconds: number }

/** An account waits at most a minute, so that nobody can lock a colleague out for long; an address is shared by a whole floor. */
export const ACCOUNT_RULE: GuardRule = { free: 4, capSeconds: 60 }
export const ADDRESS_RULE: GuardRule = { free: 30, capSeconds: 300 }
/** After so long without a try, the count begins anew. */
export const FORGET_SECONDS = 3_600

/** Seconds to wait after so many failures: none while they are free, then 2, 4, 8 … up to the cap. Never for ever. */
export function delaySeconds(failures: number, { free, capSeconds }: GuardRule): number {
  if (failures <= free) return 0
  return Math.min(capSeconds, 2 ** Math.min(failures - free, 30))
}

export type GuardVerdict =
  | { allowed: true; next: GuardState }
  /** A refused try is not counted: trying while it is locked does not lock it for longer. */
  | { allowed: false; waitSeconds: number }

/**
 * Counts a try as failed before the password is looked at, so that many tries at once are no way around the delay.
 * `wall` turns a person's milliseconds into the clock's.
 */
export function countTry(
  state: GuardState | null,
  rule: GuardRule,
  now: Date,
  wall: (ms: number) => number,
): GuardVerdict {
  const waitMs = state ? state.lockedUntil.getTime() - now.getTime() : 0
  if (waitMs > 0) return { allowed: false, waitSeconds: Math.max(1, Math.ceil(waitMs / wall(1_000))) }
  const stale = !state || -waitMs > wall(FORGET_SECONDS * 1_000)
  const failures = (stale ? 0 : state.failures) + 1
  return {
    allowed: true,
    next: { failures, lockedUntil: new Date(now.getTime() + wall(delaySeconds(failures, rule) * 1_000)) },
  }
}
