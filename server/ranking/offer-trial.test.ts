import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_RECORD, recordOutcome } from './learning/offer-bandit.ts'
import { drawTrial, type TriedOffer } from './offer-trial.ts'

const CASE = { record: EMPTY_RECORD, cell: 'PRC', secondLifeMinor: 10_000, seed: 1 }
const offer = (code: string, netMinor: number, worthTrying = true): TriedOffer => ({ code, netMinor, worthTrying })

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

  it('draws by net value and never by acceptance, and learns from what came of it', () => {
    const [best, close] = [offer('UPG', 1500), offer('DSC', 1450)]
    const before = drawTrial([best, close], CASE)?.propensities
    expect(before?.get('UPG') ?? 0).toBeGreaterThan(before?.get('DSC') ?? 1)
    let record = EMPTY_RECORD
    // Four of ten hundred more were won by the discount than was said, and as many fewer by the upgrade.
    for (let i = 0; i < 1000; i++) {
      record = recordOutcome(record, 'DSC', 'PRC', i % 25 === 0 ? 0.85 : 0.01)
      record = recordOutcome(record, 'UPG', 'PRC', i % 25 === 0 ? -0.95 : -0.01)
    }
    const after = drawTrial([best, close], { ...CASE, record })?.propensities
    expect(after?.get('DSC') ?? 0).toBeGreaterThan(0.9)
  })
})
