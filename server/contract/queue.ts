import * as z from 'zod/mini'
import { CampaignMode } from './campaigns.ts'
import type { Endpoint } from './endpoint.ts'
import { CampaignId, CustomerId, EpisodeId, PhoneId, WorkItemId } from './ids.ts'
import { Draft } from './outcomes.ts'
import { Complaint, PromiseMade, TimelineEntry } from './people.ts'
import { Script } from './script.ts'
import { Fence, Instant, Locale, Minor, Params } from './values.ts'

/** A fact for or against calling this customer now; its words are made in the client from code and params. */
export const Fact = z.strictObject({
  code: z.string(),
  params: Params,
  direction: z.enum(['for', 'against']),
  /** Log-odds that the fact adds to P(win | contact); facts and the base sum to its logit. */
  weight: z.number(),
})
/** One term of the expected value, minor units; the terms sum to `expectedMinor`. */
export const Term = z.strictObject({ code: z.string(), minor: Minor })
export const OfferEstimate = z.strictObject({
  code: z.string(),
  netMinor: Minor,
  pWin: z.number(),
  /** May be given without asking, and is expected to earn not much less than the best. */
  worthTrying: z.boolean(),
  /** With what probability it could have been the recommendation of this claim; null before there is one. */
  propensity: z.nullable(z.number()),
})
export const Hypothesis = z.strictObject({ reasonCode: z.string(), probability: z.number() })

/** Why this customer, now: everything that the rank is made of. */
export const Why = z.strictObject({
  scoredAt: Instant,
  modelVersion: z.string(),
  /** What was learned from outcomes; null: nothing yet, our priors. */
  learnedId: z.nullable(z.uuid()),
  expectedMinor: Minor,
  perMinuteMinor: Minor,
  minutes: z.number(),
  pContact: z.number(),
  pWin: z.number(),
  pUnaided: z.number(),
  secondLifeMinor: Minor,
  terms: z.array(Term),
  /** logit of P(win | contact) before any fact. */
  baseLogOdds: z.number(),
  facts: z.array(Fact),
  hypotheses: z.array(Hypothesis),
  /** Best first; the first is the recommendation. */
  offers: z.array(OfferEstimate),
})
export type Why = z.infer<typeof Why>
export type Fact = z.infer<typeof Fact>
export type OfferEstimate = z.infer<typeof OfferEstimate>

/** The document of the topic `card:<workItemId>`: the customer before the agent. */
export const Card = z.strictObject({
  workItemId: WorkItemId,
  fence: Fence,
  episodeId: EpisodeId,
  campaign: z.strictObject({
    id: CampaignId,
    name: z.string(),
    offers: z.array(z.string()),
    mode: CampaignMode,
    /** Its own lines in the customer's language; in all of them while that is not known. */
    script: Script,
  }),
  customer: z.strictObject({
    id: CustomerId,
    externalId: z.nullable(z.string()),
    name: z.string(),
    language: z.nullable(Locale),
    city: z.nullable(z.string()),
    zone: z.nullable(z.string()),
    localHour: z.nullable(z.string()),
    joinedAt: z.nullable(Instant),
    cancelledAt: z.nullable(Instant),
    attributes: z.record(z.string(), z.string()),
  }),
  /** `number` is full only on the live card of the agent who holds it, in manual mode; elsewhere null. */
  phone: z.strictObject({ id: PhoneId, masked: z.string(), number: z.nullable(z.string()), shared: z.boolean() }),
  firstLife: z.strictObject({
    valueMinor: Minor,
    orders: z.int(),
    lastPurchaseAt: z.nullable(Instant),
    firstPurchaseAt: z.nullable(Instant),
    tenureDays: z.int(),
    usualGapDays: z.nullable(z.number()),
  }),
  lapsed: z.strictObject({ kind: z.enum(['dormant', 'cancelled', 'visit']), at: Instant }),
  complaints: z.array(Complaint),
  promises: z.array(PromiseMade),
  timeline: z.array(TimelineEntry),
  attempts: z.int(),
  callback: z.nullable(z.strictObject({ dueAt: Instant, note: z.string() })),
  why: z.nullable(Why),
  draft: z.nullable(Draft),
})
export type Card = z.infer<typeof Card>

export const SkipReason = z.enum(['known-personally', 'language', 'duplicate', 'bad-data', 'complaint-open', 'other'])
export type SkipReason = z.infer<typeof SkipReason>

/** Every write on a work item names the fence under which the agent holds it. */
export const Held = z.strictObject({ workItemId: WorkItemId, fence: Fence })

export const CallbackView = z.strictObject({
  id: z.uuid(),
  customerName: z.string(),
  dueAt: Instant,
  state: z.enum(['pending', 'taken', 'done', 'missed', 'cancelled']),
  note: z.string(),
})
export type CallbackView = z.infer<typeof CallbackView>

export const queueApi = {
  'card.read': { method: 'GET', path: '/cards/:id', params: z.strictObject({ id: WorkItemId }), answer: Card },
  /** What to offer now that she has told why she left: best first, the first drawn so that offers are learned about. */
  'card.offers': {
    method: 'POST',
    path: '/cards/:id/offers',
    params: z.strictObject({ id: WorkItemId }),
    body: z.strictObject({ fence: Fence, reasonCode: z.string().check(z.maxLength(40)) }),
    answer: z.strictObject({ offers: z.array(OfferEstimate) }),
  },
  /** The agent reads on: this card is not dialled by itself any more. */
  'card.holdCountdown': {
    method: 'PUT',
    path: '/cards/:id/countdown-held',
    params: z.strictObject({ id: WorkItemId }),
    body: z.strictObject({ fence: Fence }),
    answer: z.strictObject({}),
  },
  'queue.skip': {
    method: 'POST',
    path: '/queue/skip',
    body: z.strictObject({ ...Held.shape, reason: SkipReason, note: z.string().check(z.maxLength(500)) }),
    /** `paused`: too many skips, the agent is on break and a supervisor sees why. */
    answer: z.strictObject({ paused: z.boolean() }),
  },
  'queue.callbacks': { method: 'GET', path: '/queue/callbacks', answer: z.array(CallbackView) },
} as const satisfies Record<string, Endpoint>
