import { describe, expect, test } from 'vitest'
import { guessColumns, IMPORT_COLUMNS } from './column-guess.ts'

describe('the guess of columns', () => {
  test('takes our own headers as they are and keeps the rest as attributes', () => {
    const headers =
      'external_id,name,phone,phone2,language,city,time_zone,joined_at,cancelled_at,segment,referrals'.split(',')
    const { mapping, attributes } = guessColumns('customers', headers)
    for (const header of headers.slice(0, 9)) expect(mapping[header]).toBe(header)
    expect(attributes).toEqual(['segment', 'referrals'])
  })

  test('reads Persian headers, typed in either alphabet', () => {
    const { mapping, attributes } = guessColumns('customers', [
      'كد مشتري',
      'نام و نام خانوادگی',
      'شماره‌موبایل',
      'تلفن ثابت',
      'شهر',
      'تاریخ عضویت',
      'معرف',
    ])
    expect(mapping).toMatchObject({
      external_id: 'كد مشتري',
      name: 'نام و نام خانوادگی',
      phone: 'شماره‌موبایل',
      phone2: 'تلفن ثابت',
      city: 'شهر',
      joined_at: 'تاریخ عضویت',
      cancelled_at: null,
    })
    expect(attributes).toEqual(['معرف'])
  })

  test('reads Uzbek headers with any apostrophe', () => {
    const { mapping } = guessColumns('purchases', [
      'Mijoz ID',
      'Buyurtma raqami',
      'Toʻlov sanasi',
      'Summa',
      'Mahsulotlar',
    ])
    expect(mapping).toEqual({
      external_id: 'Mijoz ID',
      order_id: 'Buyurtma raqami',
      date: 'Toʻlov sanasi',
      amount: 'Summa',
      items: 'Mahsulotlar',
    })
  })

  test('reads headers in camel case, spaces and dots', () => {
    const { mapping } = guessColumns('contacts', [
      'customerId',
      'Contact.ID',
      'TYPE',
      'In/Out',
      'Created At',
      'Status',
      'Notes',
    ])
    expect(mapping).toEqual({
      external_id: 'customerId',
      contact_id: 'Contact.ID',
      kind: 'TYPE',
      direction: 'In/Out',
      date: 'Created At',
      status: 'Status',
      text: 'Notes',
    })
  })

  test('gives one header to one column, the surer first', () => {
    const { mapping, attributes } = guessColumns('customers', ['ID', 'Customer ID', 'Name', 'Mobile', 'Phone'])
    expect(mapping).toMatchObject({ external_id: 'Customer ID', phone: 'Phone', phone2: null })
    expect(attributes).toEqual(['ID', 'Mobile'])
  })

  test('knows no header twice as surely', () => {
    for (const columns of Object.values(IMPORT_COLUMNS))
      expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length)
  })
})
