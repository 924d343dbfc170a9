import twilio from 'twilio'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallId, UserId } from '#contract/ids'
import { createLine, type HeldCustomer, type Line } from '../../test/harness/line.ts'
import { insertDial, moveIntent } from './telephony.store.ts'

let line: Line
let agent: UserId
let her: HeldCustomer
let id: CallId

const SID = () => `CA${Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('')}`

beforeAll(async () => {
  line = await createLine()
  line.database.plants('attempt.of-its-intent', 'its dials are made by hand, without their attempts')
})
afterAll(() => line.close())

/** A dial that the carrier was asked for and has not answered. */
beforeEach(async () => {
  agent = await line.addAgent()
  her = await line.giveCustomer(agent)
  id = line.newCallId()
  await line.database.tx(async (tx) => {
    await insertDial(tx, { ...her, id, mode: 'carrier', at: line.clock.now(), permit: {} })
    await moveIntent(tx, id, ['created'], { state: 'sent', sentAt: line.clock.now() })
    await line.staff.presence.move(tx, agent, ['preview'], 'calling', line.clock.now())
  })
})

type Wanted = {
  query?: string
  path?: string
  method?: string
  signature?: string | null
  body?: string
  type?: string
  headers?: Record<string, string>
}
type Form = Record<string, string | string[]>
/** A machine with other things to do included. */
const SOON_MS = 5_000

const complete = (form: Form): Form => ({
  AccountSid: line.account.accountSid,
  CallStatus: 'ringing',
  SequenceNumber: '1',
  CallerName: 'marker',
  ...form,
})
const signed = (form: Form, query: string, token = line.account.authToken): string =>
  twilio.getExpectedTwilioSignature(token, `${line.publicBaseUrl}/webhooks/twilio/calls?${query}`, complete(form))
const encode = (form: Form): string =>
  new URLSearchParams(
    Object.entries(form).flatMap(([key, value]) => [value].flat().map((one) => [key, one])),
  ).toString()

const send = async (form: Form, wanted: Wanted = {}) => {
  const query = wanted.query ?? `intent=${id}`
  const signature = wanted.signature ?? signed(form, query)
  const method = wanted.method ?? 'POST'
  const answer = await fetch(`${line.publicBaseUrl}${wanted.path ?? '/webhooks/twilio/calls'}?${query}`, {
    method,
    headers: {
      'content-type': wanted.type ?? 'application/x-www-form-urlencoded',
      ...(wanted.signature === null ? {} : { 'x-twilio-signature': signature }),
      ...wanted.headers,
    },
    ...(method === 'GET' ? {} : { body: wanted.body ?? encode(complete(form)) }),
  })
  const text = await answer.text()
  return { status: answer.status, code: text ? (JSON.parse(text).problem?.code as string) : null, text }
}
type Sent = Awaited<ReturnType<typeof send>>
const call = () => line.db.call.findUniqueOrThrow({ where: { id } })
const presence = async () => (await line.staff.presence.read(line.db, agent)).state

const sendTwice = (name: string, value: string) => send({ CallSid: SID(), [name]: [value, value] })
const refusals = () => line.db.auditLine.findMany({ where: { action: 'webhook.refused' }, orderBy: { id: 'asc' } })

