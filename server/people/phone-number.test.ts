import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskPhone, parsePhone } from './phone-number.ts'

const e164 = (text: string, region: string | null = 'IR') => {
  const parsed = parsePhone(text, region)
  return parsed.ok ? parsed.e164 : parsed.code
}

describe('a telephone number', () => {
  test.each([
    ['۰۹۱۲۱۲۳۴۵۶۷', '+989121234567'],
    ['٠٩١٢ ١٢٣ ٤٥٦٧', '+989121234567'],
    ['\u202a0912 123 4567\u202c', '+989121234567'],
    ['9121234567', '+989121234567'],
    ['00989121234567', '+989121234567'],
    ['989121234567', '+989121234567'],
    ['+98 (0)912-123-4567', '+989121234567'],
    ['tel:+989121234567', '+989121234567'],
    ['021 8877 6655', '+982188776655'],
    ['+998 90 123 45 67', '+998901234567'],
    ['+1 (850) 322-1234', '+18503221234'],
  ])('is read from %s', (text, expected) => expect(e164(text)).toBe(expected))

  test.each([
    ['', 'phone.empty'],
    ['\u200e ', 'phone.empty'],
    ['none', 'phone.invalid'],
    ['0912123456', 'phone.invalid'],
    ['1234567890123456789', 'phone.invalid'],
    ['115', 'phone.emergency'],
    ['۱۱۰', 'phone.emergency'],
    ['+98115', 'phone.emergency'],
    ['2040', 'phone.short'],
    ['+1 900 555 1234', 'phone.premium'],
    ['+44 909 123 4567', 'phone.premium'],
    ['sip:ali@example.com', 'phone.scheme'],
    ['client:ali', 'phone.scheme'],
    ['ali@example.com', 'phone.scheme'],
    ['021 88776655 ext 12', 'phone.extension'],
    ['02188776655 داخلی ۱۲', 'phone.extension'],
    ['9.12123E+09', 'phone.scientific'],
    ['09121234567 / 09351234567', 'phone.several'],
    ['09121234567, 09351234567', 'phone.several'],
  ])('is refused as %s: %s', (text, code) => expect(e164(text)).toBe(code))

  test('without a country code needs a region', () => {
    expect(e164('09121234567', null)).toBe('phone.invalid')
    expect(e164('+989121234567', null)).toBe('+989121234567')
    expect(e164('+989121234567', 'nowhere')).toBe('+989121234567')
  })

  test('is no service number, though its country counts it as valid', () => {
    for (const text of ['9601', '+989601', '۹۶۰۱']) expect(e164(text)).toBe('phone.short')
  })

  test('is read again from what was read', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789۰۱۲۳+ -()') }), (text) => {
        const first = parsePhone(text, 'IR')
        return !first.ok || (/^\+\d{7,15}$/.test(first.e164) && e164(first.e164, null) === first.e164)
      }),
    )
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => Boolean(parsePhone(text, 'UZ'))))
  })

  test('is masked in the middle', () => {
    expect(maskPhone('+989121234567')).toBe('+98 912 *** 4567')
    expect(maskPhone('+998901234567')).toBe('+998 90 *** 4567')
    expect(maskPhone('+18503221234')).toBe('+1 850 *** 1234')
    expect(maskPhone('+2905123')).not.toContain('5123')
  })
})
