import { expect, it } from 'vitest'
import type { Permit } from '../compliance/permit.ts'
import { foldCall } from './call-fold.ts'
import { dialsFrom, isStray, judgeRelease, settledAs, stateBeforeFacts } from './intent.ts'

const AT = new Date('2026-03-02T12:00:00Z')
const FREE: Permit = { allowed: true, until: AT, lapsesAt: null, requires: [] }
const denied = (...rules: string[]): Permit => ({
  allowed: false,
  denials: rules.map((rule) => ({ rule, params: {} })),
  retryAt: null,
})

it('looks once more before the carrier is asked: at stops and hours, not at caps, which this very attempt fills', () => {
  const created = { intent_state: 'created', cancel_at: null } as const
  expect(judgeRelease(created, FREE)).toBe('send')
  expect(judgeRelease(created, denied('cap'))).toBe('send')
  expect(judgeRelease(created, denied('cap', 'stop'))).toBe('blocked')
  expect(judgeRelease(created, denied('hours'))).toBe('blocked')
  expect(judgeRelease({ ...created, cancel_at: AT }, FREE)).toBe('canceled')
})

it('asks the carrier once, whoever looks again', () => {
  for (const intent_state of ['sent', 'unknown', 'bound', 'refused', 'done'] as const)
    expect(judgeRelease({ intent_state, cancel_at: null }, FREE)).toBe('gone')
})

it('says what is known of a call before any fact, and how its end settles the intent', () => {
  expect(stateBeforeFacts('created', null)).toBe('intended')
  expect(stateBeforeFacts('unknown', null)).toBe('unknown')
  expect(stateBeforeFacts('unknown', 'CA1')).toBe('sent')
  expect(stateBeforeFacts('done', null)).toBe('sent')
  expect(settledAs(foldCall('sent', []))).toBeNull()
  expect(settledAs(foldCall('sent', [{ status: 'refused', seq: 0, at: AT, seconds: null }]))).toBe('refused')
  expect(settledAs(foldCall('sent', [{ status: 'busy', seq: 2, at: AT, seconds: null }]))).toBe('done')
})

it('lets a number be dialled from wrap-up only when the carrier refused it', () => {
  expect(dialsFrom(null)).toEqual(['preview'])
  expect(dialsFrom({ ended_as: 'no-answer' })).toEqual(['preview'])
  expect(dialsFrom({ ended_as: 'refused' })).toEqual(['preview', 'wrapUp'])
})

it('tells a leg that shows itself after we had ended its call', () => {
  expect(isStray({ mode: 'carrier', state: 'ended', sid: null })).toBe(true)
  expect(isStray({ mode: 'carrier', state: 'ended', sid: 'CA1' })).toBe(false)
  expect(isStray({ mode: 'carrier', state: 'unknown', sid: null })).toBe(false)
  expect(isStray({ mode: 'manual', state: 'ended', sid: null })).toBe(false)
})
