import { expect, it } from 'vitest'
import { strongestFacts } from './strongest-facts.ts'

it('shows the three that speak loudest for the call and the two loudest against it', () => {
  const facts = [0.1, 0.9, -0.2, 0.5, -0.8, 0.7, -0.4].map((weight) => ({
    code: String(weight),
    params: {},
    direction: weight > 0 ? ('for' as const) : ('against' as const),
    weight,
  }))
  const shown = strongestFacts(facts)
  expect(shown.for.map(({ code }) => code)).toEqual(['0.9', '0.7', '0.5'])
  expect(shown.against.map(({ code }) => code)).toEqual(['-0.8', '-0.4'])
})

it('leaves the offer and the likely reason to their own places', () => {
  const facts = ['offer', 'likely_reason', 'hiatus'].map((code) => ({
    code,
    params: {},
    direction: 'against' as const,
    weight: -1,
  }))
  expect(strongestFacts(facts).against.map(({ code }) => code)).toEqual(['hiatus'])
})
