import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import type { Persona } from '../people/persona.ts'
import { ACCOUNT, CUSTOMER, createRig, TOKEN } from '../rig.ts'

const rig = createRig()
const { connect, control, truth, endOf, ring, seatAgent } = rig

describe('a call through the stock client', () => {
  it('goes through every state and tells each with a signature the client accepts', async () => {
    await seatAgent()
    rig.hooks().received.length = 0
    const call = await ring()
    expect(call).toMatchObject({ status: 'queued', to: CUSTOMER, direction: 'outbound-api', queueTime: '0' })
    await rig.step(60_000)
    const told = rig.received('/status')
    expect(told.map((one) => one.params.CallStatus)).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
    expect(told.map((one) => one.params.SequenceNumber)).toEqual(['0', '1', '2', '3'])
    for (const one of told) {
      expect(twilio.validateRequest(TOKEN, one.signature, one.url, one.params)).toBe(true)
      expect(one.params).toMatchObject({
        CallSid: call.sid,
        CallbackSource: 'call-progress-events',
        AccountSid: ACCOUNT,
      })
      expect(one.params.Timestamp).toMatch(/^Mon, 05 Jan 2026 09:00:\d\d \+0000$/)
    }
    expect(told[3]?.params).toMatchObject({ CallDuration: '30', SipResponseCode: '200' })
    expect(await connect().calls(call.sid).fetch()).toMatchObject({ status: 'completed', duration: '30' })
    expect(endOf(call.sid)).toMatchObject({ intent: 'i1', by: 'callee' })
  })

  it('bridges the customer and the agent within the answer, and ends the bridge with the call', async () => {
    const agent = await seatAgent()
    const call = await ring()
    await rig.step(60_000)
    const answered = truth('answer').find((line) => line.sid === call.sid)
    const bridged = truth('bridge')
    expect(bridged).toHaveLength(1)
    expect([bridged[0]?.sid, bridged[0]?.other].sort()).toEqual([agent, call.sid].sort())
    expect(Date.parse(bridged[0]?.at ?? '') - Date.parse(answered?.at ?? '')).toBeLessThan(1_000)
    expect(truth('unbridge')).toHaveLength(1)
    const room = rig.received('/room').map((one) => one.params.StatusCallbackEvent)
    expect(room).toEqual(['participant-join', 'participant-join', 'conference-start', 'participant-leave'])
  })

  it.each([
    [{ kind: 'no-answer' }, 'no-answer', '487'],
    [{ kind: 'busy' }, 'busy', '486'],
    [{ kind: 'invalid' }, 'failed', '404'],
    [{ kind: 'voicemail' }, 'completed', '200'],
    [{ kind: 'wrong-number' }, 'completed', '200'],
    [{ saysStop: true }, 'completed', '200'],
  ] as [Partial<Persona>, string, string][])('ends for %o as %s', async (persona, status, sip) => {
    await seatAgent()
    await control('personas', { [CUSTOMER]: persona })
    const call = await ring()
    await rig.step(120_000)
    expect(await connect().calls(call.sid).fetch()).toMatchObject({ status })
    expect(rig.received('/status').at(-1)?.params).toMatchObject({ CallStatus: status, SipResponseCode: sip })
    if (status === 'no-answer') {
      const rang = truth('ring').find((line) => line.sid === call.sid)
      expect(Date.parse(endOf(call.sid)?.at ?? '') - Date.parse(rang?.at ?? '')).toBe(20_000)
    }
    if (persona.saysStop) expect(truth('said').map((line) => line.says)).toContain('stop')
  })

  it('is hung up by the person who hears nobody for two seconds', async () => {
    const call = await ring()
    await rig.step(30_000)
    const answered = truth('answer').find((line) => line.sid === call.sid)
    expect(Date.parse(endOf(call.sid)?.at ?? '') - Date.parse(answered?.at ?? '')).toBe(2_000)
    expect(endOf(call.sid)).toMatchObject({ by: 'callee' })
  })

  it('is cancelled before it is answered, ended after, and is in no state for either once over', async () => {
    const cancelled = await ring()
    await rig.step(2_000)
    expect(await connect().calls(cancelled.sid).update({ status: 'canceled' })).toMatchObject({ status: 'canceled' })
    await seatAgent()
    const ended = await ring()
    await rig.step(10_000)
    await expect(connect().calls(ended.sid).update({ status: 'canceled' })).rejects.toMatchObject({ code: 21220 })
    expect(await connect().calls(ended.sid).update({ status: 'completed' })).toMatchObject({ status: 'completed' })
    await expect(connect().calls(ended.sid).update({ status: 'completed' })).rejects.toMatchObject({ code: 21220 })
  })

  it('is found again by number, status and start, page by page', async () => {
    await ring()
    await rig.step(30_000)
    const since = new Date(rig.carrier().clock.now())
    const later = await ring()
    const found = await connect().calls.list({ to: CUSTOMER, startTimeAfter: since })
    expect(found.map((one) => one.sid)).toEqual([later.sid])
    expect(await connect().calls.list({ to: CUSTOMER, status: 'queued' })).toHaveLength(1)
    expect(await connect().calls.list({ to: CUSTOMER, pageSize: 1 })).toHaveLength(2)
    expect(await connect().calls.list({ to: '+998900000000' })).toEqual([])
  })
})
