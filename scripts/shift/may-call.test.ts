import { expect, it } from 'vitest'
import { mayCall } from './may-call.ts'

it.each([
  ['+989121234567', '2026-11-30T05:29:59.999Z', false],
  ['+989121234567', '2026-11-30T05:30:00.000Z', true],
  ['+989121234567', '2026-11-30T16:29:59.999Z', true],
  ['+989121234567', '2026-11-30T16:30:00.000Z', false],
  ['+998901234567', '2026-11-30T04:00:00.000Z', true],
  ['+998901234567', '2026-11-30T15:00:00.000Z', false],
  ['+442071234567', '2026-11-30T12:00:00.000Z', false],
])('may call %s at %s: %s', (number, at, may) => {
  expect(mayCall(number, at)).toBe(may)
})
