import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcomeOf } from '../harness/outcome.ts'
import { type Attack, openTarget, type Refused, type Target } from './attack.ts'

const NOW = new Date('2026-11-24T07:00:00Z')
const DAY_MS = 86_400_000
const inDays = (days: number): string => new Date(NOW.getTime() + days * DAY_MS).toISOString()

let spoken: Target
let preview: Target
beforeAll(async () => {
  spoken = await openTarget({ state: 'spoken' })
  preview = await openTarget({ state: 'preview' })
})
afterAll(async () => {
  await spoken.close()
  await preview.close()
})

const save = (change: object): Attack => ({
  by: spoken.ben,
  path: '/outcomes',
  body: { ...outcomeOf(spoken.ben, NOW), ...change },
})
const offer = (change: object) => ({ code: 'OFR.NONE', answer: 'ACC', until: null, counter: null, ...change })

describe('H · what an outcome may not say', () => {
  const cases: [string, () => Attack, Refused][] = [
    ['a code that is none', () => save({ outcome: 'W.EVERYBODY' }), { status: 422, code: 'outcome.unknown' }],
    [
      'a win promised for a year that nobody checks',
      () => save({ outcome: 'W.COM', promisedAt: inDays(4_000) }),
      { status: 422, code: 'date.future' },
    ],
    [
      'a win promised for yesterday',
      () => save({ outcome: 'W.COM', promisedAt: inDays(-1) }),
      { status: 422, code: 'date.past' },
    ],
    [
      'a win promised for no day',
      () => save({ outcome: 'W.COM', promisedAt: null }),
      { status: 422, code: 'outcome.date-required' },
    ],
    [
      'a callback in the past',
      () => save({ outcome: 'C.CB', callbackAt: inDays(-1) }),
      { status: 422, code: 'date.past' },
    ],
    [
      'a callback without a time',
      () => save({ outcome: 'C.CB', callbackAt: null }),
      { status: 422, code: 'outcome.callback-required' },
    ],
    [
      'a reason that is none',
      () => save({ reasons: [{ code: 'NO.SUCH', source: 'customer_said', severity: 1 }] }),
      { status: 422, code: 'outcome.reason-unknown' },
    ],
    [
      'one reason twice',
      () => save({ reasons: Array(2).fill({ code: 'PRC.HIGH', source: 'customer_said', severity: 1 }) }),
      { status: 422, code: 'outcome.reason-twice' },
    ],
    [
      'an offer that is none',
      () => save({ offers: [offer({ code: 'FREE.MONEY' })] }),
      { status: 422, code: 'outcome.offer-not-allowed' },
    ],
    ['another attempt than the last', () => save({ callId: randomUUID() }), { status: 409, code: 'card.stale' }],
    ['what an older hold knew', () => save({ fence: '0' }), { status: 409, code: 'lease.lost' }],
  ]
  it.each(cases)('%s', async (_, attack, refused) => {
    await spoken.refuses(attack(), refused)
  })

  it('one conversation is one outcome, however often and at once it is saved', async () => {
    const body = outcomeOf(spoken.ann, NOW)
    const won = { ...body, promises: [] }
    const twins = Array.from({ length: 8 }, () => ({ ...won }))
    const others = Array.from({ length: 4 }, () => ({ ...won, id: randomUUID() }))
    const answers = await Promise.all(
      [...twins, ...others].map((one) => spoken.send({ by: spoken.ann, path: '/outcomes', body: one })),
    )
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    expect(await spoken.database.db.disposition.count({ where: { workItemId: spoken.ann.workItemId } })).toBe(1)
  })
})

