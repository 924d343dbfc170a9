import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { CallId, WorkItemId } from './ids.ts'
import { Fence, Instant } from './values.ts'

/** intended: the intent is committed · sent · queued … as the carrier tells · ended with how it ended. */
export const CallState = z.enum(['intended', 'sent', 'unknown', 'ringing', 'answered', 'ended'])
export type CallState = z.infer<typeof CallState>
export const CallEnd = z.enum(['completed', 'busy', 'no-answer', 'canceled', 'failed', 'refused'])
export type CallEnd = z.infer<typeof CallEnd>

export const CallView = z.strictObject({
  id: CallId,
  workItemId: WorkItemId,
  mode: z.enum(['carrier', 'manual']),
  state: CallState,
  endedAs: z.nullable(CallEnd),
  /** Of a call that was refused: why, as a code. */
  refusal: z.nullable(z.string()),
  dialledAt: Instant,
  ringingAt: z.nullable(Instant),
  answeredAt: z.nullable(Instant),
  endedAt: z.nullable(Instant),
  /** The full number, for manual mode only: the agent dials it on any phone. */
  number: z.nullable(z.string()),
  muted: z.boolean(),
  held: z.boolean(),
})
export type CallView = z.infer<typeof CallView>

const Holding = { workItemId: WorkItemId, fence: Fence }

export const callsApi = {
  /** Asks permit inside the transaction that creates the intent; a refusal is 409 with every rule as problems. `id` is client-made: dialling twice dials once. */
  'call.dial': { method: 'POST', path: '/calls', body: z.strictObject({ id: CallId, ...Holding }), answer: CallView },
  'call.hangUp': {
    method: 'POST',
    path: '/calls/:id/hang-up',
    params: z.strictObject({ id: CallId }),
    answer: CallView,
  },
  /** Manual mode: what happened on the agent's own phone. */
  'call.log': {
    method: 'POST',
    path: '/calls/:id/log',
    params: z.strictObject({ id: CallId }),
    body: z.strictObject({ result: z.enum(['answered', 'ended', 'no-answer', 'busy', 'failed']) }),
    answer: CallView,
  },
  'call.mute': {
    method: 'PUT',
    path: '/calls/:id/mute',
    params: z.strictObject({ id: CallId }),
    body: z.strictObject({ on: z.boolean() }),
    answer: CallView,
  },
  'call.hold': {
    method: 'PUT',
    path: '/calls/:id/hold',
    params: z.strictObject({ id: CallId }),
    body: z.strictObject({ on: z.boolean() }),
    answer: CallView,
  },
  'call.wrapUpMore': {
    method: 'POST',
    path: '/calls/wrap-up/more',
    answer: z.strictObject({ endsAt: Instant, left: z.int() }),
  },
  /** Where the browser's softphone registers, and as whom. */
  'softphone.token': {
    method: 'POST',
    path: '/softphone/token',
    answer: z.strictObject({
      driver: z.enum(['simulated', 'twilio', 'none']),
      identity: z.string(),
      token: z.string(),
      url: z.string(),
      expiresAt: Instant,
    }),
  },
} as const satisfies Record<string, Endpoint>
