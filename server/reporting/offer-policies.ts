import type { OfferPolicies, OfferPolicy } from '#contract/measures'
import {
  estimateDoublyRobust,
  estimateSnips,
  LEAST_EFFECTIVE_SIZE,
  type LoggedChoice,
  type PolicyEstimate,
} from '../ranking/learning/off-policy.ts'
import type { JudgedClaim } from './judged-claims.store.ts'

type Logged = {
  won: boolean
  offer: string
  propensities: Readonly<Record<string, number>>
  best: string
  pWinOf: (code: string) => number
}
type Judged = Omit<OfferPolicy, 'policy' | 'code'>

const intervalOf = (found: PolicyEstimate) =>
  found.refused === null ? { value: found.value, low: found.low, high: found.high } : null

const asItWas = (log: readonly Logged[]): PolicyEstimate =>
  estimateSnips(log.map(({ won }) => ({ reward: won ? 1 : 0, propensity: 1, target: 1 })))

/**
 * How a policy that names one offer for each would have done among those for whom it could have been drawn: SNIPS and doubly
 * robust, with P(win) as it was said at the claim as the model.
 */
function judge(all: readonly Logged[], choose: (row: Logged) => string): Judged {
  const log = all.filter((row) => (row.propensities[choose(row)] ?? 0) > 0)
  const choices = log.map((row): LoggedChoice => {
    const chosen = choose(row)
    return {
      reward: row.won ? 1 : 0,
      propensity: row.propensities[row.offer] ?? 0,
      target: row.offer === chosen ? 1 : 0,
      expected: { taken: row.pWinOf(row.offer), policy: row.pWinOf(chosen) },
    }
  })
  const snips = estimateSnips(choices)
  return {
    cases: log.length,
    asItWas: intervalOf(asItWas(log)),
    snips: intervalOf(snips),
    doublyRobust: intervalOf(estimateDoublyRobust(choices)),
    effectiveSize: snips.effectiveSize,
  }
}

/** The log itself: every choice weighs one. */
function judgeAsItWas(log: readonly Logged[]): Judged {
  const found = asItWas(log)
  const same = intervalOf(found)
  return {
    cases: log.length,
    asItWas: same,
    snips: same,
    doublyRobust: same,
    effectiveSize: found.effectiveSize,
  }
}

/**
 * What would have been won by drawing offers otherwise. A choice is the offer that was drawn, with a known probability, when
 * the customer had told why she left; what the agent made of it is part of what comes of it. Where nothing was drawn, the
 * recommendation went with the customer, and comparing it would compare customers.
 */
export function createOfferPolicies(from: Date) {
  const log: Logged[] = []
  return {
    add: ({ recommended, reached, won, pWin }: JudgedClaim): void => {
      if (!reached || !recommended) return
      const { offer, propensities, offers } = recommended
      if ((propensities[offer] ?? 0) <= 0) return
      const said = new Map(offers.map((one) => [one.code, one.pWin]))
      // Its probability is that of being the best (Thompson 1933).
      const [best = offer] = Object.keys(propensities).sort(
        (a, b) => (propensities[b] ?? 0) - (propensities[a] ?? 0) || (a < b ? -1 : 1),
      )
      log.push({ won, offer, propensities, best, pWinOf: (code) => said.get(code) ?? pWin ?? 0 })
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
