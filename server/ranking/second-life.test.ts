import { describe, expect, it } from 'vitest'
import { expectedAfterReturn, type PurchaseModel } from './purchase/purchase-model.ts'
import { REASONS } from './sample-customers.ts'
import { expectSecondLife, stillStands } from './second-life.ts'
import { DEFAULT_SETTINGS } from './settings.ts'

const MODELS: PurchaseModel[] = [
  { kind: 'bgnbd', r: 0.2426, alpha: 4.4137, a: 0.793, b: 2.4262 },
  { kind: 'mbgcnbdk', r: 0.9, alpha: 3, a: 0.6, b: 2, k: 3 },
  { kind: 'paretonbd', r: 0.5534, alpha: 10.5802, s: 0.6061, beta: 11.6562 },
]
const WEEKS = 52.18

describe('a second life', () => {
  it.each(MODELS)(
    'is what the purchase model expects after a return, discounted and under a hazard: $kind',
    (model) => {
      for (const buying of [
        { x: 0, tx: 0, T: 30 },
        { x: 6, tx: 40, T: 60 },
        { x: 40, tx: 100, T: 130 },
      ]) {
        const { cured, uncured } = expectSecondLife(model, buying, DEFAULT_SETTINGS)
        const rate = (loss: number) => (Math.log(1.1) - Math.log(1 - loss)) / WEEKS
        const exactly = (loss: number) => 1 + expectedAfterReturn(model, buying, 3 * WEEKS, rate(loss))
        expect(Math.abs(cured / exactly(DEFAULT_SETTINGS.curedLossPerYear) - 1)).toBeLessThan(0.005)
        expect(Math.abs(uncured / exactly(DEFAULT_SETTINGS.uncuredLossPerYear) - 1)).toBeLessThan(0.01)
        expect(uncured).toBeLessThan(cured)
      }
    },
  )

  it('is lost sooner where the reason stands, which an offer that answers it can cure', () => {
    const find = (code: string) =>
      REASONS.find((reason) => reason.code === code) ?? ({ ...REASONS[0], code } as (typeof REASONS)[0])
    const price = find('PRC.HIGH')
    expect(stillStands(price, 'DSC.PCT', false)).toBeLessThan(stillStands(price, 'APO', false))
    expect(stillStands(find('NED.UNUSED'), 'DSC.PCT', false)).toBeGreaterThan(stillStands(price, 'APO', false))
    expect(stillStands(find('SRV.RUDE'), 'UPG', true)).toBeLessThan(stillStands(find('SRV.RUDE'), 'UPG', false))
  })
})
