import { z } from 'zod'
import type { LegFact, LegStatus } from './call-fold.ts'

/** Twilio's words for a call's status, in webhooks and in REST (which has no `initiated`). */
const STATUSES: Readonly<Record<string, LegStatus>> = {
  queued: 'queued',
  initiated: 'dialling',
  ringing: 'ringing',
  'in-progress': 'answered',
  completed: 'completed',
  busy: 'busy',
  'no-answer': 'no-answer',
  canceled: 'canceled',
  failed: 'failed',
}

export const readLegStatus = (word: string): LegStatus | null =>
  Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? null) : null

const Uuid = z.uuid()
/** Twilio writes these in plain letters; anything else (PostgreSQL keeps no NUL) is not its own. */
const word = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[ -~]*$/)
const Form = z.object({
  AccountSid: z.string(),
  CallSid: z.string().regex(/^CA[0-9a-f]{32}$/),
  CallStatus: word(20),
  SequenceNumber: z.coerce.number().int().min(0).max(10_000).default(0),
  Timestamp: word(60).optional(),
  CallDuration: z.coerce.number().int().min(0).max(100_000).optional(),
  SipResponseCode: word(4).optional(),
  ErrorCode: word(6).optional(),
  StirStatus: word(40).optional(),
})

/** What of a form is kept: no number and no name. */
export type WebhookRecord = Omit<z.infer<typeof Form>, 'AccountSid' | 'CallSid'>

export type CallWebhook = {
  sid: string
  about: { kind: 'customer'; intentId: string } | { kind: 'seat'; agentId: string }
  fact: LegFact
  raw: WebhookRecord
}

export type WebhookReading =
  | { ok: true; webhook: CallWebhook }
  | { ok: false; status: 400 | 403 | 404; code: string; field?: string }

/**
 * Shape after signature: the signed string has no separators, so a valid signature proves neither shape nor account.
 * A time that cannot be read, or lies in the future, is the time of receipt.
 */
export function readCallWebhook(
  form: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
  accountSid: string,
  receivedAt: Date,
): WebhookReading {
  const read = Form.safeParse(form)
  if (!read.success)
    return { ok: false, status: 400, code: 'webhook.malformed', field: read.error.issues[0]?.path.join('.') ?? '' }
  const { AccountSid, CallSid, ...raw } = read.data
  if (AccountSid !== accountSid) return { ok: false, status: 403, code: 'webhook.foreign-account' }
  const status = readLegStatus(raw.CallStatus)
  if (!status) return { ok: false, status: 400, code: 'webhook.malformed', field: 'CallStatus' }
  const intent = Uuid.safeParse(query.intent)
  const seat = Uuid.safeParse(query.seat)
  if (intent.success === seat.success) return { ok: false, status: 404, code: 'webhook.unknown-call' }
  const told = raw.Timestamp ? Date.parse(raw.Timestamp) : Number.NaN
  const at = told <= receivedAt.getTime() ? new Date(told) : receivedAt
  return {
    ok: true,
    webhook: {
      sid: CallSid,
      about: intent.success ? { kind: 'customer', intentId: intent.data } : { kind: 'seat', agentId: seat.data ?? '' },
      fact: { status, seq: raw.SequenceNumber, at, seconds: raw.CallDuration ?? null },
      raw,
    },
  }
}
