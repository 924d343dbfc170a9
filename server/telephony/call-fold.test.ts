import { describe, expect, it } from 'vitest'
import { foldCall, type LegFact, type LegStatus } from './call-fold.ts'

const T0 = Date.parse('2026-11-22T10:00:00Z')
const at = (seconds: number) => new Date(T0 + seconds * 1000)
const fact = (status: LegStatus, seq: number, seconds: number | null = null): LegFact => ({
  status,
  seq,
  at: at(seq),
  seconds,
})

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, i) =>
        permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
      )

const HISTORIES: LegFact[][] = [
  [fact('dialling', 0), fact('ringing', 1), fact('answered', 2), fact('completed', 3, 1)],
  [fact('dialling', 0), fact('ringing', 1), fact('no-answer', 2)],
  [fact('dialling', 0), fact('busy', 1)],
  [
    fact('queued', 0),
    fact('dialling', 1),
    fact('ringing', 2),
    fact('answered', 3),
    fact('canceled', 4),
    fact('completed', 5, 2),
  ],
]

describe('a call', () => {
  it('never leaves its end, nor goes back', () => {
    const rank = ['intended', 'sent', 'ringing', 'answered', 'ended']
    for (const history of HISTORIES)
      for (const order of permutations(history)) {
        const states = order.map((_, i) => rank.indexOf(foldCall('intended', order.slice(0, i + 1)).state))
        expect(states).toEqual([...states].sort())
      }
  })

  it('was answered when it is told to have lasted, though nobody told of the answer', () => {
    const fold = foldCall('sent', [fact('ringing', 1), { ...fact('completed', 3), at: at(60), seconds: 40 }])
    expect(fold).toMatchObject({ state: 'ended', endedAs: 'completed', answeredAt: at(20), endedAt: at(60) })
  })

  it('is what its intent says until a fact comes', () => {
    expect(foldCall('unknown', []).state).toBe('unknown')
    expect(foldCall('unknown', [fact('queued', 0)]).state).toBe('sent')
  })
})
