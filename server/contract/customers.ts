import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { CustomerId, EpisodeId, PhoneId } from './ids.ts'
import { Complaint, EpisodeState, PromiseMade, TimelineEntry } from './people.ts'
import { Instant, Locale, Minor } from './values.ts'

/** What a hit was found by: her id, a number, her name as written, one that sounds like it, or one a slip of the pen away. */
export const MatchedBy = z.enum(['id', 'number', 'name', 'sound', 'slip'])
export type MatchedBy = z.infer<typeof MatchedBy>

export const CustomerHit = z.strictObject({
  id: CustomerId,
  externalId: z.nullable(z.string()),
  name: z.string(),
  city: z.nullable(z.string()),
  /** The number that was found, else the first one that is not struck out. */
  maskedPhone: z.nullable(z.string()),
  matchedBy: MatchedBy,
})
export type CustomerHit = z.infer<typeof CustomerHit>

/** `more`: further customers match; the words should be narrowed. */
export const CustomerHits = z.strictObject({ hits: z.array(CustomerHit), more: z.boolean() })

export const StopKind = z.enum(['call', 'all', 'dead', 'abuse'])
export type StopKind = z.infer<typeof StopKind>

/** What a supervisor sees of one customer. The history comes by 'people.timeline'. */
export const CustomerPage = z.strictObject({
  id: CustomerId,
  externalId: z.nullable(z.string()),
  name: z.string(),
  language: z.nullable(Locale),
  city: z.nullable(z.string()),
  country: z.nullable(z.string()),
  zone: z.nullable(z.string()),
  joinedAt: z.nullable(Instant),
  cancelledAt: z.nullable(Instant),
  attributes: z.record(z.string(), z.string()),
  phones: z.array(
    z.strictObject({
      id: PhoneId,
      masked: z.string(),
      shared: z.boolean(),
      struckAt: z.nullable(Instant),
      /** The outcome that struck it out. */
      struckWhy: z.nullable(z.string()),
    }),
  ),
  /** Those who share a number with her, at most 20. */
  household: z.array(z.strictObject({ id: CustomerId, name: z.string() })),
  firstLife: z.strictObject({
    valueMinor: Minor,
    orders: z.int(),
    firstPurchaseAt: z.nullable(Instant),
    lastPurchaseAt: z.nullable(Instant),
    tenureDays: z.int(),
    usualGapDays: z.nullable(z.number()),
  }),
  complaints: z.array(Complaint),
  promises: z.array(PromiseMade),
  /** The newest first; what stands has no `liftedAt`. */
  stops: z.array(
    z.strictObject({
      kind: StopKind,
      /** A number's stop binds whoever has the number. */
      scope: z.enum(['person', 'number']),
      at: Instant,
      by: z.nullable(z.string()),
      liftedAt: z.nullable(Instant),
      liftedBy: z.nullable(z.string()),
    }),
  ),
  /** The newest first. */
  episodes: z.array(
    z.strictObject({
      id: EpisodeId,
      kind: z.enum(['dormant', 'cancelled', 'visit']),
      state: EpisodeState,
      arm: z.nullable(z.enum(['treat', 'holdout'])),
      lapsedAt: Instant,
      reachedAt: z.nullable(Instant),
      wonAt: z.nullable(Instant),
      closedAt: z.nullable(Instant),
      closedAs: z.nullable(z.string()),
    }),
  ),
  timeline: z.array(TimelineEntry),
})
export type CustomerPage = z.infer<typeof CustomerPage>

const CustomerPath = z.strictObject({ id: CustomerId })

export const customersApi = {
  /** By name, number or id, however written. A POST, because an address is kept in logs. 422 'search.short'. */
  'customer.search': {
    method: 'POST',
    path: '/customers/search',
    body: z.strictObject({ text: z.string().check(z.maxLength(200)) }),
    answer: CustomerHits,
  },
  /** The last customers that this person looked at, the newest first. */
  'customer.recent': { method: 'GET', path: '/customers/recent', answer: z.array(CustomerHit) },
  /** Audited. 404 'not-found' */
  'customer.read': { method: 'GET', path: '/customers/:id', params: CustomerPath, answer: CustomerPage },
} as const satisfies Record<string, Endpoint>
