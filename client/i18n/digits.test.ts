import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCount } from './digits.ts'
import { locales } from './locale.ts'

it('reads a whole number as any of our languages writes it', () => {
  fc.assert(
    fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.constantFrom(...locales), (number, locale) => {
      const written = new Intl.NumberFormat(locale)
        .format(number)
        .replace(/[\u200e\u2212]/g, (c) => (c === '\u2212' ? '-' : ''))
      expect(readCount(written)).toBe(number)
      expect(readCount(String(number))).toBe(number)
    }),
  )
})

it('reads nothing that is no whole number', () => {
  for (const typed of ['', '1,5', '1.5', '12,34', '1,2345', ',123', '1 2', 'x', '1,,000'])
    expect(readCount(typed)).toBeNull()
})
