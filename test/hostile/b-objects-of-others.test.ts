import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcomeOf } from '../harness/outcome.ts'
import { type Attack, openTarget, type Refused, type Target } from './attack.ts'

let target: Target
beforeAll(async () => {
  target = await openTarget({ state: 'spoken' })
})
afterAll(() => target.close())

type Case = [string, (t: Target) => Attack, Refused]
const NOT_YOURS: Refused = { status: 404, code: 'card.not-yours', audited: true }
const NOT_FOUND: Refused = { status: 404, code: 'not-found', audited: true }
const FORBIDDEN: Refused = { status: 403, code: 'forbidden', audited: true }
const UNKNOWN: Refused = { status: 422, code: 'validation.unknown' }

const draft = {
  reasons: [],
  words: '',
  competitor: null,
  offers: [],
  promises: [],
  note: '<script>alert(1)</script>',
  outcome: null,
  callbackAt: null,
  promisedAt: null,
  revision: 1,
}
const held = ({ workItemId, fence }: { workItemId: string; fence: string }) => ({ workItemId, fence })
const outcome = (t: Target, change: object = {}) => ({
  ...outcomeOf(t.ben, new Date('2026-11-24T07:00:00Z')),
  ...change,
})

describe('B · what belongs to another agent', () => {
  const cases: Case[] = [
    ['her card is not shown', (t) => ({ by: t.ann, method: 'GET', path: `/cards/${t.ben.workItemId}` }), NOT_YOURS],
    [
      'a card that is nobody’s is answered alike',
      (t) => ({ by: t.ann, method: 'GET', path: `/cards/${randomUUID()}` }),
      NOT_YOURS,
    ],
    [
      'her draft is not overwritten',
      (t) => ({ by: t.ann, method: 'PUT', path: `/cards/${t.ben.workItemId}/draft`, body: { fence: '1', draft } }),
      NOT_YOURS,
    ],
    [
      'her customer is not skipped',
      (t) => ({ by: t.ann, path: '/queue/skip', body: { ...held(t.ben), reason: 'other', note: '' } }),
      NOT_YOURS,
    ],
    [
      'her countdown is not held',
      (t) => ({
        by: t.ann,
        method: 'PUT',
        path: `/cards/${t.ben.workItemId}/countdown-held`,
        body: { fence: t.ben.fence },
      }),
      NOT_YOURS,
    ],
    [
      'her customer is not dialled',
      (t) => ({ by: t.ann, path: '/calls', body: { id: randomUUID(), ...held(t.ben) } }),
      NOT_YOURS,
    ],
    ['her outcome is not written', (t) => ({ by: t.ann, path: '/outcomes', body: outcome(t) }), NOT_YOURS],
    [
      'her customer is not stopped',
      (t) => ({ by: t.ann, path: '/stops', body: { ...held(t.ben), code: 'S.CALL' } }),
      NOT_YOURS,
    ],
    [
      'her customer’s history is not shown',
      (t) => ({ by: t.ann, method: 'GET', path: `/customers/${t.ben.customerId}/timeline` }),
      NOT_FOUND,
    ],
    ['her call is not hung up', (t) => ({ by: t.ann, path: `/calls/${t.ben.callId}/hang-up` }), NOT_FOUND],
    [
      'her call is not logged',
      (t) => ({ by: t.ann, path: `/calls/${t.ben.callId}/log`, body: { result: 'answered' } }),
      NOT_FOUND,
    ],
    [
      'her line is not muted',
      (t) => ({ by: t.ann, method: 'PUT', path: `/calls/${t.ben.callId}/mute`, body: { on: true } }),
      NOT_FOUND,
    ],
    [
      'her line is not held',
      (t) => ({ by: t.ann, method: 'PUT', path: `/calls/${t.ben.callId}/hold`, body: { on: true } }),
      NOT_FOUND,
    ],
  ]
  it.each(cases)('%s', async (_, attack, refused) => {
    await target.refuses(attack(target), refused)
  })
})

