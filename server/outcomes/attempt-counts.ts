import type { FollowUp } from '../queue/follow-up.ts'
import type { CallRow } from '../telephony/telephony.store.ts'

/** What the line knows of an attempt. */
export type LineFacts = Pick<CallRow, 'mode' | 'sid' | 'ended_as' | 'ringing_at' | 'answered_at'>

/** The carrier never had a leg of it: it was refused, called off before it was asked, or never arrived there. */
export const rangNobody = ({ mode, sid }: Pick<LineFacts, 'mode' | 'sid'>): boolean =>
  mode === 'carrier' && sid === null

/** A phone that rang has rung, though nobody told us of the ringing: what was called off may have rung already. */
const mayHaveRung = ({ mode, ended_as, ringing_at, answered_at }: LineFacts): boolean =>
  answered_at !== null ||
  ringing_at !== null ||
  ended_as === 'completed' ||
  ended_as === 'no-answer' ||
  ended_as === 'busy' ||
  (ended_as === 'canceled' && mode === 'carrier')

/**
 * Whether an attempt counts against the caps, which are the customer's: what rang nobody does not, whatever is written; what rang does,
 * though it is written up as a failure of ours or as no number at all.
 */
export function countsAgainstCaps(
  { countsAttempt }: Pick<FollowUp, 'countsAttempt'>,
  attempt: LineFacts | null,
): boolean {
  if (!attempt) return countsAttempt
  if (rangNobody(attempt)) return false
  return countsAttempt || mayHaveRung(attempt)
}
