import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import type { Outcome } from '#contract/programme'
import taxonomy from '../programme/taxonomy.json' with { type: 'json' }
import { daypartOf } from './daypart.ts'
import { type FollowUp, type FollowUpContext, followUp, resolveDelay } from './follow-up.ts'

const AGENT = '11111111-1111-4111-8111-111111111111' as UserId
const OUTCOMES: Outcome[] = taxonomy.outcomes.map((row) => ({
  code: row.code,
  labels: { en: row.en, fa: row.fa, uz: row.uz },
  layer: row.layer === 'agent' ? 'agent' : 'system',
  rightParty: row.right_party,
  closesWorkItem: row.closes_work_item,
  closesEpisode: row.closes_episode,
  note: row.note,
  retry: {
    delay: row.retry.delay,
    daypart: row.retry.daypart === 'other' ? 'other' : 'any',
    countsAttempt: row.retry.countsAttempt,
    maxPerDay: row.retry.maxPerDay,
    strikesPhone: row.retry.strikesPhone,
    sameAgent: row.retry.sameAgent,
    afterwards: row.retry.afterwards,
  },
}))
const outcomeOf = (code: string): Outcome => {
  const found = OUTCOMES.find((outcome) => outcome.code === code)
  if (!found) throw new Error(code)
  return found
}

const NOON = new Date('2026-11-22T09:00:00Z')
const BASE: FollowUpContext = {
  now: NOON,
  zone: 'Europe/London',
  agentId: AGENT,
  attemptedAt: NOON,
  sameToday: 1,
  sameEver: 1,
  agreedAt: null,
  promisedAt: null,
  offerUntil: null,
  promiseDueAt: null,
  retryAt: null,
  otherPhones: 0,
}
const dueOf = (result: FollowUp): string | null => (result.next === 'comeBack' ? result.dueAt.toISOString() : null)
const follow = (code: string, patch: Partial<FollowUpContext> = {}) => followUp(outcomeOf(code), { ...BASE, ...patch })

