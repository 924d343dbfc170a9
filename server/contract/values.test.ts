import { describe, expect, it } from 'vitest'
import { Fence, Instant, Minor } from './values.ts'

describe('what crosses the edge', () => {
  it.each(['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.123Z'])('takes %s for an instant', (text) => {
    expect(Instant.safeParse(text).success).toBe(true)
  })

  it.each(['0000-01-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-11-22', '۱۴۰۵-۰۹-۰۱T10:00:00Z', 'now'])(
    'refuses %s',
    (text) => {
      expect(Instant.safeParse(text).success).toBe(false)
    },
  )

  it('keeps money and fences within what the database can hold', () => {
    expect(Minor.safeParse('-999999999999999999').success).toBe(true)
    for (const text of ['1.5', '1e9', '9999999999999999999', '']) expect(Minor.safeParse(text).success).toBe(false)
    expect(Fence.safeParse('-1').success).toBe(false)
  })
})
