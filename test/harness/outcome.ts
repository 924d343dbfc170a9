import { randomUUID } from 'node:crypto'
import type { DispositionId } from '#contract/ids'
import type { DispositionInput } from '#contract/outcomes'
import type { Desk } from './desks.ts'

const PROMISE_WITHIN_MS = 86_400_000

/** What an agent saves after a talk that did not lead back: one reason, one promise. */
export const outcomeOf = (desk: Desk, now: Date): DispositionInput => ({
  id: randomUUID() as DispositionId,
  workItemId: desk.workItemId,
  fence: desk.fence,
  callId: desk.callId,
  outcome: 'L.NOW',
  reasons: [{ code: 'PRC.HIGH', source: 'customer_said', severity: 2 }],
  words: 'It became dear.',
  competitor: null,
  offers: [],
  promises: [{ what: 'send the catalogue', dueAt: new Date(now.getTime() + PROMISE_WITHIN_MS).toISOString() }],
  note: '',
  callbackAt: null,
  promisedAt: null,
  next: 'break',
})
