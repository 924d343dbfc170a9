import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOccurrences } from './occurrences.ts'
import { partOf, partsOf } from './part-of-file.ts'

describe('what a file repeats', () => {
  it('is counted as a map of texts would count it, whatever the order', () => {
    const row = fc.tuple(fc.integer({ max: 30, min: 0 }).map(String), fc.integer({ max: 4, min: 0 }).map(String))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 400 }), (rows) => {
        const seen = createOccurrences()
        const counts = new Map<string, number>()
        const whole = new Set<string>()
        for (const [base, rest] of rows) {
          const known = whole.has(`${base} ${rest}`)
          whole.add(`${base} ${rest}`)
          if (!known) counts.set(base, (counts.get(base) ?? 0) + 1)
          expect(seen.countUnless(base, `${base} ${rest}`)).toBe(known ? null : counts.get(base))
        }
      }),
    )
  })

  it('is remembered in some tens of bytes a row', () => {
    const before = process.memoryUsage().arrayBuffers
    const seen = createOccurrences()
    for (let i = 0; i < 300_000; i++) seen.countUnless(`order ${i}`, `row ${i}`)
    expect(seen.countUnless('order 7', 'row 7')).toBeNull()
    expect(seen.countUnless('order 7', 'another')).toBe(2)
    expect((process.memoryUsage().arrayBuffers - before) / 300_000).toBeLessThan(60)
  })
})

describe('a part of a file', () => {
  it('has all rows of a customer, and the parts share the customers out', () => {
    const parts = partsOf(500 * 1024 * 1024)
    expect([partsOf(10), parts]).toEqual([1, 8])
    const sizes = new Array(parts).fill(0)
    for (let i = 0; i < 8_000; i++) sizes[partOf(`C${i}`, parts)] += 1
    expect(Math.min(...sizes)).toBeGreaterThan(800)
    expect(partOf(null, parts)).toBe(0)
  })
})
