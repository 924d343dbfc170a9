import { describe, expect, test } from 'vitest'
import { cleanText, foldDigits, foldName, foldWords } from './digits.ts'

const MIXED = 'تست فارسی و English با هم ۱۲۳ 456'

describe('folding', () => {
  test('makes Persian, Arabic and fullwidth digits ASCII and touches nothing else', () => {
    expect(foldDigits('۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ ０９')).toBe('0123456789 0123456789 09')
    expect(foldDigits(MIXED)).toBe('تست فارسی و English با هم 123 456')
  })

  test('finds a name however its letters were typed', () => {
    expect(foldName('علي كريمي')).toBe(foldName('علی کریمی'))
    expect(foldName('آرش أحمدی إلهام')).toBe('ارش احمدی الهام')
    expect(foldName('مُحَمَّـــد')).toBe('محمد')
    expect(foldName('علی‌رضا')).toBe('علیرضا')
    expect(foldName('فاطمة')).toBe('فاطمه')
    expect(foldName('مسئول')).toBe('مسیول')
  })

  test('finds an Uzbek name with any apostrophe or none', () => {
    for (const typed of ['Oʻtkir Gʻulomov', "O'tkir G'ulomov", 'O‘tkir G’ulomov', 'O`TKIR  gulomov'])
      expect(foldName(typed)).toBe('otkir gulomov')
  })

  test('keeps the mixed line in order', () => {
    expect(foldName(MIXED)).toBe('تست فارسی و english با هم 123 456')
    expect(cleanText(`\u200f${MIXED}\u200e `)).toBe(MIXED)
  })

  test('keeps half-spaces and case in the name that is shown', () => {
    expect(cleanText(' علي‌رضا  McKay\u202c')).toBe('علی‌رضا McKay')
  })

  test('changes nothing when applied twice', () => {
    for (const text of [MIXED, 'Ünal İbrahim', 'ﷺ ﻼ', 'O‘zbekiston', 'ةأ'])
      expect(foldName(foldName(text))).toBe(foldName(text))
  })
})

test('labels are words, however they are joined', () => {
  for (const label of ['customerId', 'Customer_ID', ' customer-id ', 'CUSTOMER\u200cID'])
    expect(foldWords(label)).toBe('customer id')
  expect(foldWords('شماره‌موبایل')).toBe('شماره موبایل')
})
