import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOTHING_TRIED } from './counted.ts'
import { drawTrial, type TriedOffer } from './offer-trial.ts'

const CASE = { tried: NOTHING_TRIED, group: 'PRC', secondLifeMinor: 10_000, seed: 1 }
const offer = (code: string, netMinor: number, worthTrying = true): TriedOffer => ({
  ...{ code, netMinor, worthTrying },
  pWin: 0.2,
})

describe('the trial of an offer', () => {
  it('draws only what is worth trying, by chances that sum to one and are the same for the same seed', () => {
    const offers = fc.array(fc.record({ netMinor: fc.integer({ min: -5000, max: 5000 }), worthTrying: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(offers, fc.integer(), (rows, seed) => {
        const tried = rows.map(({ netMinor, worthTrying }, i) => offer(`O${i}`, netMinor, worthTrying))
        const trial = drawTrial(tried, { ...CASE, seed })
        const codes = tried.filter(({ worthTrying }) => worthTrying).map(({ code }) => code)
        expect(trial === null).toBe(codes.length === 0)
        if (!trial) return
        expect([...trial.propensities.keys()].sort()).toEqual([...codes].sort())
        expect([...trial.propensities.values()].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
        expect(trial.propensities.get(trial.code)).toBeGreaterThan(0)
        expect(drawTrial(tried, { ...CASE, seed })).toEqual(trial)
      }),
    )
  })

  it('draws by net value and never by acceptance, the less boldly the more is known', () => {
    const [best, close] = [offer('UPG', 1500), { ...offer('DSC', 1450), pWin: 0.25 }]
    const ofBest = (times: number) => {
      const known = { UPG: times, DSC: times }
      const tried = { offers: known, fits: { 'PRC|UPG': times, 'PRC|DSC': times } }
      return drawTrial([best, close], { ...CASE, tried })?.propensities.get('UPG') ?? 0
    }
    const shares = [0, 20, 200, 2_000].map(ofBest)
    expect(shares[0]).toBeGreaterThan(0.5)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeGreaterThan(0.9)
  })

  it('is bolder where little is known of an offer among those who left for such a reason', () => {
    const [best, close] = [offer('UPG', 1500), offer('DSC', 1450)]
    const known = { UPG: 300, DSC: 300 }
    const tried = { offers: known, fits: { 'PRC|UPG': 300, 'PRC|DSC': 300 } }
    const ofClose = (group: string) => drawTrial([best, close], { ...CASE, tried, group })?.propensities.get('DSC') ?? 0
    expect(ofClose('SRV')).toBeGreaterThan(ofClose('PRC') + 0.05)
  })
})
