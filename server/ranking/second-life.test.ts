import { describe, expect, it } from 'vitest'
import { createChance } from './learning/chance.ts'
import { expectedGap } from './purchase/gap-law.ts'
import { gapsOf, type PurchaseModel } from './purchase/purchase-model.ts'
import { REASONS } from './sample-customers.ts'
import {
  countSecondLives,
  expectSecondLife,
  type SecondLifeSeen,
  type SecondLifeSettings,
  stillStands,
} from './second-life.ts'
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

  it('of a house ends as much sooner as its own second lives have shown', () => {
    const { curedLossPerYear: cured, uncuredLossPerYear: uncured } = DEFAULT_SETTINGS
    const chance = createChance(7)
    // So many, seen for up to four years, of whom some left for a reason that stands; they end `factor` times as fast as supposed.
    const live = (count: number, factor: number): SecondLifeSeen[] =>
      Array.from({ length: count }, () => {
        const stands = 0.2 + 0.6 * chance.uniform()
        const hazard = -Math.log1p(-(chance.uniform() < stands ? uncured : cured)) * factor
        const [ends, watched] = [-Math.log(chance.uniform()) / hazard, 4 * chance.uniform()]
        return { years: Math.min(ends, watched), lost: ends < watched, stands }
      })
    for (const factor of [0.5, 1, 2]) {
      const { seen, lost, lossFactor } = countSecondLives(live(20_000, factor), DEFAULT_SETTINGS)
      expect(seen).toBe(20_000)
      expect(lost).toBeGreaterThan(1_000)
      // The two groups are not told apart, so a factor is drawn a little towards one.
      expect(Math.abs(Math.log(lossFactor / factor))).toBeLessThan(factor === 1 ? 0.04 : 0.25)
    }
    expect(countSecondLives([], DEFAULT_SETTINGS)).toEqual({ seen: 0, lost: 0, lossFactor: 1 })
    const { lossFactor } = countSecondLives([{ years: 0, lost: true, stands: 0.4 }], DEFAULT_SETTINGS)
    expect(lossFactor).toBeCloseTo(1.05, 2) // one that was lost at once moves next to nothing
  })

  it('that ends twice as fast is worth what one with twice the hazard is', () => {
    const buying = { x: 4, tx: 30, T: 60 }
    const twice = (loss: number) => 1 - (1 - loss) ** 2
    const { curedLossPerYear, uncuredLossPerYear } = DEFAULT_SETTINGS
    const settings = {
      ...DEFAULT_SETTINGS,
      curedLossPerYear: twice(curedLossPerYear),
      uncuredLossPerYear: twice(uncuredLossPerYear),
    }
    const [found, same] = [
      expectSecondLife(MODEL, buying, DEFAULT_SETTINGS, 2),
      expectSecondLife(MODEL, buying, settings),
    ]
    expect(found.cured).toBeCloseTo(same.cured, 9)
    expect(found.uncured).toBeCloseTo(same.uncured, 9)
  })
})
