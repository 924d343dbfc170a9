import { expect, it } from 'vitest'
import { compactMoney } from './compact-money.ts'

const tomanWords = (amount: string) => `${amount} تومان`

it('shows money in few glyphs, rials as tomans to Persian readers', () => {
  const usd = { currency: 'USD', tomanWords }
  expect(compactMoney('842050', { ...usd, locale: 'en' })).toBe('$8,421')
  expect(compactMoney('1248000', { ...usd, locale: 'en' })).toBe('$12.5K')
  expect(compactMoney('-1248000', { ...usd, locale: 'en' })).toBe('-$12.5K')
  expect(compactMoney('1248000', { ...usd, locale: 'uz' })).toMatch(/12,5 ming$/)
  expect(compactMoney('1250000000', { currency: 'IRR', tomanWords, locale: 'fa' })).toMatch(/^۱۲۵\sمیلیون تومان$/)
})