describe('B · what belongs to another role or team', () => {
  const cases: Case[] = [
    [
      'an agent finds no customers',
      (t) => ({ by: t.ann, path: '/customers/search', body: { text: 'customer' } }),
      FORBIDDEN,
    ],
    [
      'an agent opens no customer’s page, not even her own one’s',
      (t) => ({ by: t.ann, method: 'GET', path: `/customers/${t.ann.customerId}` }),
      FORBIDDEN,
    ],
    ['an agent sees no staff', (t) => ({ by: t.ann, method: 'GET', path: '/staff' }), FORBIDDEN],
    [
      'an agent imports nothing',
      (t) => ({
        by: t.ann,
        path: '/imports?kind=customers&fileName=f.csv&mapping=&bytes=1',
        raw: 'x',
        headers: { 'content-type': 'application/octet-stream' },
      }),
      FORBIDDEN,
    ],
    [
      'an agent settles no promise',
      (t) => ({ by: t.ann, path: `/promises/${randomUUID()}/settle`, body: { status: 'kept' } }),
      FORBIDDEN,
    ],
    [
      'a supervisor makes nobody an administrator',
      (t) => ({
        by: t.supervisor,
        method: 'PUT',
        path: `/staff/${t.supervisor.userId}`,
        body: { name: 'Me', role: 'admin', languages: ['en'], skills: [], active: true },
      }),
      FORBIDDEN,
    ],
    [
      'a supervisor does not call',
      (t) => ({ by: t.supervisor, path: '/calls', body: { id: randomUUID(), ...held(t.ben) } }),
      FORBIDDEN,
    ],
    [
      'an administrator opens no customer’s page',
      (t) => ({ by: t.admin, method: 'GET', path: `/customers/${t.ben.customerId}` }),
      FORBIDDEN,
    ],
    [
      'an auditor opens no card',
      (t) => ({ by: t.auditor, method: 'GET', path: `/cards/${t.ben.workItemId}` }),
      FORBIDDEN,
    ],
    [
      'a supervisor of another team sees no card of this one',
      (t) => ({ by: t.stranger, method: 'GET', path: `/cards/${t.ben.workItemId}` }),
      NOT_YOURS,
    ],
    [
      'nobody at all is asked to sign in',
      (t) => ({ by: null, method: 'GET', path: `/customers/${t.ben.customerId}` }),
      { status: 401, code: 'auth.required' },
    ],
  ]
  it.each(cases)('%s', async (_, attack, refused) => {
    await target.refuses(attack(target), refused)
  })

  it('her own supervisor sees it: the rule forbids no more than it says', async () => {
    const answer = await target.send({ by: target.supervisor, method: 'GET', path: `/cards/${target.ben.workItemId}` })
    expect(answer.status).toBe(200)
  })
})

describe('B · fields that are not the sender’s to set', () => {
  const cases: Case[] = [
    [
      'who saved an outcome',
      (t) => ({ by: t.ben, path: '/outcomes', body: outcome(t, { agentId: t.ann.userId }) }),
      UNKNOWN,
    ],
    [
      'what a win is worth',
      (t) => ({ by: t.ben, path: '/outcomes', body: outcome(t, { valueMinor: '1000000000' }) }),
      UNKNOWN,
    ],
    ['who set the outcome', (t) => ({ by: t.ben, path: '/outcomes', body: outcome(t, { setBy: 'auto' }) }), UNKNOWN],
    [
      'the prototype of an outcome',
      (t) => ({
        by: t.ben,
        path: '/outcomes',
        raw: JSON.stringify(outcome(t)).replace('{', '{"__proto__":{"role":"admin"},'),
      }),
      UNKNOWN,
    ],
    [
      'which customer a stop is for',
      (t) => ({ by: t.ben, path: '/stops', body: { ...held(t.ben), code: 'S.CALL', customerId: t.ann.customerId } }),
      UNKNOWN,
    ],
    [
      'which number is dialled',
      (t) => ({ by: t.ben, path: '/calls', body: { id: randomUUID(), ...held(t.ben), to: '+989001234567' } }),
      UNKNOWN,
    ],
    [
      'when a call began',
      (t) => ({
        by: t.ben,
        path: `/calls/${t.ben.callId}/log`,
        body: { result: 'ended', answeredAt: '2026-01-01T00:00:00Z' },
      }),
      UNKNOWN,
    ],
    [
      'whose presence it is',
      (t) => ({ by: t.ben, method: 'PUT', path: '/presence', body: { state: 'break', userId: t.ann.userId } }),
      UNKNOWN,
    ],
    [
      'whose draft it is',
      (t) => ({
        by: t.ben,
        method: 'PUT',
        path: `/cards/${t.ben.workItemId}/draft`,
        body: { fence: '1', draft: { ...draft, agentId: t.ann.userId } },
      }),
      UNKNOWN,
    ],
    [
      'which team a member is of',
      (t) => ({
        by: t.admin,
        method: 'PUT',
        path: `/staff/${t.ann.userId}`,
        body: { name: 'A', role: 'agent', languages: ['en'], skills: [], active: true, teamId: randomUUID() },
      }),
      UNKNOWN,
    ],
  ]
  it.each(cases)('%s', async (_, attack, refused) => {
    await target.refuses(attack(target), refused)
  })
})
