import type { RankingModelParams } from './fit.ts'
import type { CustomerHistory } from './history.ts'
import { logOdds } from './special.ts'

export interface Fact {
  /** Words are made in the client from code and params. */
  readonly code: string
  readonly params: Readonly<Record<string, string | number | boolean | null>>
  readonly direction: 'for' | 'against'
  /** Log-odds added to P(win | contact); the base and all facts sum to its logit. */
  readonly weight: number
}

/**
 * Of customers reached, the share that a call wins who would not have come unaided; until local outcomes are learned.
 * Below the "20–40 % of lost customers won back by firms that try" (Griffin & Lowenstein 2001), which counts them too.
 */
export const BASE_WIN_RATE = 0.12
export const BASE_LOG_ODDS = logOdds(BASE_WIN_RATE)

const TYPICAL_HIATUS_DAYS = 180
const TYPICAL_PURCHASE_DAYS = 3

export function createFact(code: string, weight: number, params: Fact['params'] = {}): Fact {
  return { code, params, direction: weight >= 0 ? 'for' : 'against', weight }
}

/**
 * What is known of the customer, as log-odds. Signs: those who referred others, never complained or had a complaint
 * solved come back more, open wounds less; a richer first life and a fresher one help (Kumar, Bhagwat & Zhang 2015,
 * J. Marketing 79(4), and the summaries in design/domain.md 2). Sizes are priors of ours, each bounded.
 */
export function weighHistory(history: CustomerHistory, model: RankingModelParams): Fact[] {
  const { open, solved, unsolved } = history.complaints
  const facts: Fact[] = []
  const add = (code: string, weight: number, params: Fact['params']) => {
    if (weight !== 0) facts.push(createFact(code, weight, params))
  }

  if (open > 0) add('complaint_open', -0.8, { count: open })
  else if (unsolved > 0) add('complaint_unsolved', -0.6, { count: unsolved })
  else if (solved > 0) add('complaint_solved', 0.4, { count: solved })
  else add('never_complained', 0.1, {})

  const hiatus = Math.log((30 + Math.max(0, history.hiatusDays)) / (30 + TYPICAL_HIATUS_DAYS))
  if (history.purchaseDays > 0) add('hiatus', bound(-0.35 * hiatus, 0.8), { days: history.hiatusDays })

  const frequency = Math.log((1 + history.purchaseDays) / (1 + TYPICAL_PURCHASE_DAYS))
  add('frequency', bound(0.25 * frequency, 0.6), { purchases: history.purchaseDays })

  const value = Math.log((1 + Math.max(0, history.totalMinor)) / (1 + model.meanTotalMinor))
  const valueMinor = String(BigInt(Math.round(history.totalMinor)))
  if (history.purchaseDays > 0) add('first_life_value', bound(0.15 * value, 0.5), { valueMinor })

  if (history.spendTrend !== 0) {
    add('spend_trend', bound(0.2 * history.spendTrend, 0.3), { change: Math.expm1(history.spendTrend) })
  }
  if (history.cancelled) add('cancelled', -0.2, {})
  if (history.referrals > 0) add('referred_others', 0.35, { count: history.referrals })
  if (history.refusals > 0) add('refused_before', -0.5 * Math.min(3, history.refusals), { count: history.refusals })
  if (history.distrusted) add('distrusts_us', -1, {})
  if (history.wins > 0) add('won_before', history.leftAfterOffer ? -0.2 : 0.3, { count: history.wins })
  if (history.contactsBeforeLeaving >= 4) add('many_contacts', -0.2, { count: history.contactsBeforeLeaving })
  return facts
}

function bound(weight: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, weight))
}
