import { z } from 'zod'
import type { Chance } from '../clock/prng.ts'

const share = z.number().min(0).max(1)

/** Shares are of webhooks or of REST requests that create something; times are virtual milliseconds. */
export const Faults = z.strictObject({
  /** The webhook is sent twice, with one idempotency token. */
  duplicate: share.default(0),
  /** The webhook waits up to 3 s, so that later ones overtake it. */
  reorder: share.default(0),
  delay: share.default(0),
  delayMs: z.number().min(0).default(0),
  /** The webhook is never sent. */
  drop: share.default(0),
  /** A create waits this long with its answer after acting, so that webhooks come first. */
  restDelayMs: z.number().min(0).default(0),
  /** 500 without having acted. */
  error500: share.default(0),
  /** 503 without having acted. */
  error503: share.default(0),
  /** 429 without having acted. */
  throttle429: share.default(0),
  /** Acted, then 500. */
  acceptThen500: share.default(0),
  /** Acted, then no answer ever. */
  acceptThenTimeout: share.default(0),
  /** The same, for exactly the next so many creates. */
  next: z
    .array(
      z.strictObject({
        fault: z.enum(['error500', 'error503', 'throttle429', 'acceptThen500', 'acceptThenTimeout']),
        count: z.int().positive(),
      }),
    )
    .default([]),
  /** refuse: connections are cut and no webhook leaves. error: every REST request is a 503, and no webhook leaves. */
  outage: z.enum(['none', 'refuse', 'error']).default('none'),
})
export type Faults = z.infer<typeof Faults>
export type FaultsWanted = z.input<typeof Faults>
export type CreateFault = Faults['next'][number]['fault']

export type FaultBox = {
  set: (wanted: FaultsWanted) => Faults
  get: () => Faults
  hits: (fault: 'duplicate' | 'drop') => boolean
  hookDelayMs: () => number
  outage: () => false | 'refuse' | 'error'
  createFault: () => CreateFault | null
}

const CREATE_FAULTS = ['error500', 'error503', 'throttle429', 'acceptThen500', 'acceptThenTimeout'] as const
const REORDER_WITHIN_MS = 3_000

export function createFaultBox(chance: Chance, wanted: FaultsWanted): FaultBox {
  let faults = Faults.parse(wanted)
  const draw = (likelihood: number): boolean => likelihood > 0 && chance() < likelihood
  return {
    set(next) {
      faults = Faults.parse(next)
      return faults
    },
    get: () => faults,
    hits: (fault) => draw(faults[fault]),
    hookDelayMs() {
      const late = draw(faults.delay) ? faults.delayMs : 0
      return late + (draw(faults.reorder) ? Math.round(chance() * REORDER_WITHIN_MS) : 0)
    },
    outage: () => (faults.outage === 'none' ? false : faults.outage),
    createFault() {
      const asked = faults.next[0]
      if (asked) {
        asked.count -= 1
        if (asked.count === 0) faults.next.shift()
        return asked.fault
      }
      return CREATE_FAULTS.find((fault) => draw(faults[fault])) ?? null
    },
  }
}
