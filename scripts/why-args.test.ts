import { describe, expect, it } from 'vitest'
import { parseWhyArgs } from './why-args.ts'

describe('the question why', () => {
  it('names a customer and an instant', () => {
    expect(parseWhyArgs(['--customer', ' C-7 ', '--at', '2026-11-30T10:03:00+03:30'])).toEqual({
      ok: true,
      customer: 'C-7',
      at: new Date('2026-11-30T06:33:00Z'),
    })
    expect(parseWhyArgs(['--customer', 'C-7'])).toEqual({ ok: true, customer: 'C-7', at: null })
  })

  it.each([
    [[], '--customer'],
    [['--customer', ' '], '--customer'],
    [['--customer', 'C-7', '--at', '10:03'], '--at'],
    [['--customer', 'C-7', '--at', '2026-11-30T10:03:00'], '--at'],
    [['--who', 'C-7'], '--who'],
  ])('says what is wrong with %j', (args, named) => {
    const read = parseWhyArgs(args)
    expect(read.ok).toBe(false)
    expect(read.ok ? '' : read.fault).toContain(named)
  })
})
