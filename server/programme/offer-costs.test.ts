import { expect, it } from 'vitest'
import { defaultOfferCost } from './offer-costs.ts'

it('takes words to cost nothing', () => {
  for (const code of ['APO', 'FIX', 'INF', 'NON']) expect(defaultOfferCost(code, 'USD')).toBe(0n)
})

it('writes minor units as the currency counts them', () => {
  expect(defaultOfferCost('DSC.PCT', 'USD')).toBe(1125n)
  expect(defaultOfferCost('DSC.PCT', 'JPY')).toBe(11n)
  expect(defaultOfferCost('DSC.PCT', 'IRR')).toBe(11_250_000n)
})

it('takes the bundle to cost more than the discount or the upgrade in it', () => {
  expect(defaultOfferCost('BDL', 'EUR')).toBe(defaultOfferCost('DSC.AMT', 'EUR') + defaultOfferCost('UPG', 'EUR'))
})
