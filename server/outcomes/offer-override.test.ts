import { expect, it } from 'vitest'
import { findOverride } from './offer-override.ts'

it('finds the offer that an agent chose instead of the recommended one', () => {
  expect(findOverride('A', [{ code: 'B' }, { code: 'C' }])).toEqual({ recommended: 'A', offered: 'B' })
})

it('finds none where the recommended one was offered too, nothing was offered or nothing was recommended', () => {
  expect(findOverride('A', [{ code: 'B' }, { code: 'A' }])).toBeNull()
  expect(findOverride('A', [])).toBeNull()
  expect(findOverride(undefined, [{ code: 'B' }])).toBeNull()
})
