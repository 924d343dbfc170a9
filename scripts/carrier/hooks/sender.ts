import type { Clock } from '../clock/clock.ts'
import { type Chance, drawToken } from '../clock/prng.ts'
import type { FaultBox } from '../faults/faults.ts'
import type { Facts, Truth } from '../truth/truth.ts'
import { fetchSigned, type Reply } from './fetch.ts'
import { type RetryReason, readOverrides } from './overrides.ts'
import type { Params } from './sign.ts'

export type Method = 'GET' | 'POST'
export type Hook = { url: string; method: Method; params: Params; about: Facts }

export type Sender = {
  /** Tells the customer's server something and does not wait. */
  notify: (hook: Hook) => void
  /** Asks the customer's server for instructions. */
  ask: (hook: Hook) => Promise<Reply>
}

/** Spacing of retries is nowhere documented: see ASSUMED.md. */
const RETRY_AFTER_MS = 500

const DUPLICATE_AFTER_MS = 20
/** Twilio's limit for any request about a call. */
const TOO_LATE_MS = 15_000

const pathOf = (url: string): string => (url.split('#', 1)[0] ?? url).replace(/^https?:\/\/[^/?]*/, '') || '/'

const faultOf = (reply: Reply): RetryReason | null => {
  if (!reply.ok) return reply.reason
  if (reply.status >= 500) return '5xx'
  return reply.status >= 400 ? '4xx' : null
}

/** Delivers webhooks with Twilio's signature, retries and time limits, and with what faults were asked for. */
export function createSender(
  token: string,
  { clock, chance, truth, faults }: { clock: Clock; chance: Chance; truth: Truth; faults: FaultBox },
): Sender {
  const attempt = async (hook: Hook, idempotency: string, nth: number): Promise<Reply> => {
    const facts: Facts = { ...hook.about, path: pathOf(hook.url), attempt: nth + 1 }
    const delivery = readOverrides(hook.url)
    if (faults.outage()) {
      truth.record('hook-failed', { ...facts, why: 'outage' })
      return { ok: false, reason: 'ct', detail: 'carrier outage' }
    }
    truth.record('hook', { ...facts, token: idempotency })
    const reply = await clock.track(fetchSigned(hook.method, hook.url, hook.params, { token, idempotency, delivery }))
    const fault = faultOf(reply)
    if (fault === null && reply.ok) {
      truth.record('hook-acked', { ...facts, status: reply.status })
      return reply
    }
    truth.record('hook-failed', {
      ...facts,
      why: fault,
      ...(reply.ok ? { status: reply.status } : { detail: reply.detail }),
    })
    if (fault === null || nth >= delivery.retries || !delivery.retryOn.has(fault)) return reply
    await new Promise<void>((resume) => clock.after(RETRY_AFTER_MS, resume))
    return attempt(hook, idempotency, nth + 1)
  }
  const deliver = (hook: Hook, delayMs: number): void => {
    const idempotency = drawToken(chance)
    clock.after(delayMs, () => void attempt(hook, idempotency, 0))
    if (faults.hits('duplicate')) clock.after(delayMs + DUPLICATE_AFTER_MS, () => void attempt(hook, idempotency, 0))
  }
  return {
    notify(hook) {
      if (faults.hits('drop')) {
        truth.record('hook-dropped', { ...hook.about, path: pathOf(hook.url) })
        return
      }
      deliver(hook, faults.hookDelayMs())
    },
    async ask(hook) {
      const idempotency = drawToken(chance)
      if (hook.about.hook !== 'twiml') return attempt(hook, idempotency, 0)
      if (faults.hits('duplicate')) clock.after(DUPLICATE_AFTER_MS, () => void attempt(hook, idempotency, 0))
      const late = faults.hits('lateTwiml')
      const reply = await attempt(hook, idempotency, 0)
      if (!late) return reply
      await new Promise<void>((resume) => clock.after(TOO_LATE_MS, resume))
      truth.record('hook-failed', { ...hook.about, path: pathOf(hook.url), attempt: 1, why: 'rt', detail: 'late' })
      return { ok: false, reason: 'rt', detail: 'too late' }
    },
  }
}
