import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listWorthTrying } from '../offers.ts'
import { createChance } from './chance.ts'
import { drawOffer, EMPTY_RECORD, findPropensities, type OfferRecord, recordOutcome } from './offer-bandit.ts'

const sumOf = (propensities: ReadonlyMap<string, number>) => [...propensities.values()].reduce((sum, p) => sum + p, 0)
const record = (code: string, tries: number, wins: number, cell = 'a'): OfferRecord => {
  const outcomes = { tries, sum: wins, squares: wins }
  return { offers: { [code]: outcomes }, cells: { [code]: { [cell]: outcomes } } }
}
const both = (...records: readonly OfferRecord[]): OfferRecord => ({
  offers: Object.assign({}, ...records.map(({ offers }) => offers)),
  cells: Object.assign({}, ...records.map(({ cells }) => cells)),
})

describe('propensities of offers', () => {
  it('sum to one with every offer at its least, whatever has been seen', () => {
    const outcomes = fc.record({ tries: fc.nat(5000), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    const costs = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(costs, fc.array(outcomes, { maxLength: 8 }), (drawn, seen) => {
        const offers = drawn.map((cost, i) => ({ code: `o${i}`, cost }))
        const known = both(...seen.map(({ tries, share }, i) => record(`o${i}`, tries, Math.floor(tries * share))))
        for (const cell of ['a', 'new']) {
          const propensities = findPropensities(known, cell, offers)
          expect(sumOf(propensities)).toBeCloseTo(1, 9)
          for (const p of propensities.values()) expect(p).toBeGreaterThanOrEqual(0.01)
        }
      }),
    )
  })

  it('are alike before anything is known and nothing costs', () => {
    const offers = ['x', 'y', 'z', 'w'].map((code) => ({ code, cost: 0 }))
    for (const p of findPropensities(EMPTY_RECORD, 'a', offers).values()) expect(p).toBeCloseTo(0.25, 6)
  })

  it('go by what is left of the reward, never by acceptance', () => {
    const known = both(record('dear', 2000, 940), record('cheap', 2000, 820))
    const at = (cost: number) =>
      findPropensities(known, 'a', [
        { code: 'dear', cost },
        { code: 'cheap', cost: 0 },
      ])
    expect(at(0).get('dear')).toBeGreaterThan(0.9)
    expect(at(0.3).get('cheap')).toBeGreaterThan(0.98)
  })

  it('are those with which offers are drawn', () => {
    const propensities = new Map([
      ['x', 0.7],
      ['y', 0.29],
      ['z', 0.01],
    ])
    const chance = createChance(6)
    const drawn = Array.from({ length: 40_000 }, () => drawOffer(propensities, chance))
    for (const [code, p] of propensities)
      expect(drawn.filter((one) => one === code).length / drawn.length).toBeCloseTo(p, 2)
  })

  it('are refused where no offer is eligible', () => {
    expect(() => findPropensities(EMPTY_RECORD, 'a', [])).toThrow(RangeError)
  })

  it('come to favour the offer of most worth in each cell', () => {
    const chance = createChance(11)
    const rates: Record<string, Record<string, number>> = {
      price: { cut: 0.4, gift: 0.2 },
      other: { cut: 0.2, gift: 0.4 },
    }
    const offers = ['cut', 'gift'].map((code) => ({ code, cost: 0.05 }))
    let known = EMPTY_RECORD
    for (let i = 0; i < 6000; i++) {
      const cell = i % 2 === 0 ? 'price' : 'other'
      const code = drawOffer(findPropensities(known, cell, offers), chance)
      known = recordOutcome(known, code, cell, chance.uniform() < (rates[cell]?.[code] ?? 0) ? 1 : 0)
    }
    expect(findPropensities(known, 'price', offers).get('cut')).toBeGreaterThan(0.9)
    expect(findPropensities(known, 'other', offers).get('gift')).toBeGreaterThan(0.9)
  })
})

// Kumar, HBR March 2016: cost and share won; value of a win from the printed return on cost, (1 + ROI)·cost/share.
const KUMAR = [
  { code: 'DSC', costMinor: 12_000, pWin: 0.45, roi: 6.68 },
  { code: 'UPG', costMinor: 10_500, pWin: 0.41, roi: 7.93 },
  { code: 'BDL', costMinor: 22_500, pWin: 0.47, roi: 3.02 },
  { code: 'TRL', costMinor: 11_250, pWin: 0.45, roi: 5.96 },
].map((row) => ({ ...row, valueMinor: ((1 + row.roi) * row.costMinor) / row.pWin }))

describe('what may be tried', () => {
  it('does not hold the bundle, which wins the most customers, and so no seed ever takes it', () => {
    const priced = KUMAR.map((row) => ({ ...row, netMinor: row.pWin * row.valueMinor - row.costMinor }))
    const worth = listWorthTrying(priced)
    expect(worth.map(({ code }) => code)).toEqual(['UPG', 'DSC'])
    const known = both(...priced.map(({ code, pWin }) => record(code, 10_000, 10_000 * pWin)))
    const offers = worth.map(({ code, costMinor, valueMinor }) => ({ code, cost: costMinor / valueMinor }))
    for (let seed = 0; seed < 500; seed++)
      expect(drawOffer(findPropensities(known, 'a', offers), createChance(seed))).not.toBe('BDL')
  })

  it('keeps within the budget, and what needs approval out', () => {
    const offers = KUMAR.map((row) => ({ ...row, netMinor: 100, needsApproval: row.code === 'TRL' }))
    expect(listWorthTrying(offers, { budgetMinor: 12_000 }).map(({ code }) => code)).toEqual(['UPG', 'DSC'])
    expect(listWorthTrying([], {})).toEqual([])
  })
})