describe('H · what a desk may not do', () => {
  const held = () => ({ workItemId: preview.ben.workItemId, fence: preview.ben.fence })
  const cases: [string, () => Attack, Refused][] = [
    [
      'stand ready for another customer beside the one it has',
      () => ({ by: preview.ben, method: 'PUT', path: '/presence', body: { state: 'ready' } }),
      { status: 409, code: 'presence.card-open' },
    ],
    [
      'leave with a customer on it',
      () => ({ by: preview.ben, method: 'PUT', path: '/presence', body: { state: 'offline' } }),
      { status: 409, code: 'presence.card-open' },
    ],
    [
      'sign out with a customer on it',
      () => ({ by: preview.ben, method: 'DELETE', path: '/session' }),
      { status: 409, code: 'presence.card-open' },
    ],
    [
      'name a state that is not its to choose',
      () => ({ by: preview.ben, method: 'PUT', path: '/presence', body: { state: 'onCall' } }),
      { status: 422, code: 'validation' },
    ],
    [
      'write up a call that was never made',
      () => ({ by: preview.ben, path: '/outcomes', body: outcomeOf(preview.ben, NOW) }),
      { status: 422, code: 'outcome.attempt-required' },
    ],
    [
      'ask for more time to write up nothing',
      () => ({ by: preview.ben, path: '/calls/wrap-up/more' }),
      { status: 409, code: 'conflict' },
    ],
    [
      'skip for a reason that is none',
      () => ({ by: preview.ben, path: '/queue/skip', body: { ...held(), reason: 'poor', note: '' } }),
      { status: 422, code: 'validation' },
    ],
    [
      'skip what an older hold had',
      () => ({ by: preview.ben, path: '/queue/skip', body: { ...held(), fence: '0', reason: 'other', note: 'x' } }),
      { status: 409, code: 'lease.lost' },
    ],
    [
      'dial from a tab that is out of date',
      () => ({ by: preview.ben, path: '/calls', body: { id: randomUUID(), ...held(), fence: '0' } }),
      { status: 409, code: 'lease.lost' },
    ],
    [
      'stop somebody by a code that is none',
      () => ({ by: preview.ben, path: '/stops', body: { ...held(), code: 'S.NOBODY' } }),
      { status: 422, code: 'validation' },
    ],
  ]
  it.each(cases)('%s', async (_, attack, refused) => {
    await preview.refuses(attack(), refused)
  })

  it('a flood of dials is one call', async () => {
    const { ann, send, database } = preview
    const body = () => ({ id: randomUUID(), workItemId: ann.workItemId, fence: ann.fence })
    const answers = await Promise.all(Array.from({ length: 20 }, () => send({ by: ann, path: '/calls', body: body() })))
    const placed = answers.filter(({ status }) => status === 200)
    expect([placed.length, answers.filter(({ status }) => status === 409).length]).toEqual([1, 19])
    expect(await database.db.dialIntent.count({ where: { phoneId: ann.phoneId } })).toBe(1)
    expect(await database.db.attempt.count({ where: { phoneId: ann.phoneId } })).toBe(1)
  })

  it('nobody signs out in a call', async () => {
    await preview.refuses(
      { by: preview.ann, method: 'DELETE', path: '/session' },
      { status: 409, code: 'presence.card-open' },
    )
  })

  it('a call that is over is not logged as something else', async () => {
    const { ann, send, look, database } = preview
    const { id } = await database.db.call.findFirstOrThrow({ where: { agentId: ann.userId } })
    const log = (result: string) => send({ by: ann, path: `/calls/${id}/log`, body: { result } })
    expect(JSON.parse((await log('no-answer')).text)).toMatchObject({ state: 'ended', endedAs: 'no-answer' })
    const state = await look()
    expect(JSON.parse((await log('answered')).text)).toMatchObject({ state: 'ended', endedAs: 'no-answer' })
    expect(await look()).toBe(state)
  })

  it('whoever asked not to be called is not dialled, by any tab', async () => {
    const { ben, send, refuses } = preview
    const stop = { workItemId: ben.workItemId, fence: ben.fence, code: 'S.CALL' }
    expect((await send({ by: ben, path: '/stops', body: stop })).status).toBe(200)
    for (let tab = 0; tab < 3; tab++)
      await refuses(
        { by: ben, path: '/calls', body: { id: randomUUID(), ...held() } },
        { status: 409, code: 'call.refused' },
      )
  })
})
