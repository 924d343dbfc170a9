import { expect, it } from 'vitest'
import type { TruthLine } from '../carrier/truth/truth.ts'
import { occupancyOf, readLog, refusalsOf, spentOf, spreadOf } from './report.ts'

const line = (seconds: number, event: TruthLine['event'], facts: Partial<TruthLine>): TruthLine => ({
  n: 0,
  at: new Date(Date.UTC(2026, 10, 30, 9, 0, seconds)).toISOString(),
  event,
  ...facts,
})

it('measures how long a customer waited for an agent, and a caller for a human', () => {
  const lines = [
    line(0, 'invite', { sid: 'CA1', to: '+989121234567' }),
    line(0, 'invite', { sid: 'CA2', to: 'client:desk' }),
    line(5, 'answer', { sid: 'CA1', to: '+989121234567' }),
    line(6, 'hear', { sid: 'CA1', other: 'CA2' }),
    line(9, 'hear', { sid: 'CA1', other: 'CA2' }),
    line(10, 'create', { sid: 'CA3', to: '+15005550006', direction: 'inbound' }),
    line(10, 'invite', { sid: 'CA3', to: '+15005550006' }),
    line(11, 'create', { sid: 'CA4', to: '+15005550006', direction: 'inbound' }),
    line(30, 'hear', { sid: 'CA3', other: 'CA2' }),
  ]
  expect(readLog(lines)).toEqual({
    ...{ dialled: 1, answered: 1, toAgent: { count: 1, p50: 1, p95: 1 } },
    ...{ rang: 2, toHuman: { count: 1, p50: 20, p95: 20 } },
  })
})

it('takes the middle and the slow end of a spread, and of nothing says nothing', () => {
  expect(spreadOf(Array.from({ length: 100 }, (_, n) => 100 - n))).toEqual({ count: 100, p50: 50, p95: 95 })
  expect(spreadOf([])).toEqual({ count: 0, p50: null, p95: null })
})

it('counts as occupied who has a customer, and not who is on a break', () => {
  const worked = [
    { spent: { talking: 30_000, wrapUp: 10_000, ready: 20_000, break: 500_000 }, refused: { 'dial call.busy': 1 } },
    { spent: { preview: 20_000, ready: 20_000 }, refused: { 'dial call.busy': 2 } },
  ]
  expect(spentOf(worked)).toEqual({ talking: 30, wrapUp: 10, ready: 40, break: 500, preview: 20 })
  expect(occupancyOf(spentOf(worked))).toBeCloseTo(0.6)
  expect(occupancyOf({})).toBe(0)
  expect(refusalsOf(worked)).toEqual({ 'dial call.busy': 3 })
})
