import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Move, move, startPlace, stepAfter, stepNumbers } from './place.ts'

const moves = fc.constantFrom<Move>(
  { to: 'next' },
  { to: 'previous' },
  { to: 'back' },
  { to: 'step', step: 9 },
  { to: 'reasonGroup', code: 'PRC' },
  { to: 'offer', code: 'FEE' },
  { to: 'outcomeGroup', code: 'W' },
  { to: 'asks', asks: 'callbackAt' },
)

it('always stands on one of the ten steps, with at most one list half chosen', () => {
  fc.assert(
    fc.property(fc.array(moves), (list) => {
      const place = list.reduce(move, startPlace)
      expect(stepNumbers).toContain(place.step)
      const halfChosen = [place.reasonGroup, place.offer, place.outcomeGroup].filter((code) => code !== null)
      expect(halfChosen.length).toBeLessThanOrEqual(1)
    }),
  )
})

it('goes back from the innermost choice first and never leaves the step', () => {
  const group = move(startPlace, { to: 'outcomeGroup', code: 'C' })
  const asking = move(group, { to: 'asks', asks: 'callbackAt' })
  expect(move(asking, { to: 'back' })).toEqual(group)
  expect(move(move(group, { to: 'back' }), { to: 'back' }).step).toBe(9)
})

it('opens the conversation when somebody answers', () => {
  const talking = { state: 'talking', wasAnswered: true, hasReason: false }
  expect(stepAfter({ ...talking, state: 'calling', wasAnswered: false }, talking)).toBe(1)
  expect(stepAfter(talking, talking)).toBeNull()
})

it('asks for the reason first when a conversation ended without one, else for how it ended', () => {
  const before = { state: 'talking', wasAnswered: true, hasReason: false }
  expect(stepAfter(before, { ...before, state: 'wrapUp' })).toBe(3)
  expect(stepAfter(before, { ...before, state: 'wrapUp', hasReason: true })).toBe(9)
  expect(stepAfter(before, { state: 'wrapUp', wasAnswered: false, hasReason: false })).toBe(9)
})
