import { expect, it } from 'vitest'
import { parseAsOf } from './as-of.ts'

it('counts a day to its end in the zone of the centre, and an instant as it is', () => {
  expect(parseAsOf('2026-11-20', 'Asia/Tehran')).toEqual({ ok: true, value: new Date('2026-11-20T20:29:59.999Z') })
  expect(parseAsOf('1405-08-29', 'Asia/Tehran')).toEqual({ ok: true, value: new Date('2026-11-20T20:29:59.999Z') })
  expect(parseAsOf('2026-11-20T10:00:00Z', 'Asia/Tehran')).toEqual({
    ok: true,
    value: new Date('2026-11-20T10:00:00Z'),
  })
  expect(parseAsOf('2026-02-30', 'UTC')).toMatchObject({ ok: false, code: 'date.impossible' })
})
