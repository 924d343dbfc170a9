import { expect, it } from 'vitest'
import { findUnmapped, mapColumn } from './column-mapping.ts'

it('lets a header of the file serve one column only', () => {
  expect(mapColumn({ phone: 'tel', phone2: null }, 'phone2', 'tel')).toEqual({ phone: null, phone2: 'tel' })
  expect(mapColumn({ phone: 'tel', name: null }, 'phone', null)).toEqual({ phone: null, name: null })
})

it('names the needed columns that are still without a header', () => {
  const columns = [
    { name: 'external_id', required: true },
    { name: 'phone', required: true },
    { name: 'city', required: false },
  ]
  expect(findUnmapped(columns, { external_id: 'id', phone: null })).toEqual(['phone'])
})
