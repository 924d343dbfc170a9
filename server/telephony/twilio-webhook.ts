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
  about:
    | { kind: 'customer'; intentId: string }
    | { kind: 'seat'; agentId: string }
    | { kind: 'transfer'; transferId: string }
    /** Somebody who rang us: known by the leg alone. */
    | { kind: 'inbound' }
  fact: LegFact
  raw: WebhookRecord
}

export type WebhookReading =
  | { ok: true; webhook: CallWebhook }
  | { ok: false; status: 400 | 403 | 404; code: string; field?: string }

/** Whose leg it is, as our own callback address says; null unless it says so once. */
function readAbout(query: Readonly<Record<string, unknown>>): CallWebhook['about'] | null {
  const [intent, seat, transfer] = ['intent', 'seat', 'transfer'].map((key) => Uuid.safeParse(query[key]).data)
  const said: (CallWebhook['about'] | undefined)[] = [
    intent ? { kind: 'customer', intentId: intent } : undefined,
    seat ? { kind: 'seat', agentId: seat } : undefined,
    transfer ? { kind: 'transfer', transferId: transfer } : undefined,
    query.inbound === '1' ? { kind: 'inbound' } : undefined,
  ]
  const found = said.filter((one) => one !== undefined)
  return found.length === 1 ? (found[0] ?? null) : null
}

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
  const about = readAbout(query)
  if (!about) return { ok: false, status: 404, code: 'webhook.unknown-call' }
  const told = raw.Timestamp ? Date.parse(raw.Timestamp) : Number.NaN
  const at = told <= receivedAt.getTime() ? new Date(told) : receivedAt
  return {
    ok: true,
    webhook: {
      sid: CallSid,
      about,
      fact: { status, seq: raw.SequenceNumber, at, seconds: raw.CallDuration ?? null },
      raw,
    },
  }
}
