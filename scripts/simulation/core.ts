import { permit } from '../../server/compliance/permit.ts'
import { countsAgainstCaps } from '../../server/outcomes/attempt-counts.ts'
import { checkDisposition } from '../../server/outcomes/check-disposition.ts'
import { moveOfOutcome } from '../../server/outcomes/episode-move.ts'
import { outcomeOfLine } from '../../server/outcomes/line-outcome.ts'
import { standingStops } from '../../server/outcomes/stop-kind.ts'
import { strongestOutcome } from '../../server/programme/outcome-priority.ts'
import { choosePhone } from '../../server/queue/choose-phone.ts'
import { followUp } from '../../server/queue/follow-up.ts'
import { pausesAgent } from '../../server/queue/skip-limit.ts'
import { isClaimable, judgeLease, mayWrite } from '../../server/queue/work-item.ts'
import { foldCall } from '../../server/telephony/call-fold.ts'
import { careFor, isNeverPlaced, stillHolds } from '../../server/telephony/care.ts'
import { readCreateFault } from '../../server/telephony/carrier-errors.ts'
import { dialsFrom, isStray, judgeRelease, settledAs, stateBeforeFacts } from '../../server/telephony/intent.ts'

/** The seam: every decision that the simulation asks for is the product's own function. A planted bug stands in for one of them. */
export const CORE = {
  permit,
  choosePhone,
  isClaimable,
  mayWrite,
  /** A renewal is a write like any other. */
  mayRenew: mayWrite,
  judgeLease,
  pausesAgent,
  followUp,
  checkDisposition,
  countsAgainstCaps,
  moveOfOutcome,
  outcomeOfLine,
  standingStops,
  strongestOutcome,
  foldCall,
  dialsFrom,
  judgeRelease,
  readCreateFault,
  stateBeforeFacts,
  settledAs,
  isStray,
  careFor,
  isNeverPlaced,
  stillHolds,
  /** Whether an attempt counts from its dial on. */
  countsFromDial: () => true,
}
export type Core = typeof CORE
