import { type LaterSlot, timeCall } from '../../../server/ranking/hour.ts'
import { NO_LESSONS } from '../../../server/ranking/lessons.ts'
import { probabilityAlive } from '../../../server/ranking/purchase/purchase-model.ts'
import type { ReachModel } from '../../../server/ranking/reach.ts'
import { toBuying } from '../../../server/ranking/to-buying.ts'
import { hashText } from '../../world/chance.ts'
import { REASON_WEIGHTS } from '../../world/reason.ts'
import { type Case, readHistory } from './desk.ts'
import type { House } from './house.ts'
import { type Scored, scoreCase } from './ours.ts'
import type { Policy } from './policy.ts'
import { trueContact, truePersuaded, trueSecondLife } from './truth.ts'

export type OrderName = 'ours' | 'random' | 'fifo' | 'clv' | 'churn' | 'pwin' | 'oracle'

/** The usual orders of the field: a fixed number for each customer, the hour not minded, the same offers all along. */
export function createFixed(name: Exclude<OrderName, 'ours' | 'oracle'>, house: House, seed: number): Policy {
  const scored = new Map<Case, Scored>()
  const ranks = new Map<Case, number>()
  let today = 0
  const rankOf = (one: Case, { score }: Scored, morning: number): number => {
    if (name === 'random') return hashText(seed, `order ${one.person.id}`)
    if (name === 'fifo') return -one.person.lapsedAt
    if (name === 'clv') return Number(score.secondLifeMinor)
    if (name === 'pwin') return score.pWin
    return 1 - probabilityAlive(house.model.purchases, toBuying(readHistory(one, morning)))
  }
  return {
    explores: false,
    prepare: (cases, morning, day) => {
      today = morning
      if (day > 0) return
      for (const one of cases) {
        const known = scoreCase(one, house, morning)
        scored.set(one, known)
        ranks.set(one, rankOf(one, known, morning))
      }
    },
    rank: (one) => {
      const now = ranks.get(one)
      return now === undefined ? null : { now, later: now }
    },
    recommend: (one, reason) => {
      const known = reason === null ? scored.get(one) : scoreCase(one, house, today, NO_LESSONS, reason)
      return known?.score.offers.find(({ worthTrying }) => worthTrying)?.code ?? 'NON'
    },
    record: () => {},
  }
}

type Choice = { code: string; netMinor: number }
const ALL_REASONS = REASON_WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0)
const SHARES = REASON_WEIGHTS.map(([reason, weight]) => [reason, weight / ALL_REASONS] as const)

/**
 * Knows what is true of everybody, and orders and offers by it with the product's own index; only in the conversation it
 * knows no more of the reason than it is told.
 */
export function createOracle({ settings }: House): Policy {
  const best = new Map<Case, Choice>()
  const choose = ({ person: { truth } }: Case, reasons: readonly (readonly [string, number])[]): Choice => {
    let found: Choice = { code: 'NON', netMinor: Number.NEGATIVE_INFINITY }
    for (const { code, costMinor, needsApproval } of settings.offers) {
      if (needsApproval) continue
      const netMinor = reasons.reduce((sum, [reason, share]) => {
        const she = { ...truth, reason }
        const pWin = she.pUnaided + (1 - she.pUnaided) * truePersuaded(she, code)
        const gain = pWin * (trueSecondLife(she, code) - Number(costMinor ?? 0n))
        return sum + share * (gain - she.pUnaided * trueSecondLife(she, null))
      }, 0)
      if (netMinor > found.netMinor) found = { code, netMinor }
    }
    return found
  }
  const known = (one: Case): Choice => {
    const made = best.get(one) ?? choose(one, [[one.person.truth.reason, 1]])
    best.set(one, made)
    return made
  }
  return {
    explores: true,
    prepare: () => {},
    rank: (one, slot, later) => {
      const tried = one.tried.filter(({ reached }) => !reached)
      const reach = trueReach(one, slot, later)
      const annoyance = tried.length >= 2 ? settings.annoyanceShare * trueSecondLife(one.person.truth, null) : 0
      const score = {
        contactLogOdds: 0,
        reachedMinor: known(one).netMinor,
        fixedMinor: Number(settings.attemptMinor) + annoyance,
        triedSlots: [],
      }
      return known(one).netMinor > 0 ? timeCall(score, reach, { slot, later }, settings) : null
    },
    recommend: (one, reason) => (reason === null ? choose(one, SHARES) : known(one)).code,
    record: () => {},
  }
}

/** The truth about these slots in the shape of a learned reach. */
function trueReach({ person, tried }: Case, slot: number, later: readonly LaterSlot[]): ReachModel {
  const slots: number[] = []
  for (const at of [slot, ...later.map((one) => one.slot)]) {
    const same = tried.filter((one) => one.slot === at && !one.reached).length
    const p = trueContact(person.truth, at, tried.length, same)
    slots[at] = Math.log(p / (1 - p))
  }
  return { base: 0, byAttempt: [], again: 0, slots }
}
