import { Taxonomy } from '#contract/programme'
import type { Labels } from '#contract/values'

type Row = Labels & Record<string, unknown>
const labelsOf = ({ en, fa, uz }: Row): Labels => ({ en, fa, uz })

/** The shipped taxonomy in the shape of the contract, for tests. */
export function makeTaxonomy(text: string): Taxonomy {
  const file: { reasons: Row[]; offers: Row[]; outcomes: Row[] } = JSON.parse(text)
  return Taxonomy.parse({
    reasons: file.reasons.map((row) => ({
      code: row.code,
      parent: row.parent,
      labels: labelsOf(row),
      fixable: row.fixable,
      keaveney: row.keaveney,
      defectorType: row.defector_type,
      stripeFeedback: row.stripe_feedback,
      defaultOffers: row.default_offers,
    })),
    offers: file.offers.map((row) => ({
      code: row.code,
      labels: labelsOf(row),
      authority: row.authority,
      note: row.note,
      costMinor: '0',
    })),
    outcomes: file.outcomes.map((row) => ({
      code: row.code,
      labels: labelsOf(row),
      layer: row.layer,
      rightParty: row.right_party,
      closesWorkItem: row.closes_work_item,
      closesEpisode: row.closes_episode,
      note: row.note,
      retry: row.retry,
    })),
  })
}
