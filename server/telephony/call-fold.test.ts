import fc from 'fast-check'
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
  it('ends in one state in whatever order its facts come, each told twice', () => {
    for (const history of HISTORIES) {
      const expected = foldCall('sent', history)
      for (const order of permutations(history)) {
        expect(
          foldCall(
            'sent',
            order.flatMap((one) => [one, one]),
          ),
        ).toEqual(expected)
        expect(foldCall('sent', [...order, ...order].reverse())).toEqual(expected)
      }
    }
  })

  it('ends in one state over 10,000 random histories, shuffled and doubled', () => {
    const status = fc.constantFrom<LegStatus>(
      'queued',
      'dialling',
      'ringing',
      'answered',
      'completed',
      'busy',
      'no-answer',
      'canceled',
      'failed',
      'refused',
    )
    const facts = fc.array(
      fc.record({
        status,
        seq: fc.integer({ min: 0, max: 9 }),
        at: fc.integer({ min: 0, max: 100 }).map(at),
        seconds: fc.option(fc.integer({ min: 0, max: 99 })),
      }),
      { maxLength: 12 },
    )
    const shuffled = facts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
    )
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(foldCall('sent', other)).toEqual(foldCall('sent', list))
      }),
      { numRuns: 10_000 },
    )
  })

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
