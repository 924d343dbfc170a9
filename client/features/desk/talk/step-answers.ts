import type { DraftEdit } from '../draft/draft.ts'
import { CLOSE, HEAR, type Move, OFFER, PLAN, type StepNumber } from '../place.ts'

export type StepAnswerId =
  | 'goodTime'
  | 'notNow'
  | 'noTalk'
  | 'told'
  | 'refused'
  | 'sorry'
  | 'noFault'
  | 'promised'
  | 'nothing'
  | 'assured'
  | 'taught'
  | 'skipped'

/** What a digit means in a step: what is written down, and where the conversation goes. */
export type StepAnswer = { id: StepAnswerId; edits: readonly DraftEdit[]; moves: readonly Move[] }

const answer = (id: StepAnswerId, moves: readonly Move[], ...edits: DraftEdit[]): StepAnswer => ({ id, moves, edits })
const to = (step: StepNumber): Move => ({ to: 'step', step })

/** Steps 0, 3, 7 and 9 have lists of their own (nothing, reasons, offers, outcomes). A refusal goes straight to the close. */
export const stepAnswers: Partial<Record<StepNumber, readonly StepAnswer[]>> = {
  1: [
    answer('goodTime', [to(2)]),
    answer('notNow', [to(CLOSE), { to: 'asks', asks: 'callbackAt' }], { edit: 'outcome', code: 'C.CB' }),
    answer('noTalk', [to(CLOSE)], { edit: 'reason', code: 'UNK.NOTASKED', source: 'agent_inferred' }),
  ],
  2: [
    answer('told', [to(HEAR)]),
    answer('refused', [to(CLOSE)], { edit: 'reason', code: 'UNK.REFUSED', source: 'customer_said' }),
  ],
  4: [
    answer('sorry', [to(PLAN)], { edit: 'offer', code: 'APO', change: { answer: 'ACC' } }),
    answer('noFault', [to(PLAN)], { edit: 'dropOffer', code: 'APO' }),
  ],
  5: [answer('promised', [{ to: 'asks', asks: 'promise' }]), answer('nothing', [to(6)])],
  6: [answer('assured', [to(OFFER)]), answer('skipped', [to(OFFER)])],
  8: [
    answer('taught', [to(CLOSE)], { edit: 'offer', code: 'INF', change: { answer: 'ACC' } }),
    answer('skipped', [to(CLOSE)]),
  ],
}

/** Where a chosen reason leads: on with the conversation while it lasts, to the outcome once it is over. */
export const afterReason = (isTalking: boolean, chosenBefore: number): Move =>
  isTalking ? { to: 'back' } : chosenBefore === 0 ? to(CLOSE) : { to: 'back' }
