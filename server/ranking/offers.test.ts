import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWeights, valueOffer } from './expected-value.ts'
import { NO_EFFECTS } from './experience.ts'
import { netOffer, orderOffers, weighOffer } from './offers.ts'
import { prepareReasons } from './reasons.ts'
import { REASONS, SILENT } from './sample-customers.ts'
import { logOdds } from './special.ts'

// Kumar, HBR March 2016: cost and share won; value of a win from the printed return on cost, (1 + ROI)·cost/share.
const KUMAR = [
  { code: 'DSC.AMT', costMinor: 12_000, pWin: 0.45, roi: 6.68 },
  { code: 'UPG', costMinor: 10_500, pWin: 0.41, roi: 7.93 },
  { code: 'BDL', costMinor: 22_500, pWin: 0.47, roi: 3.02 },
  { code: 'TRL', costMinor: 11_250, pWin: 0.45, roi: 5.96 },
]

describe('the choice of an offer', () => {
  it('does not choose the bundle, which wins the most customers', () => {
    const priced = KUMAR.map(({ roi, ...row }) => ({ ...row, secondLifeMinor: ((1 + roi) * row.costMinor) / row.pWin }))
    const ordered = orderOffers(
      priced.map((row) => ({ ...row, netMinor: netOffer(row.pWin, row.secondLifeMinor - row.costMinor, 0, 0) })),
    )
    expect(ordered[0]?.code).toBe('UPG')
  })

  it('does not choose the bundle at any value of a customer or chance of winning', () => {
    const prepared = prepareReasons(REASONS)
    const weights = createWeights(
      KUMAR.map(({ code }) => ({ code, costMinor: null })),
      prepared,
      NO_EFFECTS,
    )
    const likely = prepared.slice(0, 2).map(({ reason }, index) => ({ reason, index, probability: 0.5 }))
    const properties = [fc.integer({ min: 1000, max: 100_000_000 }), fc.double({ min: 0.01, max: 0.6, noNaN: true })]
    fc.assert(
      fc.property(...(properties as [fc.Arbitrary<number>, fc.Arbitrary<number>]), (orderMarginMinor, base) => {
        const context = {
          history: SILENT,
          likely,
          customerLogOdds: logOdds(base),
          pUnaided: 0.05,
          life: { cured: 6, uncured: 2 },
          orderMarginMinor,
          meanOrderMinor: 3500,
        }
        const offers = KUMAR.map(({ code, costMinor }) => ({ code, costMinor: BigInt(costMinor) }))
        const valued = offers.map((offer) => valueOffer(offer, context, weights))
        expect(orderOffers(valued)[0]?.code).not.toBe('BDL')
      }),
    )
  })

  it('keeps the proportions of the experiment', () => {
    expect(weighOffer('BDL')).toBeGreaterThan(weighOffer('DSC.PCT'))
    expect(weighOffer('DSC.PCT')).toBeGreaterThan(weighOffer('UPG'))
    expect(weighOffer('DSC.PCT') - weighOffer('UPG')).toBeCloseTo(logOdds(0.45) - logOdds(0.41), 12)
  })

  it('charges the subsidy to those who would have come anyway', () => {
    expect(netOffer(0.9, 1000 - 100, 0.9, 1000)).toBe(-90)
  })
})
