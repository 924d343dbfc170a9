import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { CallId, DispositionId, WorkItemId } from './ids.ts'
import { OfferAnswerCode } from './programme.ts'
import { Fence, Instant, LongText, ShortText } from './values.ts'

export const ReasonSource = z.enum(['customer_said', 'agent_inferred', 'system'])
/** The first reason is the primary one; up to two more. */
export const ReasonGiven = z.strictObject({
  code: z.string().check(z.maxLength(40)),
  source: ReasonSource,
  severity: z.nullable(z.int().check(z.gte(1), z.lte(3))),
})
export const OfferMade = z.strictObject({
  code: z.string().check(z.maxLength(40)),
  answer: OfferAnswerCode,
  /** Last day of the offer, or the day the customer asked to think until. */
  until: z.nullable(Instant),
  counter: z.nullable(ShortText),
})
export const PromiseInput = z.strictObject({ what: ShortText.check(z.minLength(1)), dueAt: Instant })

const conversation = {
  reasons: z.array(ReasonGiven).check(z.maxLength(3)),
  words: LongText,
  competitor: z.nullable(ShortText),
  offers: z.array(OfferMade).check(z.maxLength(10)),
  promises: z.array(PromiseInput).check(z.maxLength(5)),
  note: LongText,
}

/** What the agent has typed so far: kept on the server within a second, survives reload, crash and a second tab. */
export const Draft = z.strictObject({
  ...conversation,
  outcome: z.nullable(z.string().check(z.maxLength(40))),
  callbackAt: z.nullable(Instant),
  promisedAt: z.nullable(Instant),
  /** Raised by the client at each edit; an older save never replaces a newer one. */
  revision: z.int().check(z.nonnegative()),
})
export type Draft = z.infer<typeof Draft>

/** One finished attempt. `id` is made by the client: saving twice saves once. */
export const DispositionInput = z.strictObject({
  id: DispositionId,
  workItemId: WorkItemId,
  fence: Fence,
  callId: z.nullable(CallId),
  outcome: z.string().check(z.maxLength(40)),
  ...conversation,
  /** C.CB: when to call back. */
  callbackAt: z.nullable(Instant),
  /** W.COM, W.TRY, L.CON: the date given. */
  promisedAt: z.nullable(Instant),
  /** What the agent does next. */
  next: z.enum(['ready', 'break']),
})
export type DispositionInput = z.infer<typeof DispositionInput>

export const StopCode = z.enum(['S.CALL', 'S.ALL', 'S.DEAD', 'S.ABUSE'])
export type StopCode = z.infer<typeof StopCode>

export const outcomesApi = {
  'draft.save': {
    method: 'PUT',
    path: '/cards/:id/draft',
    params: z.strictObject({ id: WorkItemId }),
    body: z.strictObject({ fence: Fence, draft: Draft }),
    answer: z.strictObject({ revision: z.int(), savedAt: Instant }),
  },
  /** `again` is true when this id had been saved before: nothing was written now. */
  'outcome.save': {
    method: 'POST',
    path: '/outcomes',
    body: DispositionInput,
    answer: z.strictObject({ id: DispositionId, again: z.boolean() }),
  },
  /** Commits when pressed, before any outcome is saved. */
  'stop.press': {
    method: 'POST',
    path: '/stops',
    body: z.strictObject({ workItemId: WorkItemId, fence: Fence, code: StopCode }),
    answer: z.strictObject({ at: Instant }),
  },
} as const satisfies Record<string, Endpoint>
