import { expect, it } from 'vitest'
import { careFor, isNeverPlaced, stillHolds } from './care.ts'

const DIALLED = new Date('2026-03-02T12:00:00Z')
const after = (seconds: number) => new Date(DIALLED.getTime() + seconds * 1_000)
const wall = (ms: number) => ms
type Call = Parameters<typeof careFor>[0]
const call: Call = {
  mode: 'carrier',
  intent_state: 'sent',
  sid: null,
  state: 'sent',
  dialled_at: DIALLED,
  sent_at: after(1),
  answered_at: null,
  on_desk: true,
}

it('ends what its process left before the carrier was asked, once it is too late to ask', () => {
  const created: Call = { ...call, intent_state: 'created', state: 'intended', sent_at: null }
  expect(careFor(created, after(14), wall)).toBeNull()
  expect(careFor(created, after(15), wall)).toEqual({
    kind: 'end',
    ending: { as: 'canceled', attempt: { counted: false, outcome: 'X.FAIL' } },
  })
  expect(careFor(created, after(15), (ms) => ms * 20)).toBeNull()
})

it('doubts what was not answered in time, and gives it up only when no list shows it', () => {
  expect(careFor(call, after(5), wall)).toEqual({ kind: 'find', doubt: false })
  expect(careFor(call, after(15), wall)).toEqual({ kind: 'find', doubt: true })
  expect(careFor({ ...call, intent_state: 'unknown' }, after(15), wall)).toEqual({ kind: 'find', doubt: false })
  expect(careFor({ ...call, intent_state: 'bound', sid: 'CA1' }, after(15), wall)).toEqual({ kind: 'look' })
  expect(isNeverPlaced(call, after(45), wall)).toBe(false)
  expect(isNeverPlaced(call, after(46), wall)).toBe(true)
})

it('ends a call by hand that left its desk, as what it was', () => {
  const byHand: Call = { ...call, mode: 'manual', intent_state: 'bound', sent_at: null }
  expect(careFor(byHand, after(60), wall)).toBeNull()
  expect(careFor({ ...byHand, on_desk: false }, after(60), wall)).toMatchObject({ ending: { as: 'no-answer' } })
  expect(careFor({ ...byHand, on_desk: false, answered_at: after(9) }, after(60), wall)).toMatchObject({
    ending: { as: 'completed' },
  })
  expect(careFor(byHand, after(4 * 3_600 + 1), wall)).toMatchObject({ ending: { as: 'no-answer' } })
})

it('does not end what has been sent, bound or ended since it was read', () => {
  const created = { ...call, intent_state: 'created', state: 'intended' } as const
  expect(stillHolds(created, created)).toBe(true)
  expect(stillHolds(created, { ...call, intent_state: 'sent' })).toBe(false)
  const unknown = { ...call, intent_state: 'unknown', state: 'unknown' } as const
  expect(stillHolds(call, unknown)).toBe(true)
  expect(stillHolds(unknown, { ...call, intent_state: 'bound', sid: 'CA1', state: 'ringing' })).toBe(false)
  expect(stillHolds(unknown, { ...unknown, state: 'ended' })).toBe(false)
})
