import type { CallEnd } from '#contract/calls'
import { type LineFacts, rangNobody } from './attempt-counts.ts'

/**
 * What the line itself tells of an attempt that nobody wrote up. A conversation whose agent vanished counts as
 * "answered, no agent": the customer rests for three days and is then called by a person.
 */
export function lineOutcome(endedAs: CallEnd): 'X.NA' | 'X.BSY' | 'X.FAIL' | 'X.ABN' {
  switch (endedAs) {
    case 'busy':
      return 'X.BSY'
    case 'no-answer':
    case 'canceled':
      return 'X.NA'
    case 'completed':
      return 'X.ABN'
    case 'failed':
    case 'refused':
      return 'X.FAIL'
  }
}

/** The same, of the attempt itself: one that rang nobody failed, however it was called off. */
export const outcomeOfLine = (line: LineFacts & { ended_as: CallEnd }): ReturnType<typeof lineOutcome> =>
  rangNobody(line) ? 'X.FAIL' : lineOutcome(line.ended_as)
