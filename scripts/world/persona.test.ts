import { describe, expect, it } from 'vitest'
import { personaFor } from './persona.ts'

const COUNT = 20_000
const numbers = Array.from({ length: COUNT }, (_, i) => `+9890${String(10_000_000 + i * 37)}`)
const personas = numbers.map((number) => personaFor(7, number))
const shareOf = (kind: string) => personas.filter((persona) => persona.kind === kind).length / COUNT

describe('personaFor', () => {
  it('gives the same person for the same seed and number, and another for another seed', () => {
    expect(personaFor(7, '+989001234567')).toEqual(personaFor(7, '+989001234567'))
    const changed = numbers.filter((n) => JSON.stringify(personaFor(8, n)) !== JSON.stringify(personaFor(7, n)))
    expect(changed.length / COUNT).toBeGreaterThan(0.95)
  })

  it.each([
    ['no-answer', 0.3],
    ['busy', 0.08],
    ['voicemail', 0.2],
    ['wrong-number', 0.03],
    ['invalid', 0.01],
    ['answers', 0.38],
  ])('has the asked share of %s', (kind, share) => {
    expect(Math.abs(shareOf(kind) - share)).toBeLessThan(0.012)
  })

  it('has two in a hundred answerers say stop, and nobody else', () => {
    const stops = personas.filter((persona) => persona.saysStop)
    expect(stops.every((persona) => persona.kind === 'answers' && persona.acceptsOffers.length === 0)).toBe(true)
    const share = stops.length / (shareOf('answers') * COUNT)
    expect(share).toBeGreaterThan(0.012)
    expect(share).toBeLessThan(0.028)
  })

  it('rings 4 to 25 s and bears at most 2 s of silence', () => {
    const rings = personas.map((persona) => persona.ringSeconds)
    expect(Math.min(...rings)).toBe(4)
    expect(Math.max(...rings)).toBe(25)
    expect(Math.max(...personas.map((persona) => persona.hangsUpAfterSilenceSeconds))).toBeLessThanOrEqual(2)
  })

  it('leaves a person who talks for some reason of the taxonomy', () => {
    for (const persona of personas) {
      expect(persona.reason).toMatch(/^[A-Z]{3}\.[A-Z]+$/)
      expect(persona.talkSeconds).toBeGreaterThan(0)
    }
  })
})
