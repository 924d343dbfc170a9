import type { CallEnd } from '#contract/calls'
import { outcomeOfRefusal } from '../telephony/carrier-errors.ts'
import { type LineFacts, rangNobody } from './attempt-counts.ts'

/**
 * What the line itself tells of an attempt that nobody wrote up. A conversation whose agent vanished counts as
 * "answered, no agent": the customer rests for three days and is then called by a person.
 */
export function lineOutcome(endedAs: CallEnd, refusal: string | null): 'X.NA' | 'X.BSY' | 'X.FAIL' | 'X.ABN' | 'X.INV' {
  switch (endedAs) {
    case 'busy':
      return 'X.BSY'
    case 'no-answer':
    case 'canceled':
      return 'X.NA'
    case 'completed':
      return 'X.ABN'
    case 'failed':
      return 'X.FAIL'
    case 'refused':
      return outcomeOfRefusal(refusal)
  }
}

/** The same, of the attempt itself: one that rang nobody failed, however it was called off. */
export const outcomeOfLine = (
  line: LineFacts & { ended_as: CallEnd; error?: string | null },
): ReturnType<typeof lineOutcome> =>
  rangNobody(line) && line.ended_as !== 'refused' ? 'X.FAIL' : lineOutcome(line.ended_as, line.error ?? null)
