import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planPhones } from '../import/plan-phones.ts'
import { joinHouseholds } from './join-households.ts'

describe('households', () => {
  it('that are joined by way of others become the oldest of them', () => {
    const since = (day: number) => new Date(Date.UTC(2026, 0, day))
    const shared = [
      { phoneId: 'p', householdId: 'b', since: since(3) },
      { phoneId: 'p', householdId: 'c', since: since(2) },
      { phoneId: 'q', householdId: 'c', since: since(2) },
      { phoneId: 'q', householdId: 'a', since: since(1) },
      { phoneId: 'r', householdId: 'z', since: since(1) },
    ]
    expect([...joinHouseholds(shared)].sort()).toEqual([
      ['b', 'a'],
      ['c', 'a'],
    ])
  })

  it('end as one for each group, whatever the order of the rows', () => {
    const id = fc.integer({ min: 0, max: 12 })
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id), { maxLength: 30 }), (pairs) => {
        const shared = pairs.map(([p, h]) => ({ phoneId: `p${p}`, householdId: `h${h}`, since: new Date(h) }))
        const joined = joinHouseholds(shared)
        expect(new Map([...joinHouseholds([...shared].reverse())].sort())).toEqual(new Map([...joined].sort()))
        for (const target of joined.values()) expect(joined.has(target)).toBe(false)
        const home = (h: string) => joined.get(h) ?? h
        for (const a of shared)
          for (const b of shared) if (a.phoneId === b.phoneId) expect(home(a.householdId)).toBe(home(b.householdId))
      }),
    )
  })
})

describe('the order of numbers', () => {
  it('is settled: the same row again changes no rank', () => {
    const numbers = fc.array(fc.constantFrom('+1', '+2', '+3', '+4'), { maxLength: 3 })
    fc.assert(
      fc.property(numbers, numbers, fc.boolean(), (old, given, append) => {
        const once = planPhones(planPhones([], old, false), given, append)
        expect(planPhones(once, given, append)).toEqual(once)
      }),
    )
  })
})
