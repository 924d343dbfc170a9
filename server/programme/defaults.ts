import * as z from 'zod/mini'
import { Offer, OfferAuthority, type Outcome, Reason, RetryRule } from '#contract/programme'
import { defaultOfferCost } from './offer-costs.ts'

const words = { code: z.string(), en: z.string(), fa: z.string(), uz: z.string() }
const TaxonomyFile = z.object({
  reasons: z.array(
    z.object({
      ...words,
      parent: z.nullable(z.string()),
      keaveney: z.nullable(z.string()),
      defector_type: z.nullable(z.string()),
      stripe_feedback: z.nullable(z.string()),
      fixable: Reason.shape.fixable,
      default_offers: z.array(z.string()),
    }),
  ),
  offers: z.array(z.object({ ...words, authority: OfferAuthority, note: Offer.shape.note })),
  outcomes: z.array(
    z.object({
      ...words,
      layer: z.enum(['system', 'agent']),
      right_party: z.boolean(),
      closes_work_item: z.boolean(),
      closes_episode: z.boolean(),
      note: z.string(),
      retry: RetryRule,
    }),
  ),
})

const labelsOf = ({ en, fa, uz }: { en: string; fa: string; uz: string }) => ({ en, fa, uz })

export type DefaultRows = {
  reasons: Reason[]
  offers: (Omit<Offer, 'costMinor'> & { costMinor: bigint })[]
  outcomes: Outcome[]
}

/** The codes of taxonomy.json (design/domain.md 3, 4, 6) as rows, with offers priced in this currency. */
export function readDefaults(shipped: unknown, currency: string): DefaultRows {
  const file = TaxonomyFile.parse(shipped)
  return {
    reasons: file.reasons.map((r) => ({
      code: r.code,
      parent: r.parent,
      labels: labelsOf(r),
      fixable: r.fixable,
      keaveney: r.keaveney,
      defectorType: r.defector_type,
      stripeFeedback: r.stripe_feedback,
      defaultOffers: r.default_offers,
    })),
    offers: file.offers.map((o) => ({
      code: o.code,
      labels: labelsOf(o),
      authority: o.authority,
      note: o.note,
      costMinor: defaultOfferCost(o.code, currency),
    })),
    outcomes: file.outcomes.map((o) => ({
      code: o.code,
      labels: labelsOf(o),
      layer: o.layer,
      rightParty: o.right_party,
      closesWorkItem: o.closes_work_item,
      closesEpisode: o.closes_episode,
      note: o.note,
      retry: o.retry,
    })),
  }
}