describe('a webhook', () => {
  it('binds its leg to the dial that the carrier has not answered yet', async () => {
    const sid = SID()
    expect((await send({ CallSid: sid })).status).toBe(204)
    expect(await call()).toMatchObject({ sid, state: 'ringing' })
    expect((await line.db.dialIntent.findUnique({ where: { id } }))?.state).toBe('bound')
  })

  it('ends in one state, whatever the order, each told twice', async () => {
    const sid = SID()
    const told: Record<string, string>[] = [
      { CallStatus: 'completed', SequenceNumber: '3', CallDuration: '7' },
      { CallStatus: 'in-progress', SequenceNumber: '2' },
      { CallStatus: 'initiated', SequenceNumber: '0' },
      { CallStatus: 'ringing', SequenceNumber: '1' },
    ]
    const answers = await Promise.all([...told, ...told].map((one) => send({ CallSid: sid, ...one })))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(204))
    expect(await call()).toMatchObject({ state: 'ended', endedAs: 'completed' })
    expect(await line.db.webhookInbox.count({ where: { intentId: id } })).toBe(4)
    expect(await presence()).toBe('wrapUp')
    expect((await line.db.dialIntent.findUnique({ where: { id } }))?.state).toBe('done')
  })

  it('keeps no number and no name', async () => {
    await send({ CallSid: SID(), To: her.e164, Called: her.e164, CallerName: 'Anna' })
    const kept = await line.db.webhookInbox.findMany({ where: { intentId: id } })
    expect(JSON.stringify(kept, (_key, value) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(
      /\+998|Anna/,
    )
  })

  it.each<[string, () => Promise<Sent>, number, string]>([
    ['unsigned', () => send({ CallSid: SID() }, { signature: null }), 400, 'webhook.unsigned'],
    ['signed by somebody else', () => send({ CallSid: SID() }, { signature: 'bm8=' }), 403, 'webhook.signature'],
    ['with an empty signature', () => send({ CallSid: SID() }, { signature: '' }), 400, 'webhook.unsigned'],
    [
      'of a foreign account',
      () => send({ CallSid: SID(), AccountSid: `AC${'0'.repeat(32)}` }),
      403,
      'webhook.foreign-account',
    ],
    [
      'of an unknown call',
      () => send({ CallSid: SID() }, { query: `intent=${crypto.randomUUID()}` }),
      404,
      'webhook.unknown-call',
    ],
    ['of no call', () => send({ CallSid: SID() }, { query: 'a=1' }), 404, 'webhook.unknown-call'],
    [
      'of two calls',
      () => send({ CallSid: SID() }, { query: `intent=${id}&intent=${id}` }),
      404,
      'webhook.unknown-call',
    ],
    [
      'of a query that is no id',
      () => send({ CallSid: SID() }, { query: `intent=${id}'--` }),
      404,
      'webhook.unknown-call',
    ],
    [
      'of a seat that nobody has',
      () => send({ CallSid: SID() }, { query: `seat=${agent}` }),
      404,
      'webhook.unknown-call',
    ],
    ['with no leg', () => send({}), 400, 'webhook.malformed'],
    ['with a strange leg', () => send({ CallSid: 'CAxyz' }), 400, 'webhook.malformed'],
    ['with a strange status', () => send({ CallSid: SID(), CallStatus: 'constructor' }), 400, 'webhook.malformed'],
    ['with a strange sequence', () => send({ CallSid: SID(), SequenceNumber: '1e99' }), 400, 'webhook.malformed'],
    ['too long', () => send({ CallSid: SID() }, { body: `a=${'x'.repeat(70_000)}` }), 413, 'too-large'],
    [
      'of ten million letters',
      () => send({ CallSid: SID() }, { body: `a=${'x'.repeat(10_000_000)}` }),
      413,
      'too-large',
    ],
    ['of too many parts', () => send({ CallSid: SID() }, { body: '&a=1'.repeat(300) }), 413, 'too-large'],
    ['of ten thousand parts', () => send({ CallSid: SID() }, { body: '&a=1'.repeat(10_000) }), 413, 'too-large'],
    ['with a leg named twice', () => sendTwice('CallSid', SID()), 400, 'webhook.malformed'],
    ['with its account named twice', () => sendTwice('AccountSid', line.account.accountSid), 400, 'webhook.malformed'],
    ['with two statuses', () => sendTwice('CallStatus', 'completed'), 400, 'webhook.malformed'],
    ['with a NUL in what is kept', () => send({ CallSid: SID(), StirStatus: 'a\0b' }), 400, 'webhook.malformed'],
    [
      'with a time in strange letters',
      () => send({ CallSid: SID(), Timestamp: '\u202e2026' }),
      400,
      'webhook.malformed',
    ],
    ['with an endless conversation', () => send({ CallSid: SID(), CallDuration: '9e15' }), 400, 'webhook.malformed'],
    [
      'signed for another call of ours',
      () => send({ CallSid: SID() }, { signature: signed({ CallSid: SID() }, `intent=${crypto.randomUUID()}`) }),
      403,
      'webhook.signature',
    ],
    [
      'signed with another account’s token',
      () => send({ CallSid: SID() }, { signature: signed({}, `intent=${id}`, 'f'.repeat(32)) }),
      403,
      'webhook.signature',
    ],
    ['with two signatures', () => send({ CallSid: SID() }, { signature: 'bm8=, bm8=' }), 403, 'webhook.signature'],
    [
      'to an address that is none',
      () => send({ CallSid: SID() }, { path: '/webhooks/twilio/<b>marker</b>' }),
      404,
      'not-found',
    ],
    ['by GET', () => send({ CallSid: SID() }, { method: 'GET' }), 404, 'not-found'],
    ['as plain text', () => send({ CallSid: SID() }, { type: 'text/plain' }), 415, 'webhook.malformed'],
    [
      'as JSON',
      () => send({ CallSid: SID() }, { body: '{"a":1}', type: 'application/json' }),
      415,
      'webhook.malformed',
    ],
    [
      'with its separators shifted',
      async () => {
        const sid = SID()
        const url = `${line.publicBaseUrl}/webhooks/twilio/calls?intent=${id}`
        const params = { AccountSid: line.account.accountSid, CallSid: sid, CallStatus: 'ringing', SequenceNumber: '1' }
        const signature = twilio.getExpectedTwilioSignature(line.account.authToken, url, params)
        const body = new URLSearchParams({
          AccountSid: `${line.account.accountSid}CallSid${sid}`,
          CallStatus: 'ringing',
          SequenceNumber: '1',
        })
        return send({}, { signature, body: body.toString() })
      },
      400,
      'webhook.malformed',
    ],
  ])(
    'is refused clearly and soon, changes nothing, echoes nothing and has one line: %s',
    async (_name, sent, status, code) => {
      const before = await refusals()
      const from = performance.now()
      const answer = await sent()
      expect(performance.now() - from).toBeLessThan(SOON_MS)
      expect(answer).toMatchObject({ status, code })
      expect(answer.text).not.toMatch(/marker|xxx|CA[0-9a-f]{32}|\+998/)
      expect(await call()).toMatchObject({ sid: null, state: 'intended' })
      expect(await presence()).toBe('calling')
      expect(await line.db.webhookInbox.count({ where: { intentId: id } })).toBe(0)
      const written = (await refusals()).slice(before.length)
      expect(written).toMatchObject([{ actorId: null, detail: { code } }])
      expect(JSON.stringify(written.map(({ subject, detail }) => [subject, detail]))).not.toMatch(
        /marker|xxx|\+998|AC[0-9a-f]{32}/,
      )
    },
  )

  it('sent again changes nothing, and has no line', async () => {
    const before = await refusals()
    const sid = SID()
    for (let times = 0; times < 3; times++)
      expect((await send({ CallSid: sid, CallStatus: 'in-progress', SequenceNumber: '2' })).status).toBe(204)
    const told = await call()
    await send({ CallSid: sid, CallStatus: 'completed', SequenceNumber: '3', CallDuration: '5' })
    expect((await send({ CallSid: sid, CallStatus: 'in-progress', SequenceNumber: '2' })).status).toBe(204)
    expect(await call()).toMatchObject({ state: 'ended', answeredAt: told.answeredAt })
    expect(await line.db.webhookInbox.count({ where: { intentId: id } })).toBe(2)
    expect(await refusals()).toHaveLength(before.length)
  })

  it('is known by what it says, never by the token that nobody signs', async () => {
    const sid = SID()
    const token = { 'i-twilio-idempotency-token': 'one-and-the-same' }
    await send({ CallSid: sid }, { headers: token })
    await send({ CallSid: sid, CallStatus: 'in-progress', SequenceNumber: '2' }, { headers: token })
    expect((await call()).state).toBe('answered')
    await send({ CallSid: sid }, { headers: { 'i-twilio-idempotency-token': 'another' } })
    expect(await line.db.webhookInbox.count({ where: { intentId: id } })).toBe(2)
  })

  it('of a second leg to one dial is refused', async () => {
    await send({ CallSid: SID() })
    expect(await send({ CallSid: SID(), CallStatus: 'in-progress', SequenceNumber: '2' })).toMatchObject({
      status: 404,
    })
    expect((await call()).state).toBe('ringing')
  })
})
