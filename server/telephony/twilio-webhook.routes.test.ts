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

type Wanted = { query?: string; form?: Record<string, string>; signature?: string | null; body?: string; type?: string }

const send = async (form: Record<string, string>, wanted: Wanted = {}) => {
  const path = `/webhooks/twilio/calls?${wanted.query ?? `intent=${id}`}`
  const params = { AccountSid: line.account.accountSid, CallStatus: 'ringing', SequenceNumber: '1', ...form }
  const url = `${line.publicBaseUrl}${path}`
  const signature = wanted.signature ?? twilio.getExpectedTwilioSignature(line.account.authToken, url, params)
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': wanted.type ?? 'application/x-www-form-urlencoded',
      ...(wanted.signature === null ? {} : { 'x-twilio-signature': signature }),
    },
    body: wanted.body ?? new URLSearchParams(params).toString(),
  })
  const text = await answer.text()
  return { status: answer.status, code: text ? (JSON.parse(text).problem?.code as string) : null }
}
const call = () => line.db.call.findUniqueOrThrow({ where: { id } })
const presence = async () => (await line.staff.presence.read(line.db, agent)).state

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

  it.each<[string, () => Promise<{ status: number; code: string | null }>, number, string]>([
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
    ['of too many parts', () => send({ CallSid: SID() }, { body: '&a=1'.repeat(300) }), 413, 'too-large'],
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
  ])('is refused clearly and changes nothing: %s', async (_name, sent, status, code) => {
    expect(await sent()).toEqual({ status, code })
    expect(await call()).toMatchObject({ sid: null, state: 'intended' })
    expect(await line.db.webhookInbox.count({ where: { intentId: id } })).toBe(0)
  })

  it('of a second leg to one dial is refused', async () => {
    await send({ CallSid: SID() })
    expect(await send({ CallSid: SID(), CallStatus: 'in-progress', SequenceNumber: '2' })).toMatchObject({
      status: 404,
    })
    expect((await call()).state).toBe('ringing')
  })
})
