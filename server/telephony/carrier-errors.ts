import type { RefusalCode } from './port.ts'

export type CreateFault = { kind: 'refused'; code: RefusalCode } | { kind: 'unknown' }

/** Twilio's codes by what they mean for us (`telephony.md` 1.10; messages at twilio.com/docs/api/errors). */
const CODES: ReadonlyMap<number, RefusalCode> = new Map<number, RefusalCode>([
  ...[20003, 20005, 10001].map((code) => [code, 'carrier.account'] as const),
  ...[20429, 10004, 22005].map((code) => [code, 'carrier.busy'] as const),
  ...[21210, 21212, 21213, 13247].map((code) => [code, 'carrier.caller-id'] as const),
  ...[21211, 21214, 21217, 13223, 13224, 13226].map((code) => [code, 'carrier.number-invalid'] as const),
  ...[21215, 13227].map((code) => [code, 'carrier.country'] as const),
  ...[21216, 13225, 32203].map((code) => [code, 'carrier.blocked'] as const),
])

/** The request never left this machine. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

const CALL_NOT_IN_PROGRESS = 21220
const NOT_FOUND = 20404

type Fault = { status?: number; code?: number | string }

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
  if (typeof code === 'string' && NEVER_SENT.has(code)) return { kind: 'refused', code: 'carrier.unreachable' }
  if (status === undefined || status >= 500 || status < 400) return { kind: 'unknown' }
  if (status === 429) return { kind: 'refused', code: 'carrier.busy' }
  if (status === 401 || status === 403) return { kind: 'refused', code: 'carrier.account' }
  return { kind: 'refused', code: (typeof code === 'number' ? CODES.get(code) : undefined) ?? 'carrier.request' }
}

/** Ending what is over already is a success. */
export const isAlreadyOver = (error: unknown): boolean => {
  const { code } = readFault(error)
  return code === CALL_NOT_IN_PROGRESS || code === NOT_FOUND
}

export const isGone = (error: unknown): boolean => readFault(error).code === NOT_FOUND

/** The outcome that the line itself tells, when nobody was asked. */
export const outcomeOfRefusal = (code: RefusalCode): 'X.INV' | 'X.FAIL' =>
  code === 'carrier.number-invalid' ? 'X.INV' : 'X.FAIL'
