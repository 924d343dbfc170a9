import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import type { Permit } from './permit.ts'
import { permit, RULES } from './permit.ts'
import type { Attempt, PermitContext, Stop } from './permit-context.ts'
import { BLANK_CONTEXT } from './permit-context.ts'
import { PRESETS } from './presets.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const YEAR_START = Date.UTC(2026, 0, 1)

const PLACES: [string[], string[]][] = [
  [['US'], ['America/New_York']],
  [
    ['US', 'US-FL'],
    ['America/New_York', 'America/Chicago'],
  ],
  [['US', 'US-AL'], ['America/Chicago']],
  [['FR'], ['Europe/Paris']],
  [['GB'], ['Europe/London']],
  [['AE'], ['Asia/Dubai']],
  [['IR'], ['Asia/Tehran']],
  [['UZ'], ['Asia/Tashkent']],
  [['AU'], ['Australia/Lord_Howe', 'Australia/Perth']],
  [
    ['IR', 'UZ'],
    ['Asia/Tehran', 'Asia/Tashkent'],
  ],
  [[], ['Asia/Kolkata']],
]

const instant = fc.integer({ min: YEAR_START, max: YEAR_START + 365 * DAY_MS }).map((ms) => new Date(ms))
/** Days on which some clock of PLACES changes, whole. */
const changeDay = fc
  .tuple(
    fc.constantFrom('2026-03-08', '2026-11-01', '2026-03-29', '2026-10-25', '2026-04-05', '2026-10-04'),
    fc.integer({ min: -DAY_MS, max: 2 * DAY_MS }),
  )
  .map(([day, ms]) => new Date(Date.parse(day) + ms))
const now = fc.oneof(instant, changeDay)
const near = fc.integer({ min: 0, max: 40 * 24 * 60 }).map((minutes) => -minutes * MINUTE_MS)
const attempt = fc.record({ ago: near, person: fc.boolean(), phone: fc.boolean(), counted: fc.boolean() })
const stopKind = fc.constantFrom('call' as const, 'all' as const, 'dead' as const, 'abuse' as const)

const free = ([jurisdictions, candidates]: [string[], string[]]): PermitContext => ({
  ...BLANK_CONTEXT,
  consent: true,
  jurisdictions,
  zones: { candidates, confirmed: null, fallback: null },
})
const place = fc.constantFrom(...PLACES).map(free)

const context = (moment: Date) =>
  fc
    .record({
      place,
      attempts: fc.array(attempt, { maxLength: 8 }),
      refusal: fc.option(near, { freq: 6 }),
      abandoned: fc.option(near, { freq: 3 }),
      agreed: fc.option(fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS }), { freq: 3 }),
      dialledBy: fc.constantFrom('person' as const, 'machine' as const),
    })
    .map((drawn): PermitContext => {
      const from = (ms: number | null) => (ms === null ? null : new Date(moment.getTime() + ms))
      return {
        ...drawn.place,
        attempts: drawn.attempts.map(
          ({ ago, ...rest }): Attempt => ({ ...rest, at: new Date(moment.getTime() + ago) }),
        ),
        lastRefusalAt: from(drawn.refusal),
        abandonedAt: from(drawn.abandoned),
        agreedAt: from(drawn.agreed),
        dialledBy: drawn.dialledBy,
      }
    })
const question = now.chain((moment) => context(moment).map((drawn) => ({ moment, drawn })))

function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
}

/** Told by Temporal alone, zone by zone and preset by preset; holidays aside. */
function isInsideEveryWindow({ jurisdictions, zones }: PermitContext, moment: Date): boolean {
  const presets = PRESETS.filter(({ id }) => jurisdictions.includes(id))
  const windows = presets.length
    ? presets.map((preset) => preset.windows)
    : [[{ days: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '18:00' }]]
  return zones.candidates.every((zone) => {
    const wall = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone)
    const minute = wall.hour * 60 + wall.minute
    return windows.every((list) =>
      list.some(
        ({ days, from, to }) => days.includes(wall.dayOfWeek) && minute >= minuteOf(from) && minute < minuteOf(to),
      ),
    )
  })
}

