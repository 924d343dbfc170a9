import { expect, it } from 'vitest'
import { drawPassword } from './keys.ts'

it('never draws a password that the house would refuse its own people', () => {
  const draws = [
    [4, 4, 4, 4],
    [0, 1, 2, 3],
  ]
  expect(drawPassword(() => Uint8Array.from(draws.shift() ?? []))).toBe('amber-bridge-cedar-delta')
})
