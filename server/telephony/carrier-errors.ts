import type { LineNews, PauseCause, ProbeAnswer } from './line-health.ts'
import type { Placed, RefusalCode } from './port.ts'

export type CreateFault = Exclude<Placed, { kind: 'accepted' }>

/** What follows from a refusal, beside that nobody was rung, the attempt does not count and the agent may try again. */
export type Consequence =
  /** Every further call would fail too. `seconds`: until it is tried again by itself, of a person's time. */
  | { kind: 'pause'; why: PauseCause; seconds: number | null }
  /** This number is not dialled again; the next one is. `why` stands beside the struck number. */
  | { kind: 'strike'; why: 'X.INV' | 'carrier.blocked' }
  /** No number of its country is dialled until a person tries again. */
  | { kind: 'close-country' }
  /** The carrier and we do not agree on who sits where: the agent's seat is asked about. */
  | { kind: 'recheck' }
  | { kind: 'report' }

type Row = { codes: readonly number[]; refusal: RefusalCode; effect: Consequence }

/** Twilio's codes for a call that was not placed, and what each does here (`telephony.md` 1.10; twilio.com/docs/api/errors). */
export const REFUSALS: readonly Row[] = [
  {
    codes: [20003, 20005, 10001],
    refusal: 'carrier.account',
    effect: { kind: 'pause', why: 'account', seconds: null },
  },
  { codes: [20429], refusal: 'carrier.busy', effect: { kind: 'pause', why: 'busy', seconds: 5 } },
  { codes: [10004, 22005], refusal: 'carrier.full', effect: { kind: 'pause', why: 'busy', seconds: 30 } },
  {
    codes: [21210, 21212, 21213, 13247],
    refusal: 'carrier.caller-id',
    effect: { kind: 'pause', why: 'caller-id', seconds: null },
  },
  {
    codes: [21211, 21214, 21217, 13223, 13224, 13226],
    refusal: 'carrier.number-invalid',
    effect: { kind: 'strike', why: 'X.INV' },
  },
  { codes: [21215, 13227], refusal: 'carrier.country', effect: { kind: 'close-country' } },
  { codes: [21216, 13225, 32203], refusal: 'carrier.blocked', effect: { kind: 'strike', why: 'carrier.blocked' } },
  { codes: [16020, 16025], refusal: 'carrier.state', effect: { kind: 'recheck' } },
  { codes: [21262], refusal: 'carrier.request', effect: { kind: 'report' } },
]
/** Whatever the status says: it may have been placed, so it is never asked again. */
export const UNKNOWN_CODES: readonly number[] = [20500, 20503]

const BY_CODE = new Map(REFUSALS.flatMap((row) => row.codes.map((code) => [code, row.refusal] as const)))
const BY_REFUSAL = new Map<string, Consequence>(REFUSALS.map((row) => [row.refusal, row.effect]))

/** The request never left this machine. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

const CALL_NOT_IN_PROGRESS = 21220
const NOT_FOUND = 20404

type Fault = { status?: number; code?: number | string }

/** Status and code, nothing else: such an error holds the request with its number and its secret. */
const readFault = (error: unknown): Fault => {
  if (typeof error !== 'object' || error === null) return {}
  const { status, code } = error as Record<string, unknown>
  return {
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof code === 'number' || typeof code === 'string' ? { code } : {}),
  }
}

/** What a failed create means. Only an answer that says no is a no; silence and 5xx may hide a ringing phone. */
export function readCreateFault(error: unknown): CreateFault {
  const { status, code } = readFault(error)
  const refused = (refusal: RefusalCode): CreateFault => ({
    kind: 'refused',
    code: refusal,
    told: typeof code === 'number' ? code : null,
  })
  if (typeof code === 'string' && NEVER_SENT.has(code)) return refused('carrier.unreachable')
  if (status === undefined || status >= 500 || status < 400) return { kind: 'unknown' }
  if (typeof code === 'number' && UNKNOWN_CODES.includes(code)) return { kind: 'unknown' }
  const known = typeof code === 'number' ? BY_CODE.get(code) : undefined
  if (known) return refused(known)
  if (status === 429) return refused('carrier.busy')
  if (status === 401 || status === 403) return refused('carrier.account')
  return refused('carrier.request')
}

/** What a refusal has as its consequence; a connection that was refused is the line's own matter. */
export const consequenceOf = (code: string | null): Consequence => BY_REFUSAL.get(code ?? '') ?? { kind: 'report' }

/** What an answer tells of the whole line. */
export function newsOf(placed: Placed): LineNews {
  if (placed.kind === 'accepted') return { kind: 'taken' }
  if (placed.kind === 'unknown') return { kind: 'failed', sent: true }
  if (placed.code === 'carrier.unreachable') return { kind: 'failed', sent: false }
  const effect = consequenceOf(placed.code)
  return effect.kind === 'pause' ? { kind: 'denied', why: effect.why, seconds: effect.seconds } : { kind: 'taken' }
}

/** Ending what is over already is a success. */
export const isAlreadyOver = (error: unknown): boolean => {
  const { code } = readFault(error)
  return code === CALL_NOT_IN_PROGRESS || code === NOT_FOUND
}

export const isGone = (error: unknown): boolean => readFault(error).code === NOT_FOUND

/** What a failed look at the carrier tells: whether our account is on, or nobody is there. */
export const readProbeFault = (error: unknown): ProbeAnswer => {
  const fault = readCreateFault(error)
  if (fault.kind === 'unknown' || fault.code === 'carrier.unreachable') return 'silent'
  return fault.code === 'carrier.account' ? 'account' : 'there'
}

/** The outcome that the line itself tells, when nobody was asked. */
export const outcomeOfRefusal = (code: string | null): 'X.INV' | 'X.FAIL' =>
  consequenceOf(code).kind === 'strike' ? 'X.INV' : 'X.FAIL'
