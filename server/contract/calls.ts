import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { CallId, CustomerId, UserId, WorkItemId } from './ids.ts'
import { Fence, Instant, ShortText } from './values.ts'

/** intended: the intent is committed · sent · queued … as the carrier tells · ended with how it ended. */
export const CallState = z.enum(['intended', 'sent', 'unknown', 'ringing', 'answered', 'ended'])
export type CallState = z.infer<typeof CallState>
export const CallEnd = z.enum(['completed', 'busy', 'no-answer', 'canceled', 'failed', 'refused'])
export type CallEnd = z.infer<typeof CallEnd>

/** announcing: the customer is being told · on · paused · ended: being written · kept · deleted: the customer said no · failed: none was made · expiring: nobody hears it any more, the phone network is asked until nothing is left · expired: nothing is left. */
export const RecordingState = z.enum([
  'announcing',
  'on',
  'paused',
  'ended',
  'kept',
  'deleted',
  'failed',
  'expiring',
  'expired',
])
export type RecordingState = z.infer<typeof RecordingState>

export const CallView = z.strictObject({
  id: CallId,
  workItemId: WorkItemId,
  direction: z.enum(['in', 'out']),
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
  recording: z.nullable(RecordingState),
})
export type CallView = z.infer<typeof CallView>

/** How somebody of ours hears customers. `phone` is masked. */
export const SeatView = z.strictObject({
  by: z.enum(['browser', 'phone']),
  phone: z.nullable(z.string()),
  state: z.enum(['gone', 'asked', 'in']),
})
export type SeatView = z.infer<typeof SeatView>

/** ringing: an outside number is being called · consulting: we speak with them, the customer waits. */
export const TransferView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(['warm', 'cold']),
  state: z.enum(['ringing', 'consulting']),
  /** A colleague's name, or a masked number. */
  to: z.string(),
  outside: z.boolean(),
})
export type TransferView = z.infer<typeof TransferView>

/** Somebody who could take a customer over just now. */
export const Colleague = z.strictObject({ id: UserId, name: z.string(), role: z.enum(['agent', 'supervisor']) })
export type Colleague = z.infer<typeof Colleague>

export const RecordedCall = z.strictObject({
  callId: CallId,
  at: Instant,
  seconds: z.nullable(z.int()),
  state: RecordingState,
})
export type RecordedCall = z.infer<typeof RecordedCall>

const Keeping = z.strictObject({ days: z.int().check(z.minimum(1), z.maximum(3_650)) })

const One = z.strictObject({ id: CallId })

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
  'call.press': {
    method: 'POST',
    path: '/calls/:id/keys',
    params: One,
    body: z.strictObject({ digits: z.string().check(z.regex(/^[\d*#]{1,32}$/)) }),
    answer: z.strictObject({}),
  },
  /** A call that comes in is taken: the customer is on the line. `id` is that of the offer. */
  'call.answer': { method: 'POST', path: '/calls/:id/answer', params: One, answer: CallView },
  /** `refuse`: the customer does not want it: it stops and is deleted. */
  'call.record': {
    method: 'PUT',
    path: '/calls/:id/recording',
    params: One,
    body: z.strictObject({ wish: z.enum(['on', 'pause', 'refuse']) }),
    answer: CallView,
  },
  'call.colleagues': { method: 'GET', path: '/calls/colleagues', answer: z.array(Colleague) },
  /** warm: speak with them first, the customer waits · cold: the customer goes over at once, to a number as soon as it is answered. */
  'call.transfer': {
    method: 'POST',
    path: '/calls/:id/transfer',
    params: One,
    body: z.strictObject({
      kind: z.enum(['warm', 'cold']),
      to: z.union([z.strictObject({ userId: UserId }), z.strictObject({ number: ShortText })]),
    }),
    answer: z.strictObject({}),
  },
  'call.transferDone': { method: 'POST', path: '/calls/:id/transfer/done', params: One, answer: z.strictObject({}) },
  'call.transferBack': { method: 'POST', path: '/calls/:id/transfer/back', params: One, answer: z.strictObject({}) },
  /** A card comes up before the supervisor. */
  'help.ask': { method: 'PUT', path: '/help', body: z.strictObject({ on: z.boolean() }), answer: z.strictObject({}) },
  'seat.set': {
    method: 'PUT',
    path: '/seat',
    body: z.union([
      z.strictObject({ by: z.literal('browser') }),
      z.strictObject({ by: z.literal('phone'), phone: ShortText }),
    ]),
    answer: SeatView,
  },
  /** Which calls of this customer were recorded, the newest first. */
  'recording.list': {
    method: 'GET',
    path: '/customers/:id/recordings',
    params: z.strictObject({ id: CustomerId }),
    answer: z.array(RecordedCall),
  },
  /** The sound of a recorded call, against a reason that is written down. */
  'recording.play': {
    method: 'GET',
    path: '/calls/:id/recording/sound',
    params: One,
    query: z.strictObject({ reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(200)) }),
    answer: 'stream',
  },
  /** For how long sound is kept. */
  'recording.keeping': { method: 'GET', path: '/recordings/keeping', answer: Keeping },
  /** Fewer days: a few minutes later nobody hears what is older, and the phone network is asked until it has deleted it, for good. */
  'recording.keep': { method: 'PUT', path: '/recordings/keeping', body: Keeping, answer: Keeping },
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
