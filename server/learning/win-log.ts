import { CALL_COLUMNS, callColumns } from '../ranking/experience.ts'
import { tableFeatures } from '../ranking/features.ts'
import { type CallLog, predictWin, type WinModel } from '../ranking/learning/win-model.ts'
import { weighFit, weighOffer } from '../ranking/offers.ts'
import { type RankingReason, weighReason } from '../ranking/reasons.ts'
import { logistic } from '../ranking/special.ts'
import type { TalkExample } from './examples.ts'

export type ReasonsByCode = ReadonlyMap<string, RankingReason>

export const WIN_OPTIONS = { linearOnly: CALL_COLUMNS } as const

/**
 * Conversations as the win model learns from them. What it must explain is whether the call persuaded: of those won who
 * would have come anyway some were not, so a win counts as u/(P0 + (1 − P0)·u), the chance that it did as believed
 * before (one step of expectation–maximisation, Dempster, Laird & Rubin 1977).
 */
export function logTalks(talks: readonly TalkExample[], weights: ArrayLike<number>, reasons: ReasonsByCode): CallLog {
  const prior = Float64Array.from(talks, (talk) => believe(talk, reasons))
  const columns = [...tableFeatures(talks.map(({ features }) => features)).columns, ...callColumns(talks)]
  return {
    table: { rows: talks.length, columns },
    outcome: Float64Array.from(talks, ({ won, pUnaided }, i) => {
      if (!won) return 0
      const u = logistic(prior[i] ?? 0)
      return u / (pUnaided + (1 - pUnaided) * u)
    }),
    prior,
    weight: Float64Array.from(weights),
  }
}

/** Log-odds of persuading in each conversation by what was learned, or by our priors. */
export function believeTalks(
  win: WinModel | null,
  talks: readonly TalkExample[],
  reasons: ReasonsByCode,
): Float64Array {
  const { table, prior = new Float64Array() } = logTalks(talks, [], reasons)
  return win ? predictWin(win, table, prior) : prior
}

/** P(win) of each conversation by what was learned, or by our priors. */
export function sayWins(win: WinModel | null, talks: readonly TalkExample[], reasons: ReasonsByCode): Float64Array {
  return believeTalks(win, talks, reasons).map((logit, i) => {
    const pUnaided = talks[i]?.pUnaided ?? 0
    return pUnaided + (1 - pUnaided) * logistic(logit)
  })
}

function believe({ prior, offerCode, reasonCode }: TalkExample, reasons: ReasonsByCode): number {
  const offer = offerCode === null ? weighOffer('NON') : weighOffer(offerCode)
  const reason = reasonCode === null ? undefined : reasons.get(reasonCode)
  if (!reason) return prior + offer
  return prior + offer + weighReason(reason) + (offerCode === null ? 0 : weighFit(offerCode, reason))
}
