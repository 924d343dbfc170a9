import { expect, it } from 'vitest'
import type { TruthLine } from '../carrier/truth/truth.ts'
import { checkConversations, checkInvites, checkLegs } from './truth-checks.ts'

const HER = '+989121234567'
const line = (n: number, at: string, event: TruthLine['event'], sid: string, to?: string): TruthLine => ({
  n,
  at: `2026-11-30T${at}.000Z`,
  event,
  sid,
  ...(to !== undefined && { to }),
})
const mayCall = (_: string, at: string): boolean => at.slice(11, 13) >= '08' && at.slice(11, 13) < '20'

it('finds no fault in calls within hours and before a stop', () => {
  const lines = [line(1, '08:00:00', 'invite', 'CA1', HER), line(2, '08:01:00', 'end', 'CA1')]
  const stops = [{ number: HER, at: '2026-11-30T08:00:30.000Z' }]
  expect(checkInvites(lines, { stops, mayCall })).toEqual([])
  expect(checkLegs(lines)).toEqual([])
})

it('finds a call outside hours, and lets a desk ring at any hour', () => {
  const lines = [line(1, '20:00:00', 'invite', 'CA1', HER), line(2, '20:00:01', 'invite', 'CA2', 'client:desk')]
  expect(checkInvites(lines, { stops: [], mayCall })).toMatchObject([{ check: 'invite outside hours', n: 1 }])
})

it('lets people ring us at any hour', () => {
  const lines = [
    { ...line(1, '22:00:00', 'create', 'CA1', HER), direction: 'inbound' },
    line(2, '22:00:00', 'invite', 'CA1', HER),
  ]
  expect(checkInvites(lines, { stops: [], mayCall })).toEqual([])
})

it('holds a number to the first of its stops', () => {
  const lines = [line(1, '09:00:00', 'invite', 'CA1', HER)]
  const stops = ['10:00:00', '08:30:00'].map((at) => ({ number: HER, at: `2026-11-30T${at}.000Z` }))
  expect(checkInvites(lines, { stops, mayCall })).toMatchObject([{ check: 'invite after a stop', n: 1 }])
})

it('finds a leg that nobody ended', () => {
  const lines = [
    line(1, '09:00:00', 'invite', 'CA1', HER),
    line(2, '09:00:01', 'invite', 'CA2', 'client:desk'),
    line(3, '09:02:00', 'end', 'CA2'),
  ]
  expect(checkLegs(lines)).toEqual([{ check: 'leg left open', n: 0, detail: `CA1 to ${HER}` }])
})

it('finds a customer with two agents, and an agent with two customers', () => {
  const bridge = (n: number, sid: string, other: string): TruthLine => ({
    ...line(n, '09:00:05', 'bridge', sid),
    other,
  })
  const legs = [
    line(1, '09:00:00', 'invite', 'CA1', HER),
    line(2, '09:00:00', 'invite', 'CA2', 'client:first'),
    line(3, '09:00:00', 'invite', 'CA3', 'client:second'),
    { ...line(4, '09:00:01', 'create', 'CA4', '+15005550006'), from: '+989121234568', direction: 'inbound' },
    line(5, '09:00:01', 'invite', 'CA4', '+15005550006'),
  ]
  const one = [...legs, bridge(6, 'CA1', 'CA2')]
  expect(checkConversations(one)).toEqual({ began: 1, broken: [] })
  expect(checkConversations([...one, bridge(7, 'CA3', 'CA1')]).broken).toMatchObject([{ n: 7 }])
  expect(checkConversations([...one, bridge(7, 'CA4', 'CA2')]).broken).toMatchObject([{ n: 7 }])
  const over = [...one, line(7, '09:01:00', 'end', 'CA1'), bridge(8, 'CA4', 'CA2')]
  expect(checkConversations(over)).toEqual({ began: 2, broken: [] })
})
