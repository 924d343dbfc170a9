import type { CustomerId, EpisodeId, PhoneId, UserId, WorkItemId } from '#contract/ids'
import type { Compliance } from '../compliance/compliance.service.ts'
import type { Tx } from '../platform/database.pg.ts'
import type { Staff } from '../staff/staff.service.ts'

/** What telephony asks of the features to its left. */
export type TelephonyNeeds = {
  presence: Pick<Staff['presence'], 'read' | 'move' | 'startWrapUp' | 'moreWrapUp'>
  people: {
    lockPerson: (tx: Tx, customerId: CustomerId) => Promise<unknown>
    /** E.164 of a number; refuses when there is none. */
    readNumber: (tx: Tx, phoneId: PhoneId) => Promise<string>
  }
  compliance: Pick<Compliance, 'permitFor' | 'permitMany' | 'addAttempt' | 'settleAttempt' | 'writeBlocks' | 'blocksOf'>
  queue: {
    /** Locks the work item, or refuses when this agent does not hold it under this fence. */
    hold: (tx: Tx, userId: UserId, workItemId: WorkItemId, fence: bigint, now: Date) => Promise<HeldItem>
  }
}

export type HeldItem = {
  id: WorkItemId
  customerId: CustomerId
  phoneId: PhoneId
  episodeId: EpisodeId
  /** When the customer asked to be called, if this round is that callback. */
  agreedAt: Date | null
}
