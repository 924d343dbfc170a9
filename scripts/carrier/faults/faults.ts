import { z } from 'zod'
import type { Chance } from '../clock/prng.ts'

const share = z.number().min(0).max(1)
const CREATE_FAULTS = ['error500', 'error503', 'throttle429', 'acceptThen500', 'acceptThenTimeout', 'halfOpen'] as const

/** Shares are of webhooks or of REST requests that create something, unless said otherwise; times are virtual milliseconds. */
export const Faults = z.strictObject({
  /** The webhook, or the request for TwiML, is sent twice, with one idempotency token; the first TwiML is followed. */
  duplicate: share.default(0),
  /** The webhook waits up to 3 s, so that later ones overtake it. */
  reorder: share.default(0),
  delay: share.default(0),
  delayMs: z.number().min(0).default(0),
  /** The webhook is never sent. */
  drop: share.default(0),
  /** The server's TwiML counts as having come after 15 s: it acted, and the call goes to the FallbackUrl. */
  lateTwiml: share.default(0),
  /** A create waits this long with its answer after acting, so that webhooks come first. */
  restDelayMs: z.number().min(0).default(0),
  /** Of all REST requests: acted at once, answered after `slowMs`. */
  slow: share.default(0),
  slowMs: z.number().min(0).default(0),
  /** A burst: so many REST requests in a row, of any kind, are 429 without having acted; then all is well. */
  burst429: z.int().min(0).default(0),
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
  /** A half-open connection: neither acted nor answered, ever. */
  halfOpen: share.default(0),
  /** The same, for exactly the next so many creates. */
  next: z
    .array(
      z.strictObject({
        fault: z.enum(CREATE_FAULTS),
        count: z.int().positive(),
      }),
    )
    .default([]),
  /** Each call to a phone waits this much longer in the queue, and `queue_time` says so. */
  queueDelayMs: z.number().min(0).default(0),
  /** With so many calls in the queue the next is 22005. */
  mostQueued: z.int().min(0).nullable().default(null),
  /** With so many calls to phones not over the next is 10004. */
  mostAtOnce: z.int().min(0).nullable().default(null),
  /** The list of calls shows a call only when it is this old. */
  listLateMs: z.number().min(0).default(0),
  /**
   * While it lasts no webhook leaves. refuse: nobody listens at the address. silent: connections are taken and never
   * answered. error: every REST request is a 503.
   */
  outage: z.enum(['none', 'refuse', 'silent', 'error']).default('none'),
  /** How long the outage lasts, of the machine's time; null: until told. */
  outageMs: z.number().positive().nullable().default(null),
})
export type Faults = z.infer<typeof Faults>
export type FaultsWanted = z.input<typeof Faults>
export type CreateFault = Faults['next'][number]['fault']

export type FaultBox = {
  set: (wanted: FaultsWanted) => Faults
  get: () => Faults
  hits: (fault: 'duplicate' | 'drop' | 'lateTwiml') => boolean
  hookDelayMs: () => number
  slowMs: () => number
  /** Whether this request is one of a burst that is refused. */
  takeBurst: () => boolean
  outage: () => false | Exclude<Faults['outage'], 'none'>
  createFault: () => CreateFault | null
}

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
    slowMs: () => (draw(faults.slow) ? faults.slowMs : 0),
    takeBurst() {
      if (faults.burst429 === 0) return false
      faults.burst429 -= 1
      return true
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
