import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FittedFields, fitModel } from './fit.ts'
import type { CustomerHistory } from './history.ts'
import { OFFERS, REASONS, SILENT } from './sample-customers.ts'
import { scoreCustomer } from './score.ts'
import { DEFAULT_SETTINGS, type RankingSettings } from './settings.ts'
import { logOdds } from './special.ts'

const NOW = new Date('2026-07-01T09:00:00Z')
const SETTINGS: RankingSettings = { ...DEFAULT_SETTINGS, offers: OFFERS, reasons: REASONS }

const BASE: FittedFields[] = Array.from({ length: 800 }, (_, i) => {
  const purchaseDays = 1 + ((i * 7) % 13 === 0 ? 9 : (i * 5) % 4)
  const ageDays = 200 + (i % 200)
  const lastDays = purchaseDays === 1 ? 0 : Math.floor((ageDays * ((i * 11) % 90)) / 100) + 1
  const meanMinor = 1500 + ((i * 37) % 50) * 100
  return { purchaseDays, lastDays, ageDays, meanMinor, totalMinor: meanMinor * purchaseDays }
})
const MODEL = fitModel(BASE)
const score = (changes: Partial<CustomerHistory> = {}, settings: Partial<RankingSettings> = {}) =>
  scoreCustomer({ ...SILENT, ...changes }, MODEL, { ...SETTINGS, ...settings }, NOW)

const histories = fc
  .record({
    repeats: fc.oneof(fc.nat(20), fc.constant(2000)),
    lastDays: fc.nat(900),
    hiatusDays: fc.nat(900),
    meanMinor: fc.nat(10_000_000),
    flags: fc.record({ cancelled: fc.boolean(), leftAfterOffer: fc.boolean(), distrusted: fc.boolean() }),
    counts: fc.record({ refusals: fc.nat(9), wins: fc.nat(3), referrals: fc.nat(3), contactsBeforeLeaving: fc.nat(9) }),
    complaints: fc.record({ open: fc.nat(2), solved: fc.nat(2), unsolved: fc.nat(2) }),
    knownReason: fc.option(fc.constantFrom(...REASONS.map(({ code }) => code))),
    attempts: fc.array(fc.nat(60), { maxLength: 9 }),
  })
  .map(
    ({
      repeats,
      lastDays,
      hiatusDays,
      meanMinor,
      flags,
      counts,
      complaints,
      knownReason,
      attempts,
    }): CustomerHistory => ({
      ...SILENT,
      ...flags,
      ...counts,
      complaints,
      knownReason,
      meanMinor,
      hiatusDays,
      purchaseDays: repeats + 1,
      lastDays: repeats === 0 ? 0 : lastDays,
      ageDays: (repeats === 0 ? 0 : lastDays) + hiatusDays,
      totalMinor: meanMinor * (repeats + 1),
      attemptsAt: attempts.map((days) => NOW.getTime() - days * 86_400_000),
    }),
  )

