import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ACCOUNT_RULE, countTry, delaySeconds, FORGET_SECONDS, type GuardState } from './guard.ts'

const START = new Date('2026-11-22T09:00:00Z')
const wall = (ms: number) => ms
const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1_000)

it('lets the first tries through, then asks for longer and longer waits', () => {
  expect([1, 4, 5, 6, 7, 10, 100].map((n) => delaySeconds(n, ACCOUNT_RULE))).toEqual([0, 0, 2, 4, 8, 60, 60])
})

it('does not lock for longer when tried while locked', () => {
  const state: GuardState = { failures: 6, lockedUntil: later(START, 4) }
  expect(countTry(state, ACCOUNT_RULE, later(START, 3), wall)).toEqual({ allowed: false, waitSeconds: 1 })
})

it('forgets after an hour of quiet', () => {
  const state: GuardState = { failures: 40, lockedUntil: START }
  const verdict = countTry(state, ACCOUNT_RULE, later(START, FORGET_SECONDS + 1), wall)
  expect(verdict).toMatchObject({ allowed: true, next: { failures: 1 } })
})

it('counts in a person’s time when the clock runs fast', () => {
  const fast = (ms: number) => ms * 60
  const verdict = countTry({ failures: 5, lockedUntil: START }, ACCOUNT_RULE, START, fast)
  expect(verdict).toMatchObject({ next: { lockedUntil: later(START, 4 * 60) } })
  expect(countTry({ failures: 6, lockedUntil: later(START, 240) }, ACCOUNT_RULE, START, fast)).toMatchObject({
    waitSeconds: 4,
  })
})

it('always lets somebody try again within the cap', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 60 }), (gaps) => {
      let state: GuardState | null = null
      let now = START
      for (const gap of gaps) {
        now = later(now, gap)
        const verdict = countTry(state, ACCOUNT_RULE, now, wall)
        if (verdict.allowed) state = verdict.next
        else expect(verdict.waitSeconds).toBeLessThanOrEqual(ACCOUNT_RULE.capSeconds)
      }
      expect(countTry(state, ACCOUNT_RULE, later(now, ACCOUNT_RULE.capSeconds), wall).allowed).toBe(true)
    }),
  )
})
