import type { CallEnd, CallState } from '#contract/calls'
import type { PresenceState } from '#contract/staff'
import type { Permit } from '../compliance/permit.ts'
import type { CallFold } from './call-fold.ts'

/**
 * A dial intent, committed before the carrier is asked:
 *
 * created  entered by the dial. The carrier has certainly not been asked. Left when it is asked (sent), or ended here: denied at the last
 *          moment, or its process died (done).
 * sent     the carrier is being asked. Left by its answer or a callback (bound), by silence (unknown), by its no (refused).
 * unknown  the carrier may be ringing somebody. Left by a callback or by its list (bound), or when the list knows of nothing (done).
 * bound    a leg is known. Left by the leg's end (done).
 * refused, done   settled, never left. While a number has an intent that is not settled, nobody dials it.
 */
export type IntentState = 'created' | 'sent' | 'bound' | 'unknown' | 'refused' | 'done'

export type CallMode = 'carrier' | 'manual'

/** What the rows of a dial say. */
export type DialFacts = {
  mode: CallMode
  intent_state: IntentState
  sid: string | null
  state: CallState
  ended_as: CallEnd | null
  cancel_at: Date | null
}

/** Asked again at the last moment; caps are not, because this very attempt counts. */
const LAST_MOMENT_RULES = new Set(['stop', 'hours'])

/** The last look before the carrier is asked. `gone`: somebody has ended it; nobody is to be rung. */
export function judgeRelease(
  { intent_state, cancel_at }: Pick<DialFacts, 'intent_state' | 'cancel_at'>,
  permit: Permit,
): 'send' | 'blocked' | 'canceled' | 'gone' {
  if (intent_state !== 'created') return 'gone'
  if (!permit.allowed && permit.denials.some(({ rule }) => LAST_MOMENT_RULES.has(rule))) return 'blocked'
  return cancel_at ? 'canceled' : 'send'
}

/** What an intent says of its call while no fact has come. */
export const stateBeforeFacts = (state: IntentState, sid: string | null): 'intended' | 'sent' | 'unknown' =>
  state === 'created' ? 'intended' : state === 'unknown' && !sid ? 'unknown' : 'sent'

/** How its call's end settles an intent; null while the call goes on. */
export const settledAs = ({ state, endedAs }: Pick<CallFold, 'state' | 'endedAs'>): 'refused' | 'done' | null =>
  state !== 'ended' ? null : endedAs === 'refused' ? 'refused' : 'done'

/** From which states of the desk a number may be dialled. What the carrier would not take rang nobody: it may be tried again before it is written up. */
export const dialsFrom = (latest: Pick<DialFacts, 'ended_as'> | null): PresenceState[] =>
  latest?.ended_as === 'refused' ? ['preview', 'wrapUp'] : ['preview']

/** We ended it ourselves, for want of news: a leg that shows itself after all is nobody's, and its number is free for another dial. */
export const isStray = ({ mode, state, sid }: Pick<DialFacts, 'mode' | 'state' | 'sid'>): boolean =>
  mode === 'carrier' && state === 'ended' && sid === null
