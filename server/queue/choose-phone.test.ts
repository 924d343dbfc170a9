import { expect, it } from 'vitest'
import type { PhoneId } from '#contract/ids'
import type { Permit } from '../compliance/permit.ts'
import { choosePhone } from './choose-phone.ts'

const NOW = new Date('2026-11-22T09:00:00Z')
const yes: Permit = { allowed: true, until: new Date('2026-11-22T20:00:00Z'), lapsesAt: null, requires: [] }
const no = (retryAt: string | null): Permit => ({
  allowed: false,
  denials: [{ rule: 'hours', params: {} }],
  retryAt: retryAt === null ? null : new Date(retryAt),
})
const ask = (...permits: Permit[]) =>
  choosePhone(
    permits.map((permit, index) => ({ phoneId: `p${index}` as PhoneId, permit })),
    NOW,
  )

it('takes the first number that may ring, else the one that may soonest', () => {
  expect(ask(no(null), yes, yes)?.phoneId).toBe('p1')
  expect(ask(no('2026-11-24T00:00:00Z'), no('2026-11-23T00:00:00Z'), no(null))).toMatchObject({
    phoneId: 'p1',
    dueAt: new Date('2026-11-23T00:00:00Z'),
  })
  expect(ask(no(null), no(null))).toMatchObject({ phoneId: 'p0', dueAt: null })
  expect(ask()).toBeNull()
})
