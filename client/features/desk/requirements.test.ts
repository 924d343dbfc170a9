import { expect, it } from 'vitest'
import { CallView } from '#contract/calls'
import type { Outcome } from '#contract/programme'
import { blankDraft } from './draft/draft.ts'
import { fieldOf, findMissing, lineOutcome } from './requirements.ts'

const id = '0190a0a0-0000-4000-8000-000000000001'
const ended = CallView.parse({
  id,
  workItemId: id,
  direction: 'out',
  mode: 'carrier',
  state: 'ended',
  endedAs: 'completed',
  refusal: null,
  dialledAt: '2026-11-22T09:00:00Z',
  ringingAt: null,
  answeredAt: '2026-11-22T09:00:10Z',
  endedAt: '2026-11-22T09:05:00Z',
  number: null,
  muted: false,
  held: false,
  recording: null,
})
const unanswered: CallView = { ...ended, answeredAt: null, endedAs: 'no-answer' }
const outcome = (code: string, rightParty = true): Outcome => ({
  code,
  labels: { en: code, fa: code, uz: code },
  layer: 'agent',
  rightParty,
  closesWorkItem: false,
  closesEpisode: false,
  note: '',
  retry: {
    delay: null,
    daypart: 'any',
    countsAttempt: true,
    maxPerDay: null,
    strikesPhone: false,
    sameAgent: false,
    afterwards: null,
  },
})
const missing = (code: string | null, draft = {}, call: CallView | null = ended, rightParty = true) =>
  findMissing({ draft: { ...blankDraft, ...draft }, outcome: code ? outcome(code, rightParty) : null, call }).map(
    (problem) => problem.code,
  )
const reasons = [{ code: 'PRC.HIGH', source: 'customer_said', severity: null }]

it('asks how it ended before anything else', () => {
  expect(missing(null)).toEqual(['outcome.required'])
})

it('lets a loss with a reason be saved, and asks for the reason where there is none', () => {
  expect(missing('L.NOW', { reasons })).toEqual([])
  expect(missing('L.NOW')).toEqual(['outcome.reason-required'])
})

it('asks for the date that an outcome promises', () => {
  expect(missing('C.CB')).toEqual(['outcome.callback-required'])
  expect(missing('W.COM', { reasons })).toEqual(['outcome.date-required'])
  expect(missing('W.COM', { reasons, promisedAt: '2026-12-01T09:00:00Z' })).toEqual([])
  expect(missing('C.PLAN', { reasons })).toEqual(['outcome.promise-required'])
})

it('asks for the customer’s words when the reason is another one', () => {
  const other = [{ code: 'UNK.OTHER', source: 'customer_said', severity: null }]
  expect(missing('L.NOW', { reasons: other })).toEqual(['outcome.words-required'])
})

it('does not end an attempt that was not made or is not over, except by a stop', () => {
  expect(missing('L.NOW', { reasons }, null)).toEqual(['outcome.attempt-required'])
  expect(missing('L.NOW', { reasons }, { ...ended, state: 'answered' })).toEqual(['outcome.call-open'])
  expect(missing('S.CALL', {}, null)).toEqual([])
})

it('does not say that somebody was reached who was not', () => {
  expect(missing('L.NOW', { reasons }, unanswered)).toEqual(['outcome.not-reached'])
  expect(missing('N.WRONG', {}, unanswered, false)).toEqual([])
})

it('lets the line speak for an attempt that nobody answered', () => {
  expect(lineOutcome(unanswered)).toBe('X.NA')
  expect(lineOutcome({ ...unanswered, endedAs: 'busy' })).toBe('X.BSY')
  const refused: CallView = { ...unanswered, endedAs: 'refused', refusal: 'carrier.country' }
  expect(lineOutcome(refused)).toBe('X.FAIL')
  expect(lineOutcome({ ...refused, refusal: 'carrier.number-invalid' })).toBe('X.INV')
  expect(lineOutcome(ended)).toBeNull()
  expect(lineOutcome(null)).toBeNull()
})

it('shows a refusal of the server at its field', () => {
  expect(fieldOf({ code: 'outcome.callback-required' })).toBe('callbackAt')
  expect(fieldOf({ code: 'validation', field: 'body.offers.0.answer' })).toBe('offers')
})
