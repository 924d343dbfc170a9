import { expect, it } from 'vitest'
import { countsAgainstCaps, type LineFacts } from './attempt-counts.ts'

const AT = new Date('2026-03-02T12:00:00Z')
const leg: LineFacts = { mode: 'carrier', sid: 'CA1', ended_as: 'no-answer', ringing_at: null, answered_at: null }
const COUNTS = { countsAttempt: true }
const OUR_FAULT = { countsAttempt: false }

it('never counts what rang nobody, whatever is written of it', () => {
  for (const ended_as of ['refused', 'canceled', 'failed'] as const)
    expect(countsAgainstCaps(COUNTS, { ...leg, sid: null, ended_as })).toBe(false)
})

it('counts what rang, though it is written up as a failure of ours', () => {
  expect(countsAgainstCaps(OUR_FAULT, leg)).toBe(true)
  expect(countsAgainstCaps(OUR_FAULT, { ...leg, ended_as: 'canceled', ringing_at: AT })).toBe(true)
  expect(countsAgainstCaps(OUR_FAULT, { ...leg, ended_as: 'canceled' })).toBe(true)
  expect(countsAgainstCaps(OUR_FAULT, { ...leg, ended_as: 'failed', ringing_at: AT })).toBe(true)
  expect(countsAgainstCaps(OUR_FAULT, { ...leg, ended_as: 'failed' })).toBe(false)
})

it('goes by the word of whoever dialled by hand', () => {
  const byHand: LineFacts = { ...leg, mode: 'manual', sid: null }
  expect(countsAgainstCaps(OUR_FAULT, { ...byHand, ended_as: 'failed' })).toBe(false)
  expect(countsAgainstCaps(OUR_FAULT, byHand)).toBe(true)
  expect(countsAgainstCaps(COUNTS, { ...byHand, ended_as: 'canceled' })).toBe(true)
})

it('does not ask the line where nothing was dialled', () => {
  expect(countsAgainstCaps(COUNTS, null)).toBe(true)
})