describe('permit', () => {
  test.each(RULES.flatMap((rule) => rule.vectors.map((vector) => ({ rule: rule.id, ...vector }))))(
    '$rule: $name → $allowed',
    ({ rule, context: facts, now: moment, allowed }) => {
      const answer = permit({ ...BLANK_CONTEXT, ...facts }, new Date(moment))
      const ruleDenies = !answer.allowed && answer.denials.some((denial) => denial.rule === rule)
      expect(ruleDenies).toBe(!allowed)
    },
  )

  test('gives every rule a citation and a vector', () => {
    for (const rule of RULES) {
      expect(rule.citation).not.toBe('')
      expect(rule.vectors.length).toBeGreaterThan(0)
    }
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length)
  })

  test('never allows a call outside the local window of any candidate zone', () => {
    fc.assert(
      fc.property(place, now, (drawn, moment) => {
        const allowed = permit(drawn, moment).allowed
        return !allowed || isInsideEveryWindow(drawn, moment)
      }),
      { numRuns: 20_000 },
    )
  })

  test('refuses nobody inside the window, to the second before it closes', () => {
    for (const drawn of PLACES.map(free)) {
      if (drawn.jurisdictions.some((id) => id === 'FR' || id === 'US-AL')) continue
      for (let day = 0; day < 365; day++) {
        let inside: boolean | null = null
        for (let minute = 0; minute < 24 * 60; minute += 30) {
          const edge = new Date(YEAR_START + day * DAY_MS + minute * MINUTE_MS)
          const expected = isInsideEveryWindow(drawn, edge)
          if (expected === inside) continue
          inside = expected
          for (const ms of [-1000, -1, 0, 1000]) {
            const moment = new Date(edge.getTime() + ms)
            if (permit(drawn, moment).allowed !== isInsideEveryWindow(drawn, moment))
              expect.fail(`${drawn.jurisdictions} at ${moment.toISOString()}`)
          }
        }
      }
    }
  })

  test('lets nothing overcome a stop', () => {
    fc.assert(
      fc.property(
        question,
        stopKind,
        fc.constantFrom('person' as const, 'number' as const),
        ({ moment, drawn }, kind, scope) => {
          const stop: Stop = { kind, scope, at: new Date(YEAR_START - 3000 * DAY_MS) }
          const answer = permit(
            { ...drawn, purpose: 'service', agreedAt: moment, consent: true, stops: [stop] },
            moment,
          )
          return !answer.allowed && answer.retryAt === null && answer.denials.some(({ rule }) => rule === 'stop')
        },
      ),
    )
  })

  test('is never turned from no to yes by more stops or more attempts', () => {
    fc.assert(
      fc.property(question, attempt, fc.option(stopKind), ({ moment, drawn }, { ago, ...rest }, kind) => {
        const more: PermitContext = {
          ...drawn,
          attempts: [...drawn.attempts, { ...rest, at: new Date(moment.getTime() + ago) }],
          stops: kind ? [{ kind, scope: 'person', at: moment }] : [],
        }
        return permit(drawn, moment).allowed || !permit(more, moment).allowed
      }),
      { numRuns: 3_000 },
    )
  })

  test('names as retryAt the first instant at which it would allow', () => {
    fc.assert(
      fc.property(
        question,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
        ({ moment, drawn }, shares) => {
          const answer = permit(drawn, moment)
          if (answer.allowed || !answer.retryAt) return true
          const wait = answer.retryAt.getTime() - moment.getTime()
          expect(wait).toBeGreaterThan(0)
          expect(permit(drawn, answer.retryAt).allowed).toBe(true)
          for (const before of [wait - 1, ...shares.map((share) => Math.floor(share * (wait - 1)))])
            expect(permit(drawn, new Date(moment.getTime() + before)).allowed).toBe(false)
          return true
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('holds what it allowed until the instant it names', () => {
    fc.assert(
      fc.property(question, fc.double({ min: 0, max: 1, noNaN: true }), ({ moment, drawn }, share) => {
        const answer = permit(drawn, moment)
        if (!answer.allowed) return true
        const stay = answer.until.getTime() - moment.getTime() - 1
        return permit(drawn, new Date(moment.getTime() + Math.floor(share * stay))).allowed
      }),
      { numRuns: 3_000 },
    )
  })

  test('keeps all the reasons, and a retry only when time alone would lift them', () => {
    const night = new Date('2026-01-15T05:00:00Z')
    const drawn = { ...free([['US', 'US-FL'], ['America/New_York']]), phoneStruck: true }
    const answer = permit(drawn, night) as Extract<Permit, { allowed: false }>
    expect(answer.denials.map(({ rule }) => rule)).toEqual(['phone.struck', 'hours', 'hours'])
    expect(answer.denials.map(({ params }) => params.preset)).toEqual([undefined, 'US', 'US-FL'])
    expect(answer.retryAt).toBeNull()
    expect(permit({ ...drawn, phoneStruck: false }, night)).toMatchObject({ retryAt: new Date('2026-01-15T13:00:00Z') })
  })

  test('asks a person when the candidate zones share no hour', () => {
    const answer = permit(free([[], ['Europe/London', 'Pacific/Auckland']]), new Date('2026-06-01T00:00:00Z'))
    expect(answer).toMatchObject({ allowed: false, retryAt: null, denials: [{ params: { reason: 'never-open' } }] })
  })

  test("narrows the law by the campaign's hours, never widens it", () => {
    const drawn = { ...free([['GB'], ['Europe/London']]), hours: [{ days: [1], from: '06:00', to: '09:00' }] }
    expect(permit(drawn, new Date('2026-01-12T07:59:59Z')).allowed).toBe(false)
    expect(permit(drawn, new Date('2026-01-12T08:00:00Z'))).toMatchObject({ until: new Date('2026-01-12T09:00:00Z') })
    expect(permit(drawn, new Date('2026-01-13T08:00:00Z'))).toMatchObject({ retryAt: new Date('2026-01-19T08:00:00Z') })
  })
})

describe('a permission that ends', () => {
  const paid = new Date('2025-03-01T00:00:00Z')
  const at = new Date('2026-03-02T17:00:00Z')
  const american: PermitContext = {
    ...BLANK_CONTEXT,
    jurisdictions: ['US'],
    zones: { candidates: ['America/New_York'], confirmed: null, fallback: null },
    lastPaidAt: paid,
  }
  const ends = (context: Partial<PermitContext>) => {
    const answer = permit({ ...american, ...context }, at)
    return answer.allowed ? (answer.lapsesAt?.toISOString() ?? null) : 'refused'
  }

  test('is told where afterwards only a person could lift what denies it', () => {
    const copiedAt = new Date('2026-03-01T00:00:00Z')
    expect(ends({})).toBe('2026-09-01T00:00:00.000Z')
    expect(ends({ register: { listed: true, copiedAt } })).toBe('2026-09-01T00:00:00.000Z')
    expect(ends({ register: { listed: false, copiedAt } })).toBeNull()
    expect(ends({ consent: true })).toBeNull()
    const after = permit(american, new Date('2026-09-02T17:00:00Z'))
    expect(after).toMatchObject({ allowed: false, retryAt: null })
  })
})
