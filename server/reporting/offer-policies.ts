import type { OfferPolicies, OfferPolicy } from '#contract/measures'
import {
  estimateDoublyRobust,
  estimateSnips,
  LEAST_EFFECTIVE_SIZE,
  type LoggedChoice,
  type PolicyEstimate,
} from '../ranking/learning/off-policy.ts'
import type { JudgedClaim } from './judged-claims.store.ts'

type Logged = { won: boolean; offer: string; propensity: number; best: string; pWinOf: (code: string) => number }

const intervalOf = (found: PolicyEstimate) =>
  found.refused === null ? { value: found.value, low: found.low, high: found.high } : null

/** How a policy that names one offer for each would have done: SNIPS and doubly robust, with P(win) as it was said as the model. */
function judge(log: readonly Logged[], choose: (row: Logged) => string): Omit<OfferPolicy, 'policy' | 'code'> {
  const choices = log.map((row): LoggedChoice => {
    const chosen = choose(row)
    return {
      reward: row.won ? 1 : 0,
      propensity: row.propensity,
      target: row.offer === chosen ? 1 : 0,
      expected: { taken: row.pWinOf(row.offer), policy: row.pWinOf(chosen) },
    }
  })
  const snips = estimateSnips(choices)
  return {
    snips: intervalOf(snips),
    doublyRobust: intervalOf(estimateDoublyRobust(choices)),
    effectiveSize: snips.effectiveSize,
  }
}

/**
 * What would have been won among the reached by recommending otherwise. A choice is the recommendation, which is what was drawn
 * with a known probability; what the agent made of it is part of what comes of recommending it.
 */
export function createOfferPolicies(from: Date) {
  const log: Logged[] = []
  return {
    add: ({ recommended, reached, won, pWin }: JudgedClaim): void => {
      if (!reached || !recommended) return
      const { offer, propensities, offers } = recommended
      const propensity = propensities[offer] ?? 0
      if (propensity <= 0) return
      const said = new Map(offers.map((one) => [one.code, one.pWin]))
      const drawable = offers.filter(({ code }) => (propensities[code] ?? 0) > 0)
      const best = drawable.reduce<(typeof offers)[number] | null>(
        (top, one) => (top === null || one.netMinor > top.netMinor ? one : top),
        null,
      )
      log.push({
        won,
        offer,
        propensity,
        best: best?.code ?? offer,
        pWinOf: (code) => said.get(code) ?? pWin ?? 0,
      })
    },
    judged: (): OfferPolicies => {
      const codes = [...new Set(log.map(({ offer }) => offer))].sort()
      return {
        from: from.toISOString(),
        reached: log.length,
        leastEffectiveSize: LEAST_EFFECTIVE_SIZE,
        policies:
          log.length === 0
            ? []
            : [
                { policy: 'as-it-was', code: null, ...judgeAsItWas(log) },
                { policy: 'best', code: null, ...judge(log, ({ best }) => best) },
                ...codes.map((code) => ({ policy: 'offer' as const, code, ...judge(log, () => code) })),
              ],
      }
    },
  }
}

/** The log itself: every choice weighs one. */
function judgeAsItWas(log: readonly Logged[]): Omit<OfferPolicy, 'policy' | 'code'> {
  const found = estimateSnips(log.map(({ won }) => ({ reward: won ? 1 : 0, propensity: 1, target: 1 })))
  return { snips: intervalOf(found), doublyRobust: intervalOf(found), effectiveSize: found.effectiveSize }
}
