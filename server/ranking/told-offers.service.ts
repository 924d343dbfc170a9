import type { CustomerId } from '#contract/ids'
import type { OfferEstimate } from '#contract/queue'
import { readHistories } from '../people/histories.store.ts'
import type { Sql } from '../platform/sql.pg.ts'
import { explainScore } from './explain.ts'
import { listFeatures } from './features.ts'
import { lessonsOf } from './lessons.ts'
import { drawTrial } from './offer-trial.ts'
import { NO_OFFER } from './offers.ts'
import { groupOf } from './reasons.ts'
import { readHistory } from './rescore-page.service.ts'
import type { Run } from './run.ts'
import { scoreCustomer } from './score.ts'

/** Said in the conversation and not given: nobody is asked whether she accepts them. */
const WORDS = new Set(['APO', 'INF'])

/** To make no offer needs nobody's leave. */
const isAllowed = (code: string, allowed: readonly string[]): boolean =>
  allowed.length === 0 || code === NO_OFFER.code || allowed.includes(code)

/** `seed`: the same conversation draws the same offer, however often it is asked. `allowed`: by the campaign; none named: all. */
export type Told = { customerId: CustomerId; reasonCode: string; seed: number; allowed: readonly string[] }
export type ToldOffers = { offers: OfferEstimate[]; propensities: Record<string, number> }

/**
 * What to offer now that she has said why she left: valued for this reason, the first drawn by its chance of being the best.
 * Null where she is not in the base any more.
 */
export async function offersFor(
  tx: Sql,
  { customerId, reasonCode, seed, allowed }: Told,
  run: Run,
): Promise<ToldOffers | null> {
  const [row] = await readHistories(tx, [customerId])
  if (!row) return null
  const history = { ...readHistory(row, run, false), knownReason: reasonCode }
  const [lesson] = lessonsOf(run.lessons, [listFeatures(history, row.attributes, run.featureNames, run.now)])
  const score = scoreCustomer(history, run.model, run.settings, run.now, run.lessons, lesson)
  const offers = explainScore(score, run.now).offers.filter(({ code }) => !WORDS.has(code) && isAllowed(code, allowed))
  const trial = drawTrial(
    offers.map(({ code, netMinor, pWin, worthTrying }) => ({ code, netMinor: Number(netMinor), pWin, worthTrying })),
    { tried: run.lessons.tried, group: groupOf(reasonCode), secondLifeMinor: Number(score.secondLifeMinor), seed },
  )
  const propensities = Object.fromEntries(trial?.propensities ?? [])
  const known = offers.map((offer) => ({ ...offer, propensity: propensities[offer.code] ?? 0 }))
  // Where making none was drawn, none is shown: else nobody would ever be without.
  if (trial?.code === NO_OFFER.code) return { offers: known.filter(({ code }) => code === trial.code), propensities }
  return { offers: known.sort((a, b) => Number(b.code === trial?.code) - Number(a.code === trial?.code)), propensities }
}
