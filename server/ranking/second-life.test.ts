import { describe, expect, it } from 'vitest'
import { expectedGap } from './purchase/gap-law.ts'
import { gapsOf, type PurchaseModel } from './purchase/purchase-model.ts'
import { REASONS } from './sample-customers.ts'
import { expectSecondLife, type SecondLifeSettings, stillStands } from './second-life.ts'
import { DEFAULT_SETTINGS } from './settings.ts'

const MODEL: PurchaseModel = { kind: 'bgnbd', r: 0.2426, alpha: 4.4137, a: 0.793, b: 2.4262 }
const WEEKS = 52.18
const live = (x: number, changes: Partial<SecondLifeSettings> = {}) =>
  expectSecondLife(MODEL, { x, tx: 4 * x, T: 60 + 4 * x }, { ...DEFAULT_SETTINGS, ...changes })

describe('a second life', () => {
  it('sums the orders of its rhythm, discounted and lost at its own hazard', () => {
    const loss = 0.4
    const gap = expectedGap(gapsOf(MODEL, { x: 5, tx: 20 }))
    const weekly = Array.from({ length: Math.round(3 * WEEKS) * 100 }, (_, i) => (i + 0.5) / 100)
    const summed = weekly.reduce((sum, at) => sum + (1.1 ** (-at / WEEKS) * (1 - loss) ** (at / WEEKS)) / gap / 100, 0)
    expect(live(5, { uncuredLossPerYear: loss }).uncured).toBeCloseTo(1 + summed, 1)
  })

  it('is worth the order of the return at least, more to who buys often, and more once the reason is gone', () => {
    for (const x of [0, 1, 5, 40]) {
      const { cured, uncured } = live(x)
      expect(uncured).toBeGreaterThan(1)
      expect(cured).toBeGreaterThan(uncured)
      expect(live(x + 1).cured).toBeGreaterThan(cured)
    }
    expect(live(3, { discountPerYear: 0, curedLossPerYear: 1e-9 }).cured).toBeGreaterThan(live(3).cured)
  })

  it('is lost sooner where the reason stands, which an offer that answers it can cure', () => {
    const find = (code: string) =>
      REASONS.find((reason) => reason.code === code) ?? ({ ...REASONS[0], code } as (typeof REASONS)[0])
    const price = find('PRC.HIGH')
    expect(stillStands(price, 'DSC.PCT', false)).toBeLessThan(stillStands(price, 'APO', false))
    expect(stillStands(find('NED.UNUSED'), 'DSC.PCT', false)).toBeGreaterThan(stillStands(price, 'APO', false))
    expect(stillStands(find('SRV.RUDE'), 'UPG', true)).toBeLessThan(stillStands(find('SRV.RUDE'), 'UPG', false))
  })
})
