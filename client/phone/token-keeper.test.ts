import { expect, it } from 'vitest'
import { createTokenKeeper } from './token-keeper.ts'

it('renews the pass before it ends, once', () => {
  let renewed = 0
  const keeper = createTokenKeeper(() => renewed++)
  keeper.willExpire()
  keeper.setTalking(true)
  keeper.setTalking(false)
  expect(renewed).toBe(1)
})

it('never renews it in a conversation, and does so at its end', () => {
  let renewed = 0
  const keeper = createTokenKeeper(() => renewed++)
  keeper.setTalking(true)
  keeper.willExpire()
  expect(renewed).toBe(0)
  keeper.setTalking(false)
  expect(renewed).toBe(1)
})
