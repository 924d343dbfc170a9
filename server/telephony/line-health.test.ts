import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldLine, type LineHealth, type LineNews, OPEN, PATIENCE } from './line-health.ts'

const NOW = new Date('2026-03-02T07:00:00Z')
const RULES = { wall: (ms: number) => ms, patience: PATIENCE }
const FAILED: LineNews = { kind: 'failed', sent: true }
const probed = (answer: 'there' | 'account' | 'silent'): LineNews => ({ kind: 'probed', answer })
const denied = (why: 'account' | 'busy' | 'caller-id', seconds: number | null = null): LineNews => ({
  kind: 'denied',
  why,
  seconds,
})

/** Each piece of news so many seconds after the start. */
const live = (...news: [number, LineNews][]): LineHealth =>
  news.reduce((line, [at, one]) => foldLine(line, one, new Date(NOW.getTime() + at * 1_000), RULES), OPEN)

describe('the line', () => {
  it('is asked about after one failed call, and goes on when the carrier is there', () => {
    expect(live([0, FAILED])).toMatchObject({ why: null, probeAt: NOW })
    expect(live([0, FAILED], [0, probed('there')])).toMatchObject({ why: null, probeAt: null })
  })

  it('pauses when nobody answers the question, when several calls in a row failed, and when the connection is refused', () => {
    expect(live([0, FAILED], [0, probed('silent')]).why).toBe('down')
    expect(live([0, FAILED], [0, FAILED], [0, FAILED]).why).toBe('down')
    expect(live([0, { kind: 'failed', sent: false }]).why).toBe('down')
  })

  it('counts failures in a row only', () => {
    expect(live([0, FAILED], [0, FAILED], [0, { kind: 'taken' }], [0, FAILED], [0, FAILED]).why).toBeNull()
  })

  it('opens by itself once the carrier answers, and keeps since when it was closed until then', () => {
    const paused = live([0, { kind: 'failed', sent: false }], [2, probed('silent')], [4, probed('silent')])
    expect(paused.since).toEqual(NOW)
    expect(foldLine(paused, probed('there'), NOW, RULES).why).toBeNull()
  })

  it('rests where questions are answered and calls are not, and then trusts one call, not three', () => {
    const failed: [number, LineNews][] = [
      [0, FAILED],
      [0, FAILED],
      [0, FAILED],
    ]
    expect(live(...failed, [2, probed('there')]).why).toBe('down')
    expect(live(...failed, [12, probed('there')])).toMatchObject({ why: null, failures: PATIENCE - 1 })
    expect(live(...failed, [12, probed('there')], [13, FAILED]).why).toBe('down')
  })

  it('opens after an account was off only when it is on again', () => {
    const off = live([0, denied('account')])
    for (const news of [{ kind: 'due' }, { kind: 'taken' }, probed('account'), probed('silent')] as const)
      expect(foldLine(off, news, new Date(NOW.getTime() + 3_600_000), RULES).why).toBe('account')
    expect(foldLine(off, probed('there'), NOW, RULES).why).toBeNull()
  })

  it('waits for a person where our own number is refused', () => {
    const wrong = live([0, denied('caller-id')])
    expect(wrong.probeAt).toBeNull()
    expect(foldLine(wrong, { kind: 'due' }, new Date(NOW.getTime() + 86_400_000), RULES).why).toBe('caller-id')
    expect(foldLine(wrong, { kind: 'again' }, NOW, RULES)).toEqual(OPEN)
  })

  it('opens after its time when the carrier was only busy', () => {
    expect(live([0, denied('busy', 5)], [4, { kind: 'due' }]).why).toBe('busy')
    expect(live([0, denied('busy', 5)], [5, { kind: 'due' }]).why).toBeNull()
  })

  it('is asked about at once when somebody tries again', () => {
    expect(live([0, denied('account')], [1, { kind: 'again' }])).toMatchObject({ why: null })
    expect(live([0, denied('account')], [1, { kind: 'again' }]).probeAt).toEqual(new Date(NOW.getTime() + 1_000))
  })

  it('always has a way out, or a person who must find one', () => {
    const news = fc.oneof(
      fc.constantFrom<LineNews>(
        { kind: 'taken' },
        FAILED,
        { kind: 'failed', sent: false },
        { kind: 'due' },
        { kind: 'again' },
      ),
      fc.constantFrom('there' as const, 'account' as const, 'silent' as const).map(probed),
      fc.constantFrom(denied('account'), denied('busy', 5), denied('caller-id')),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(100), news), { maxLength: 30 }), (told) => {
        const line = live(...told)
        expect((line.why === null) === (line.since === null)).toBe(true)
        if (line.why === 'down' || line.why === 'account') expect(line.probeAt).not.toBeNull()
        if (line.why === 'busy') expect(line.holdUntil).not.toBeNull()
      }),
    )
  })
})
