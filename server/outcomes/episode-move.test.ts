import { describe, expect, it } from 'vitest'
import { SECOND_LIFE } from '#contract/people'
import type { Outcome, Taxonomy } from '#contract/programme'
import { readDefaults } from '../programme/defaults.ts'
import shipped from '../programme/taxonomy.json' with { type: 'json' }
import { moveOfOutcome } from './episode-move.ts'

const at = new Date('2026-03-02T07:00:00Z')
const { outcomes } = readDefaults(shipped, 'USD') as unknown as Taxonomy
const move = (
  code: string,
  episode = { state: 'assigned', reachedAt: null as Date | null },
  promised: Date | null = null,
) => moveOfOutcome(outcomes.find((one: Outcome) => one.code === code) as Outcome, episode, at, promised)

describe('an episode', () => {
  it('is reached once, by the first right party', () => {
    expect(move('X.NA')).toEqual({ state: 'contacting' })
    expect(move('L.NOW')).toEqual({ state: 'reached', reachedAt: at })
    expect(move('L.NOW', { state: 'reached', reachedAt: at })).toEqual({})
    expect(move('X.NA', { state: 'won', reachedAt: at })).toEqual({})
  })

  it('is won until fourteen days after the promised day, or after the call', () => {
    expect(move('W.NOW')).toMatchObject({ state: 'won', wonAt: at, verifyBy: new Date('2026-03-16T07:00:00Z') })
    expect(move('W.COM', undefined, new Date('2026-03-10T00:00:00Z')).verifyBy).toEqual(
      new Date('2026-03-24T00:00:00Z'),
    )
  })

  it('of somebody who came back is moved by a stop alone, whatever they say when they ring', () => {
    for (const state of SECOND_LIFE) {
      const moved = outcomes.filter(({ code }) => Object.keys(move(code, { state, reachedAt: at })).length > 0)
      expect(moved.map(({ code }) => code)).toEqual(['S.CALL', 'S.ALL', 'S.DEAD', 'S.ABUSE'])
    }
  })

  it('is closed by a stop and by a customer who never left, and by nothing else', () => {
    const closing = outcomes.filter(({ code }) => move(code).closedAt)
    expect(closing.map(({ code }) => `${code} ${move(code).closedAs}`)).toEqual([
      'A.ACTIVE active',
      'S.CALL stopped',
      'S.ALL stopped',
      'S.DEAD stopped',
      'S.ABUSE stopped',
    ])
  })
})
