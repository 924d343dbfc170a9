/** How a webhook is delivered (twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
export type Delivery = {
  connectMs: number
  readMs: number
  totalMs: number
  retries: number
  retryOn: ReadonlySet<RetryReason>
}
export type RetryReason = '4xx' | '5xx' | 'ct' | 'rt'

const EVERY_REASON: readonly RetryReason[] = ['4xx', '5xx', 'ct', 'rt']
/** No request about a call lives longer, whatever the overrides say. */
const LONGEST_MS = 15_000

const within = (text: string | null, low: number, high: number, otherwise: number): number => {
  const value = Number(text)
  return text !== null && text !== '' && Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : otherwise
}

/** Reads `#ct=..&rt=..&tt=..&rc=..&rp=..`; without it one retry, and only of a connection that failed. */
export function readOverrides(url: string): Delivery {
  const fragment = new URLSearchParams(url.split('#')[1] ?? '')
  const policy = fragment.get('rp')?.split(',') ?? ['ct']
  const retryOn = new Set(
    policy.includes('all') ? EVERY_REASON : EVERY_REASON.filter((reason) => policy.includes(reason)),
  )
  return {
    connectMs: within(fragment.get('ct'), 100, 10_000, 5_000),
    readMs: within(fragment.get('rt'), 100, LONGEST_MS, LONGEST_MS),
    totalMs: within(fragment.get('tt'), 100, LONGEST_MS, LONGEST_MS),
    retries: Math.trunc(within(fragment.get('rc'), 0, 5, 1)),
    retryOn,
  }
}
