import type { CallEnd } from '#contract/calls'
import type { RefusalCode } from './port.ts'
import type { CallRow } from './telephony.store.ts'

/** A person's time, all of it: how late webhooks and lists are does not follow a hurried clock. */
export const NEWS_SECONDS = 15
/** By then the carrier's list shows every call it ever took. */
const NEVER_PLACED_SECONDS = 45
/** A manual call that nobody finished; its number is free again. */
const MANUAL_HOURS = 4

/** `why`: of what the carrier did not take. */
export type Ending = { as: CallEnd; attempt: { counted: boolean; outcome: string }; why?: RefusalCode }

/** Nobody was rung: a failure of ours or the carrier's. */
const OURS = { counted: false, outcome: 'X.FAIL' }
const DIED: Ending = { as: 'canceled', attempt: OURS }
/** A leg that the carrier told us of and knows no more. */
export const GONE: Ending = { as: 'failed', attempt: OURS }
/** The agent may try again before anything is written up, as after any refusal. */
export const NEVER_PLACED: Ending = { as: 'refused', attempt: OURS, why: 'carrier.unreachable' }

/**
 * What an unsettled call needs. `end`: it is over, nobody will tell us. `look`: the carrier is asked about its leg. `find`: the carrier is
 * asked which leg came of it; `doubt`: its answer is missing for so long that the intent is unknown now.
 */
export type Care = { kind: 'end'; ending: Ending } | { kind: 'look' } | { kind: 'find'; doubt: boolean }

type Unsettled = Pick<
  CallRow,
  'mode' | 'intent_state' | 'sid' | 'state' | 'dialled_at' | 'sent_at' | 'answered_at' | 'on_desk'
>

/** Since when news of a call could have come. */
export const newsSince = (call: Pick<CallRow, 'sent_at' | 'dialled_at'>): Date => call.sent_at ?? call.dialled_at

/** `wall`: milliseconds of this clock in so many of a person's. */
export function careFor(call: Unsettled, now: Date, wall: (ms: number) => number): Care | null {
  const age = now.getTime() - call.dialled_at.getTime()
  const newsDue = age >= wall(NEWS_SECONDS * 1_000)
  if (call.mode === 'manual') {
    if (call.on_desk && age <= MANUAL_HOURS * 3_600_000) return null
    // The phone was dialled, so it counts; what was answered was a conversation.
    return {
      kind: 'end',
      ending: call.answered_at
        ? { as: 'completed', attempt: { counted: true, outcome: 'X.ABN' } }
        : { as: 'no-answer', attempt: { counted: true, outcome: 'X.NA' } },
    }
  }
  // Its process died before it asked the carrier; what it would have asked has lapsed.
  if (call.intent_state === 'created') return newsDue ? { kind: 'end', ending: DIED } : null
  if (call.sid) return { kind: 'look' }
  return { kind: 'find', doubt: call.intent_state === 'sent' && newsDue }
}

/** Whether a dial that left no trace in the carrier's list was never placed. */
export const isNeverPlaced = (
  call: Pick<CallRow, 'sent_at' | 'dialled_at'>,
  now: Date,
  wall: (ms: number) => number,
): boolean => now.getTime() - newsSince(call).getTime() >= wall(NEVER_PLACED_SECONDS * 1_000)

/** Whether an ending judged on what was read still holds of the row that is locked: meanwhile it may have been sent, bound or ended. */
export const stillHolds = (
  read: Pick<CallRow, 'intent_state' | 'sid' | 'state'>,
  locked: Pick<CallRow, 'intent_state' | 'sid' | 'state'>,
): boolean =>
  locked.state !== 'ended' &&
  locked.sid === read.sid &&
  (read.intent_state === 'created') === (locked.intent_state === 'created')
