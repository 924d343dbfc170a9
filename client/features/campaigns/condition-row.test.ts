import { expect, it } from 'vitest'
import { Segment } from '#contract/segments'
import { FIELDS, newRow, opsOf, readCondition, readSegment, takesValue, toRow, toRows } from './condition-row.ts'

it('reads back every condition that the form can say', () => {
  for (const field of [...FIELDS, 'attribute:tier' as const])
    for (const op of opsOf(field)) {
      const value = op === 'before' || op === 'since' ? '2026-01-02' : takesValue(op) ? '12' : ''
      const row = { id: 1, field, op, value }
      const condition = readCondition(row, 100)
      expect(condition, `${field} ${op}`).not.toBeNull()
      expect(condition && toRow(condition, 1, 100)).toEqual(row)
    }
})

it('takes Persian digits and commas, and says nothing while something is missing', () => {
  expect(readCondition({ id: 1, field: 'orders', op: 'atLeast', value: '۱۲' }, 100)).toMatchObject({ value: 12 })
  expect(readCondition({ id: 1, field: 'city', op: 'is', value: 'تهران، قم' }, 100)).toMatchObject({
    values: ['تهران', 'قم'],
  })
  const rows = { join: 'and' as const, groups: [{ id: 1, join: 'or' as const, rows: [newRow()] }] }
  expect(readSegment(rows, 100)).toBeNull()
})

it('makes a segment that the server takes', () => {
  const said: Segment = {
    join: 'or',
    groups: [{ join: 'and', conditions: [{ kind: 'ago', field: 'lapsedAt', op: 'atMost', days: 90 }] }],
  }
  expect(Segment.parse(readSegment(toRows(said, 100), 100))).toEqual(said)
})
