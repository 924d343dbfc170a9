import type { Why } from '#contract/queue'
import type { Score } from './score.ts'

/** A score as it is stored and shown: money as decimal strings, words left to the client. */
export function explainScore(score: Score, scoredAt: Date): Why {
  return {
    scoredAt: scoredAt.toISOString(),
    modelVersion: score.modelVersion,
    learnedId: score.learnedId,
    expectedMinor: String(score.expectedMinor),
    perMinuteMinor: String(Math.round(score.perMinuteMinor)),
    minutes: score.minutes,
    pContact: score.pContact,
    pWin: score.pWin,
    pUnaided: score.pUnaided,
    secondLifeMinor: String(score.secondLifeMinor),
    terms: score.terms.map(({ code, minor }) => ({ code, minor: String(minor) })),
    baseLogOdds: score.baseLogOdds,
    facts: score.facts.map(({ code, params, direction, weight }) => ({
      code,
      params: { ...params },
      direction,
      weight,
    })),
    hypotheses: score.hypotheses.map((hypothesis) => ({ ...hypothesis })),
    offers: score.offers.map(({ code, netMinor, pWin, worthTrying }) => ({
      code,
      netMinor: String(netMinor),
      pWin,
      worthTrying,
      propensity: null,
    })),
  }
}
