import { EMPTY_RECORD, type OfferRecord, recordOutcome } from '../ranking/learning/offer-bandit.ts'
import type { CallExample } from './examples.ts'

/** What each offer brought beside what was said of it, a win being 1, by group of the likeliest reason. */
export function recordOffers(calls: readonly Pick<CallExample, 'talk'>[]): OfferRecord {
  let record = EMPTY_RECORD
  for (const { talk } of calls) {
    if (!talk || talk.said === null) continue
    record = recordOutcome(record, talk.offerCode ?? 'NON', talk.cell, Number(talk.won) - talk.said)
  }
  return record
}
