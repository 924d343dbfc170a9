import type { CallView } from '#contract/calls'
import type { Draft } from '#contract/outcomes'
import type { Problem } from '#contract/problem'
import type { Outcome } from '#contract/programme'

/** Which part of the desk a problem of the outcome belongs to. */
export type Field = 'outcome' | 'reasons' | 'words' | 'callbackAt' | 'promisedAt' | 'promises' | 'offers' | 'call'

/** A conversation that came to a decision has a reason, or says that it was not asked. */
const needsReason = (code: string): boolean => /^[WL]\./.test(code) || ['C.DEC', 'C.PLAN', 'C.SVC'].includes(code)
export const needsPromisedDate = (code: string | null): boolean => ['W.COM', 'W.TRY', 'L.CON'].includes(code ?? '')
export const needsCallback = (code: string | null): boolean => code === 'C.CB'
const isStop = (code: string): boolean => code.startsWith('S.')

/** Refusals for which the server has struck the number out. */
const STRUCK: ReadonlySet<string> = new Set(['carrier.number-invalid', 'carrier.blocked'])

/** What the line itself says of an attempt that nobody answered: saved as it is, with one key. */
export function lineOutcome(call: CallView | null): string | null {
  if (call?.state !== 'ended' || call.answeredAt) return null
  const byEnd = { 'no-answer': 'X.NA', canceled: 'X.NA', busy: 'X.BSY', failed: 'X.FAIL', refused: 'X.FAIL' } as const
  if (call.endedAs === 'refused' && STRUCK.has(call.refusal ?? '')) return 'X.INV'
  return call.endedAs && call.endedAs !== 'completed' ? byEnd[call.endedAs] : null
}

type Asked = { draft: Draft; outcome: Outcome | null; call: CallView | null }

/** What is still missing before the outcome can be saved, in the order in which it is best filled in; empty when nothing is. */
export function findMissing({ draft, outcome, call }: Asked): Problem[] {
  const missing: Problem[] = []
  const need = (isMet: boolean, code: string, field: Field): void => {
    if (!isMet) missing.push({ code: `outcome.${code}`, field })
  }
  if (!outcome) {
    need(false, 'required', 'outcome')
    return missing
  }
  const { code } = outcome
  if (call && call.state !== 'ended') need(isStop(code), 'call-open', 'call')
  if (!call) need(isStop(code) || code === 'A.ACTIVE', 'attempt-required', 'call')
  if (call?.state === 'ended' && outcome.rightParty && !isStop(code) && code !== 'A.ACTIVE')
    need(call.answeredAt !== null, 'not-reached', 'outcome')
  if (needsReason(code)) need(draft.reasons.length > 0, 'reason-required', 'reasons')
  if (draft.reasons.some((given) => given.code === 'UNK.OTHER'))
    need(draft.words.trim() !== '', 'words-required', 'words')
  if (needsCallback(code)) need(draft.callbackAt !== null, 'callback-required', 'callbackAt')
  if (needsPromisedDate(code)) need(draft.promisedAt !== null, 'date-required', 'promisedAt')
  if (code === 'C.PLAN') need(draft.promises.length > 0, 'promise-required', 'promises')
  return missing
}

const fieldOfCode: Readonly<Record<string, Field>> = {
  'outcome.required': 'outcome',
  'outcome.unknown': 'outcome',
  'outcome.not-agent': 'outcome',
  'outcome.not-reached': 'outcome',
  'outcome.reason-required': 'reasons',
  'outcome.words-required': 'words',
  'outcome.callback-required': 'callbackAt',
  'outcome.date-required': 'promisedAt',
  'outcome.promise-required': 'promises',
  'outcome.offer-not-allowed': 'offers',
  'outcome.call-open': 'call',
  'outcome.attempt-required': 'call',
}

/** Where a refusal of the server is to be shown: by its code, else by the field it names ('body.offers.0.answer'). */
export const fieldOf = ({ code, field }: Problem): string =>
  fieldOfCode[code] ?? field?.replace(/^body\./, '').split('.')[0] ?? 'outcome'