describe('what follows from an outcome', () => {
  it('tries an unanswered number in another part of her day, four hours later or more', () => {
    expect(dueOf(follow('X.NA'))).toBe('2026-11-22T13:00:00.000Z')
    expect(
      dueOf(follow('X.NA', { now: new Date('2026-11-22T08:00:00Z'), attemptedAt: new Date('2026-11-22T07:30:00Z') })),
    ).toBe('2026-11-22T12:00:00.000Z')
    const evening = new Date('2026-11-22T18:00:00Z')
    expect(dueOf(follow('X.NA', { now: evening, attemptedAt: evening }))).toBe('2026-11-23T08:00:00.000Z')
  })

  it('tries a busy number twice a day and not a third time', () => {
    expect(dueOf(follow('X.BSY'))).toBe('2026-11-22T09:45:00.000Z')
    expect(dueOf(follow('X.BSY', { sameToday: 2 }))).toBe('2026-11-23T00:00:00.000Z')
  })

  it('keeps an agreed callback for its agent and lets it go after fifteen minutes', () => {
    const agreedAt = new Date('2026-11-24T10:00:00Z')
    expect(follow('C.CB', { agreedAt })).toMatchObject({
      next: 'comeBack',
      dueAt: agreedAt,
      reservedFor: AGENT,
      reservedUntil: new Date('2026-11-24T10:15:00Z'),
      callback: true,
    })
  })

  it('comes back two days before the offer ends', () => {
    expect(dueOf(follow('C.DEC', { offerUntil: new Date('2026-11-30T12:00:00Z') }))).toBe('2026-11-28T12:00:00.000Z')
    expect(dueOf(follow('C.DEC', { offerUntil: new Date('2026-11-23T12:00:00Z') }))).toBe('2026-11-23T09:00:00.000Z')
  })

  it('closes at the second hang-up', () => {
    expect(dueOf(follow('N.HUP'))).toBe('2026-12-06T09:00:00.000Z')
    expect(follow('N.HUP', { sameEver: 2 })).toMatchObject({ next: 'close', againAt: null })
  })

  it('strikes a wrong number and goes on with the next, or to the data-fix list', () => {
    expect(follow('N.WRONG', { otherPhones: 1 })).toMatchObject({
      next: 'comeBack',
      nextPhone: true,
      strikesPhone: true,
    })
    expect(follow('N.WRONG')).toMatchObject({ next: 'close', dataFix: true, strikesPhone: true })
    expect(follow('N.GONE')).toMatchObject({ next: 'close', dataFix: true, strikesPhone: false })
  })

  it('does not count what our own line failed', () => {
    expect(follow('X.FAIL')).toMatchObject({ next: 'comeBack', dueAt: NOON, countsAttempt: false })
  })

  it('opens a new round after a refusal when its rest is over', () => {
    expect(follow('L.NOW')).toMatchObject({ next: 'close', againAt: new Date('2027-02-20T09:00:00Z') })
    const promisedAt = new Date('2027-06-30T09:00:00Z')
    expect(follow('L.CON', { promisedAt })).toMatchObject({ next: 'close', againAt: new Date('2027-06-16T09:00:00Z') })
    expect(follow('L.NEED')).toMatchObject({ next: 'close', againAt: null })
  })

  it('never begins another round after a stop', () => {
    for (const outcome of OUTCOMES.filter(({ code }) => code.startsWith('S.')))
      expect(followUp(outcome, BASE)).toMatchObject({ next: 'close', againAt: null })
  })

  it('adds days by her clock across a change of summer time', () => {
    const now = new Date('2026-10-24T11:00:00Z')
    expect(dueOf(follow('N.3RD', { now }))).toBe('2026-10-25T12:00:00.000Z')
  })

  it('refuses a delay that it does not know', () => {
    expect(() => resolveDelay('soon', BASE)).toThrow(RangeError)
  })

  it('for every outcome, comes back never before now and keeps the daypart and the day', () => {
    const date = fc.option(
      fc.integer({ min: -30, max: 200 }).map((days) => new Date(+NOON + days * 43_200_000)),
      { nil: null },
    )
    fc.assert(
      fc.property(
        fc.record({
          outcome: fc.constantFrom(...OUTCOMES),
          now: fc
            .integer({ min: 0, max: 366 * 24 * 60 })
            .map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000)),
          ago: fc.integer({ min: 0, max: 60 }),
          zone: fc.constantFrom(
            'Asia/Tehran',
            'Asia/Tashkent',
            'America/New_York',
            'Australia/Lord_Howe',
            'Europe/London',
          ),
          sameToday: fc.integer({ min: 1, max: 4 }),
          sameEver: fc.integer({ min: 1, max: 4 }),
          otherPhones: fc.integer({ min: 0, max: 2 }),
          agreedAt: date,
          promisedAt: date,
          offerUntil: date,
          promiseDueAt: date,
          retryAt: fc.constant(null),
        }),
        ({ outcome, ago, ...drawn }) => {
          const attemptedAt = new Date(+drawn.now - ago * 60_000)
          const result = followUp(outcome, { ...drawn, agentId: AGENT, attemptedAt })
          expect(result.countsAttempt).toBe(outcome.retry.countsAttempt)
          if (outcome.closesWorkItem) expect(result.next).toBe('close')
          if (result.next === 'close') return
          expect(+result.dueAt).toBeGreaterThanOrEqual(+drawn.now)
          if (outcome.retry.daypart === 'other')
            expect(daypartOf(result.dueAt, drawn.zone)).not.toBe(daypartOf(attemptedAt, drawn.zone))
          if (result.reservedFor) expect(+(result.reservedUntil ?? 0)).toBe(+result.dueAt + 900_000)
        },
      ),
    )
  })
})
