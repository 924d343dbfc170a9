import { describe, expect, it } from 'vitest'
import { createChance } from '../ranking/learning/chance.ts'
import { predictReach } from '../ranking/reach.ts'
import { logistic } from '../ranking/special.ts'
import { count } from './count.ts'
import type { CallExample } from './examples.ts'

const REASON = { code: 'PRC.HIGH', fixable: 'yes', defectorType: null, defaultOffers: [] } as const
const REASONS = new Map([[REASON.code, REASON]])
const OPTIONS = { reasons: REASONS, beside: null, weigh: () => 1 }
const EVENING = 9

/** Calls in which people answer in the evening, and one offer wins more than is believed of it. */
function makeCalls(rows: number, effect: number): CallExample[] {
  const chance = createChance(5)
  return Array.from({ length: rows }, (_, at) => {
    const slot = chance.uniform() < 0.5 ? EVENING : 5
    const reached = chance.uniform() < logistic(slot === EVENING ? 0.5 : -1)
    const offerCode = chance.uniform() < 0.5 ? 'FLX' : 'LOY'
    const won = chance.uniform() < logistic(-1.5 + (offerCode === 'FLX' ? effect : 0))
    const said = { prior: -1.5, pUnaided: 0.03, features: {}, offerCode, reasonCode: REASON.code }
    return {
      ...{ at, reached },
      reach: { prior: -0.5, attempts: 0, slot, triedInSlot: 0 },
      talk: reached ? { won, ...said } : null,
    }
  })
}

const worth = ({ effects }: ReturnType<typeof count>, offer: string) =>
  (effects.offers[offer] ?? 0) + (effects.fits[`PRC|${offer}`] ?? 0)

describe('what is counted every night', () => {
  it('is nothing where nothing was called', () => {
    const counted = count([], OPTIONS)
    expect(counted.effects).toMatchObject({ base: 0, offers: {}, reasons: {}, fits: {} })
    expect(counted.tried).toEqual({ offers: {}, fits: {} })
  })

  it('believes little of few calls and most of many, of offers and of hours', () => {
    const [few, many] = [count(makeCalls(60, 1), OPTIONS), count(makeCalls(6_000, 1), OPTIONS)]
    const gain = (counted: typeof few) => worth(counted, 'FLX') - worth(counted, 'LOY')
    expect(gain(many)).toBeGreaterThan(0.75)
    expect(gain(many)).toBeLessThan(1.1)
    expect(Math.abs(gain(few))).toBeLessThan(0.5)
    const answers = ({ reach }: typeof few, slot: number) =>
      predictReach(reach, { prior: -0.5, attempts: 0, slot, triedInSlot: 0 })
    expect(answers(many, EVENING)).toBeCloseTo(logistic(0.5), 1)
    expect(answers(many, 5)).toBeCloseTo(logistic(-1), 1)
    expect(many.tried.offers.FLX ?? 0).toBeGreaterThan(20 * (few.tried.offers.FLX ?? 0))
  })

  it('credits a level of wins to the group, not everywhere to the offer that happened to be made there', () => {
    const chance = createChance(6)
    const service = { ...REASON, code: 'SRV.WAIT' }
    // In one group one offer is made, and one more (log-odds) is won than was believed, whatever is offered.
    const calls = makeCalls(1_600, 0).map((call, i) => {
      const [reasonCode, offerCode, logit] = i % 2 ? ['PRC.HIGH', 'FLX', -0.5] : ['SRV.WAIT', 'LOY', -1.5]
      return {
        ...call,
        talk: call.talk && { ...call.talk, won: chance.uniform() < logistic(logit), reasonCode, offerCode },
      }
    })
    const reasons = new Map([...REASONS, [service.code, service]])
    const { effects } = count(calls, { ...OPTIONS, reasons })
    const level = effects.base + (effects.reasons.PRC ?? 0) + (effects.offers.FLX ?? 0) + (effects.fits['PRC|FLX'] ?? 0)
    expect(level).toBeGreaterThan(0.4)
    expect(effects.offers.FLX).toBeLessThan(0.1 * level)
  })

  it('leaves out what the model in use has learned from, except from what it knows to be tried', () => {
    const calls = makeCalls(2_000, 1)
    const whole = count(calls, OPTIONS)
    const params = { reach: whole.reach, win: null }
    const beside = { id: 'm', params, learnedTo: 1_999 }
    const none = count(calls, { ...OPTIONS, beside })
    expect(none.beside).toBe('m')
    expect(none.reach).toEqual(whole.reach)
    expect(none.effects.offers).toEqual({})
    expect(none.tried).toEqual(whole.tried)
    const half = count(calls, { ...OPTIONS, beside: { ...beside, learnedTo: 999 } })
    expect(worth(half, 'FLX')).toBeGreaterThan(0.1)
    expect(worth(half, 'FLX')).toBeLessThan(worth(whole, 'FLX'))
  })
})