describe('the score of a customer', () => {
  it('is finite, adds up and explains itself exactly, for any history', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const found = scoreCustomer(history, MODEL, SETTINGS, NOW)
        expect(found.terms.reduce((sum, { minor }) => sum + minor, 0n)).toBe(found.expectedMinor)
        const logit = found.facts.reduce((sum, { weight }) => sum + weight, found.baseLogOdds)
        expect(logit).toBeCloseTo(logOdds(found.pWin), 9)
        for (const p of [found.pWin, found.pContact, found.pUnaided]) {
          expect(p).toBeGreaterThanOrEqual(0)
          expect(p).toBeLessThanOrEqual(1)
        }
        expect(found.pWin).toBeGreaterThanOrEqual(found.pUnaided)
        expect(Number.isFinite(found.perMinuteMinor)).toBe(true)
        expect(found.secondLifeMinor).toBeGreaterThan(0n)
        expect(found.facts.every(({ weight, direction }) => weight >= 0 === (direction === 'for'))).toBe(true)
        expect(found.offers.length).toBeGreaterThan(0)
      }),
    )
  })

  it('is the same for the same arguments', () => {
    expect(score()).toEqual(score())
  })

  it('gives at least three facts for and two against', () => {
    const { facts } = score({ complaints: { open: 0, solved: 1, unsolved: 0 }, refusals: 1, referrals: 1 })
    expect(facts.filter(({ direction }) => direction === 'for').length).toBeGreaterThanOrEqual(3)
    expect(facts.filter(({ direction }) => direction === 'against').length).toBeGreaterThanOrEqual(2)
  })

  it('recommends by net value and shows what else is worth trying, three at least', () => {
    const { offers } = score()
    expect(offers.length).toBeGreaterThanOrEqual(3)
    const nets = offers.map(({ netMinor }) => Number(netMinor))
    expect([...nets].sort((a, b) => b - a)).toEqual(nets)
    expect(offers[0]?.worthTrying).toBe(true)
    for (const { netMinor, worthTrying } of offers)
      if (worthTrying) expect(Number(netMinor)).toBeGreaterThanOrEqual(0.9 * (nets[0] ?? 0) - 1)
  })

  it('is worth less where the reason for leaving will stand after the return', () => {
    const known = (knownReason: string) => score({ knownReason, cancelled: false })
    expect(Number(known('PRD.QUAL').secondLifeMinor)).toBeGreaterThan(Number(known('NED.UNUSED').secondLifeMinor))
  })

  it('is what the hour is worked out from', () => {
    const { byHour, pContact, minutes, expectedMinor } = score()
    const minutesMinor = (minutes * Number(SETTINGS.agentHourMinor)) / 60
    expect(pContact * byHour.reachedMinor - byHour.fixedMinor - minutesMinor).toBeCloseTo(Number(expectedMinor), -1)
    expect(pContact).toBeCloseTo(1 / (1 + Math.exp(-byHour.contactLogOdds)), 12)
  })

  it('grows with what the customer is worth and with a solved complaint, falls with refusals and with attempts', () => {
    const value = (changes: Partial<CustomerHistory>) => score(changes).expectedMinor
    expect(value({ meanMinor: 9000, totalMinor: 36_000 })).toBeGreaterThan(value({}))
    expect(value({ complaints: { open: 0, solved: 1, unsolved: 0 } })).toBeGreaterThan(value({}))
    expect(value({ complaints: { open: 0, solved: 0, unsolved: 1 } })).toBeLessThan(value({}))
    expect(value({ refusals: 1 })).toBeLessThan(value({}))
    const ago = (...days: number[]) => ({ attemptsAt: days.map((d) => NOW.getTime() - d * 86_400_000) })
    expect(value(ago(3))).toBeLessThan(value({}))
    expect(value(ago(9, 6, 3))).toBeLessThan(value(ago(3)))
    const annoyance = (changes: Partial<CustomerHistory>) => score(changes).terms.at(-1)?.minor
    expect(annoyance(ago(6))).toBe(0n)
    expect(annoyance(ago(6, 3))).toBeLessThan(0n)
    expect(annoyance(ago(60, 50, 40))).toBe(0n)
  })

  it('counts less of the win the likelier the customer comes unaided', () => {
    const gain = (unaided: number) => {
      const { pWin, pUnaided } = score({ cancelled: true }, { cancelledUnaided: unaided })
      return pWin - pUnaided
    }
    expect(gain(0.01)).toBeGreaterThan(gain(0.03))
  })

  it('gives only words to somebody who left soon after an earlier offer', () => {
    const { offers } = score({ leftAfterOffer: true, wins: 1 })
    expect(offers.every(({ code }) => ['APO', 'FIX', 'INF'].includes(code))).toBe(true)
  })

  it('never recommends what needs a supervisor', () => {
    const { offers } = score({}, { offers: [{ code: 'BDL', costMinor: 0n, needsApproval: true }] })
    expect(offers.map(({ code }) => code)).toEqual(['NON', 'BDL'])
  })

  it.each([
    [{ complaints: { open: 1, solved: 0, unsolved: 0 } }, 'complaint_open'],
    [{ knownReason: 'INV.DEAD' }, 'reason_not_fixable'],
    [{ knownReason: 'UNK.REFUSED' }, null],
    [{ stopped: true }, 'stopped'],
    [{ purchasedLater: true }, 'already_back'],
    [{}, null],
  ])('bars calls that must not be made: %j', (changes, barred) => {
    expect(score(changes).barred).toBe(barred)
  })

  it('holds for a base of one customer, for one who never bought and without a taxonomy', () => {
    const lonely = fitModel([{ purchaseDays: 1, lastDays: 0, ageDays: 0, meanMinor: 0, totalMinor: 0 }])
    const nothing = { ...SILENT, purchaseDays: 0, lastDays: 0, ageDays: 0, hiatusDays: 0, meanMinor: 0, totalMinor: 0 }
    const found = scoreCustomer({ ...nothing, usualGapDays: null, cancelled: true }, lonely, DEFAULT_SETTINGS, NOW)
    expect(Number.isFinite(found.perMinuteMinor)).toBe(true)
    expect(found.hypotheses).toEqual([])
    expect(Number.isFinite(scoreCustomer(SILENT, fitModel([]), SETTINGS, NOW).pWin)).toBe(true)
  })
})

describe('the fitted model', () => {
  it('is worth less where second lives were found to end sooner', () => {
    const secondLives = { seen: 400, lost: 200, lossFactor: 2 }
    const score = (model: typeof MODEL) => scoreCustomer(SILENT, model, SETTINGS, NOW)
    expect(score({ ...MODEL, secondLives }).secondLifeMinor).toBeLessThan(score(MODEL).secondLifeMinor)
    expect(score({ ...MODEL, secondLives }).expectedMinor).toBeLessThan(score(MODEL).expectedMinor)
  })

  it('survives JSON and does not depend on the order of the customers', () => {
    expect(JSON.parse(JSON.stringify(MODEL))).toEqual(MODEL)
    expect(fitModel([...BASE].reverse())).toEqual(MODEL)
  })
})
