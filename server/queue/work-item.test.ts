import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import {
  close,
  isClaimable,
  judgeLease,
  type Leased,
  lease,
  mayWrite,
  renew,
  UNRESERVED,
  type WorkItem,
  wait,
} from './work-item.ts'

const START = Date.UTC(2026, 10, 22, 9)
const AGENTS = ['a', 'b', 'c'] as UserId[]
const LEASE_MS = 30_000
const GONE_MS = 120_000

const step = fc.record({
  act: fc.constantFrom('claim', 'renew', 'skip', 'callback', 'close', 'sweep', 'late'),
  agent: fc.constantFrom(...AGENTS),
  after: fc.integer({ min: 0, max: 90_000 }),
  attempt: fc.constantFrom('none' as const, 'open' as const),
})

describe('a work item', () => {
  it('never serves two agents, never lowers its fence and never takes a late write', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = START
        let item: WorkItem = {
          state: 'waiting',
          dueAt: new Date(START),
          reservedFor: null,
          reservedUntil: null,
          fence: 0n,
          attempts: 0,
        }
        const held = new Map<UserId, bigint>()
        for (const { act, agent, after, attempt } of steps) {
          now += after
          const at = new Date(now)
          const before: WorkItem = item
          const holder = { agentId: agent, fence: held.get(agent) ?? -1n }
          const may = mayWrite(item, holder, attempt, at)
          if (act === 'claim' && isClaimable(item, agent, at)) {
            item = lease(item, agent, new Date(now + LEASE_MS))
            held.set(agent, item.fence)
            expect(item.fence).toBe(before.fence + 1n)
          } else if (act === 'renew' && may && item.state === 'leased') item = renew(item, new Date(now + LEASE_MS))
          else if (act === 'skip' && may && item.state === 'leased')
            item = wait(item, new Date(now + 86_400_000), UNRESERVED)
          else if (act === 'callback' && may && item.state === 'leased')
            item = wait(item, at, { reservedFor: agent, reservedUntil: new Date(now + 900_000) })
          else if (act === 'close' && may && item.state === 'leased') item = close(item, 'L.NEED', at)
          else if (act === 'sweep' && item.state === 'leased' && judgeLease(item, attempt, at, GONE_MS) !== 'keep')
            item = wait(item, at, UNRESERVED)
          expect(item.fence >= before.fence).toBe(true)
          for (const [other, fence] of held) {
            const allowed = mayWrite(item, { agentId: other, fence }, 'open', at)
            expect(allowed).toBe(item.state === 'leased' && item.agentId === other && item.fence === fence)
          }
          expect(
            [...held].filter(([who, fence]) => mayWrite(item, { agentId: who, fence }, 'open', at)).length,
          ).toBeLessThan(2)
        }
      }),
    )
  })

  it('is kept for its agent until fifteen minutes past, then for anybody', () => {
    const item: WorkItem = {
      state: 'waiting',
      dueAt: new Date(START),
      reservedFor: 'a' as UserId,
      reservedUntil: new Date(START + 900_000),
      fence: 3n,
      attempts: 1,
    }
    expect(isClaimable(item, 'a' as UserId, new Date(START))).toBe(true)
    expect(isClaimable(item, 'b' as UserId, new Date(START + 899_999))).toBe(false)
    expect(isClaimable(item, 'b' as UserId, new Date(START + 900_000))).toBe(true)
  })

  it('goes back at once when nothing was tried, and rests when the agent vanished in an attempt', () => {
    const item: Leased = {
      ...UNRESERVED,
      state: 'leased',
      agentId: 'a' as UserId,
      leaseUntil: new Date(START),
      fence: 1n,
      attempts: 0,
    }
    expect(judgeLease(item, 'none', new Date(START - 1), GONE_MS)).toBe('keep')
    expect(judgeLease(item, 'none', new Date(START), GONE_MS)).toBe('offer')
    expect(judgeLease(item, 'open', new Date(START + GONE_MS - 1), GONE_MS)).toBe('keep')
    expect(judgeLease(item, 'open', new Date(START + GONE_MS), GONE_MS)).toBe('rest')
  })
})
