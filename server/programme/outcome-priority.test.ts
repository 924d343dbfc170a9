import { expect, it } from 'vitest'
import { compareOutcomes, outranks, strongestOutcome } from './outcome-priority.ts'

it('puts the customer’s stop before what was agreed, and a person’s word before the line’s signal', () => {
  const mixed = ['X.NA', 'N.HUP', 'L.NOW', 'C.CB', 'W.NOW', 'A.ACTIVE', 'S.ABUSE', 'S.CALL', 'S.ALL', 'S.DEAD']
  expect(mixed.sort(compareOutcomes)).toEqual([
    'S.DEAD',
    'S.ALL',
    'S.CALL',
    'S.ABUSE',
    'A.ACTIVE',
    'W.NOW',
    'C.CB',
    'L.NOW',
    'N.HUP',
    'X.NA',
  ])
})

it('lets the first of equals stand', () => {
  expect(strongestOutcome(['L.NOW', 'W.COM', 'W.NOW'])).toBe('W.COM')
  expect(strongestOutcome([])).toBeNull()
})

it('does not let a group outrank itself or an unknown code outrank anything', () => {
  expect(outranks('L.NOW', 'L.CON')).toBe(false)
  expect(outranks('Z.NEW', 'X.NA')).toBe(false)
})
