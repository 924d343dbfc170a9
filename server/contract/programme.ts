import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { Labels, Minor } from './values.ts'

export const Reason = z.strictObject({
  code: z.string(),
  parent: z.nullable(z.string()),
  labels: Labels,
  fixable: z.nullable(z.enum(['yes', 'partly', 'no'])),
  keaveney: z.nullable(z.string()),
  defectorType: z.nullable(z.string()),
  stripeFeedback: z.nullable(z.string()),
  defaultOffers: z.array(z.string()),
})

export const OfferAuthority = z.enum(['agent', 'agent to ceiling', 'supervisor'])
export const Offer = z.strictObject({
  code: z.string(),
  labels: Labels,
  authority: OfferAuthority,
  note: z.string(),
  /** What one acceptance is taken to cost the house, minor units. */
  costMinor: Minor,
})

export const OfferAnswerCode = z.enum(['ACC', 'CON', 'DPR', 'DTR', 'DND', 'CTR', 'NOP'])

/** When and to whom a customer comes back into the queue after an outcome. `delay` is ISO 8601, a named date, or null: not by itself. */
export const RetryRule = z.strictObject({
  delay: z.nullable(z.string()),
  daypart: z.enum(['any', 'other']),
  countsAttempt: z.boolean(),
  maxPerDay: z.nullable(z.int()),
  strikesPhone: z.boolean(),
  sameAgent: z.boolean(),
  afterwards: z.nullable(z.string()),
})

export const Outcome = z.strictObject({
  code: z.string(),
  labels: Labels,
  layer: z.enum(['system', 'agent']),
  rightParty: z.boolean(),
  closesWorkItem: z.boolean(),
  closesEpisode: z.boolean(),
  note: z.string(),
  retry: RetryRule,
})

export const Taxonomy = z.strictObject({
  reasons: z.array(Reason),
  offers: z.array(Offer),
  outcomes: z.array(Outcome),
})

export type Reason = z.infer<typeof Reason>
export type Offer = z.infer<typeof Offer>
export type OfferAnswerCode = z.infer<typeof OfferAnswerCode>
export type RetryRule = z.infer<typeof RetryRule>
export type Outcome = z.infer<typeof Outcome>
export type Taxonomy = z.infer<typeof Taxonomy>

export const programmeApi = {
  'programme.taxonomy': { method: 'GET', path: '/programme/taxonomy', answer: Taxonomy },
} as const satisfies Record<string, Endpoint>
