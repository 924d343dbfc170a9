import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAmount, parseDirection, parseKind, parseStatus } from './import-values.ts'

const rials = (text: string) => {
  const parsed = parseAmount(text, 'IRR')
  return parsed.ok ? parsed.value : parsed.code
}
const dollars = (text: string) => {
  const parsed = parseAmount(text, 'USD')
  return parsed.ok ? parsed.value : parsed.code
}

describe('an amount in a file', () => {
  test.each([
    ['1250000', 1_250_000n],
    ['۱٬۲۵۰٬۰۰۰', 1_250_000n],
    ['۱,۲۵۰,۰۰۰ ریال', 1_250_000n],
    ['1.250.000', 1_250_000n],
    ['1 250 000', 1_250_000n],
    ['1250000.00', 1_250_000n],
    ['125٫0', 125n],
    ['۱۲۵ هزار', 'amount.invalid'],
    ['۱۲۵٬۰۰۰ تومان', 1_250_000n],
    ['0', 0n],
    ['12.5', 'amount.fraction'],
    ['12.5 تومان', 125n],
    ['1.250', 'amount.ambiguous'],
    ['USD 12', 'amount.currency'],
    ['$12', 'amount.currency'],
  ])('in rials: %s is %s', (text, expected) => expect(rials(text)).toBe(expected))

  test.each([
    ['12.34', 1234n],
    ['12,34', 1234n],
    ['1,234.5', 123_450n],
    ['1.234,50', 123_450n],
    ['$1,234', 123_400n],
    ['12.34 usd', 1234n],
    ["1'234.50", 123_450n],
    ['.5', 50n],
    ['12.345', 'amount.ambiguous'],
    ['12.3456', 'amount.fraction'],
    ['1,23,456', 'amount.invalid'],
    ['1.2.3', 'amount.invalid'],
    ['', 'amount.empty'],
    ['free', 'amount.invalid'],
    ['-5', 'amount.negative'],
    ['(5.00)', 'amount.negative'],
    ['5-', 'amount.negative'],
    ['−۵', 'amount.negative'],
    ['1e9', 'amount.invalid'],
    ['99999999999999999999', 'amount.too-big'],
  ])('in dollars: %s is %s', (text, expected) => expect(dollars(text)).toBe(expected))

  test('comes back from any grouping in which it is written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.constantFrom('en', 'fa', 'ar-EG'), (amount, locale) => {
        return (
          rials(new Intl.NumberFormat(locale).format(amount)) === amount || (amount >= 1000n && amount < 1_000_000n)
        )
      }),
    )
    expect(rials(new Intl.NumberFormat('fa').format(125_000))).toBe(125_000n)
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,- ٬٫()$۱') }), (text) =>
        Boolean(parseAmount(text, 'USD')),
      ),
    )
  })
})

describe('a word in a file', () => {
  test.each([
    ['Call', 'call'],
    ['تماس تلفني', 'call'],
    ["Qo'ng‘iroq", 'call'],
    ['SMS', 'message'],
    ['پیامک', 'message'],
    ['ایمیل', 'email'],
    ['in_person', 'visit'],
    ['شكايت', 'complaint'],
    ['Shikoyat', 'complaint'],
  ])('%s is a kind', (text, value) => expect(parseKind(text)).toEqual({ ok: true, value }))

  test('tells directions and how a complaint stands', () => {
    expect(parseDirection('ورودی')).toEqual({ ok: true, value: 'in' })
    expect(parseDirection('OUTBOUND')).toEqual({ ok: true, value: 'out' })
    expect(parseStatus('حل‌شده')).toEqual({ ok: true, value: 'solved' })
    expect(parseStatus('در حال بررسی')).toEqual({ ok: true, value: 'open' })
    expect(parseStatus('In-Progress')).toEqual({ ok: true, value: 'open' })
    expect(parseStatus('rad etildi')).toEqual({ ok: true, value: 'closed' })
  })

  test('is a fault when it means nothing to us', () => {
    expect(parseKind(' ')).toEqual({ ok: false, code: 'kind.empty' })
    expect(parseStatus('maybe')).toEqual({ ok: false, code: 'status.unknown', params: { text: 'maybe' } })
  })
})
