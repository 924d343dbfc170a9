import { describe, expect, it } from 'vitest'
import { ACCOUNT, CUSTOMER, createRig, FROM, SEAT, TOKEN } from '../rig.ts'

const rig = createRig()
const { connect, control, truth, ring, seatAgent } = rig

/** A customer in a long conversation with the agent. */
async function converse(): Promise<string> {
  await control('personas', { '*': { talkSeconds: 600 } })
  await seatAgent()
  const call = await ring()
  await rig.step(10_000)
  return call.sid
}
const start = (sid: string) =>
  connect()
    .calls(sid)
    .recordings.create({
      recordingChannels: 'dual',
      recordingStatusCallback: `${rig.hooks().url}/recorded`,
      recordingStatusCallbackEvent: ['in-progress', 'completed', 'absent'],
    })
const current = (sid: string) => connect().calls(sid).recordings('Twilio.CURRENT')
const end = (sid: string) => connect().calls(sid).update({ status: 'completed' })

/** Its samples, without the header. */
async function listen(sid: string, suffix = '.wav', token = TOKEN): Promise<{ status: number; samples: Buffer }> {
  const reply = await fetch(`${rig.carrier().url}/2010-04-01/Accounts/${ACCOUNT}/Recordings/${sid}${suffix}`, {
    headers: { authorization: `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString('base64')}` },
  })
  const file = Buffer.from(await reply.arrayBuffer())
  if (reply.status === 200) {
    expect(reply.headers.get('content-type')).toBe('audio/x-wav')
    expect(file.subarray(0, 16).toString('latin1')).toMatch(/^RIFF....WAVEfmt $/s)
    expect(file.readUInt32LE(4)).toBe(file.length - 8)
    expect(file.readUInt32LE(40)).toBe(file.length - 44)
  }
  return { status: reply.status, samples: file.subarray(44) }
}
const isSilent = (samples: Buffer): boolean => samples.every((sample) => sample === 128)
/** Two channels of 8,000 bytes a second. */
const seconds = (samples: Buffer, from: number, to: number): Buffer => samples.subarray(from * 16_000, to * 16_000)

describe('a recording', () => {
  it('takes nothing while it is paused: neither time nor sound', async () => {
    const sid = await converse()
    const { sid: recording } = await start(sid)
    await rig.step(10_000)
    expect(await current(sid).update({ status: 'paused', pauseBehavior: 'skip' })).toMatchObject({ status: 'paused' })
    await rig.step(30_000)
    expect(await current(sid).update({ status: 'in-progress' })).toMatchObject({ status: 'in-progress' })
    await rig.step(5_000)
    await current(sid).update({ status: 'paused' })
    await rig.step(4_000)
    await current(sid).update({ status: 'in-progress' })
    await rig.step(1_000)
    expect(await current(sid).update({ status: 'stopped' })).toMatchObject({ status: 'stopped' })
    await rig.step(2_000)
    expect(truth().filter(({ event }) => event.startsWith('record-'))).toMatchObject([
      { event: 'record-start', sid, recording, seconds: 0 },
      { event: 'record-pause', seconds: 10 },
      { event: 'record-resume', seconds: 10 },
      { event: 'record-pause', seconds: 15 },
      { event: 'record-resume', seconds: 19 },
      { event: 'record-stop', sid, recording, seconds: 20 },
    ])
    const { samples } = await listen(recording)
    expect(samples.length).toBe(20 * 16_000)
    expect(isSilent(seconds(samples, 15, 19))).toBe(true)
    for (const [from, to] of [
      [0, 10],
      [10, 15],
      [19, 20],
    ] as const)
      expect(isSilent(seconds(samples, from, to))).toBe(false)
  })

  it('is told of when it begins and when it is there, and ends with its call', async () => {
    const sid = await converse()
    const { sid: recording } = await start(sid)
    await rig.step(7_000)
    expect((await listen(recording)).status).toBe(404)
    await end(sid)
    await rig.step(0)
    expect(await connect().recordings(recording).fetch()).toMatchObject({ status: 'processing', duration: '7' })
    await rig.step(1_000)
    expect(rig.received('/recorded').map(({ params }) => params)).toMatchObject([
      { RecordingStatus: 'in-progress', RecordingSid: recording, CallSid: sid, RecordingChannels: '2' },
      { RecordingStatus: 'completed', RecordingDuration: '7', RecordingSource: 'StartCallRecordingAPI' },
    ])
    expect(rig.received('/recorded').some(({ params }) => 'From' in params || 'CallStatus' in params)).toBe(false)
    expect(rig.received('/recorded')[0]?.params.RecordingUrl).toContain(rig.carrier().url)
    expect(await connect().calls(sid).recordings.list()).toMatchObject([{ sid: recording, status: 'completed' }])
    await expect(current(sid).fetch()).rejects.toMatchObject({ status: 404 })
    await expect(connect().calls(sid).recordings(recording).update({ status: 'paused' })).rejects.toMatchObject({
      code: 21220,
    })
    await expect(start(sid)).rejects.toMatchObject({ code: 21220 })
  })

  it('is heard by nobody without the token, nor by anybody once deleted, though its facts stay', async () => {
    const sid = await converse()
    const { sid: recording } = await start(sid)
    await expect(connect().recordings(recording).remove()).rejects.toMatchObject({ code: 21220 })
    await rig.step(3_000)
    await current(sid).update({ status: 'stopped' })
    await rig.step(1_000)
    expect((await listen(recording, '.wav', 'another')).status).toBe(401)
    expect((await listen(recording, '')).status).toBe(200)
    expect(await connect().recordings(recording).remove()).toBe(true)
    expect((await listen(recording)).status).toBe(404)
    await expect(connect().recordings(recording).fetch()).rejects.toMatchObject({ status: 404 })
    expect(await connect().recordings.list({ callSid: sid })).toEqual([])
    expect(await connect().recordings.list({ includeSoftDeleted: true })).toMatchObject([{ status: 'deleted' }])
    expect(truth('record-delete')).toMatchObject([{ sid, recording }])
  })

  it('in which nothing was taken is absent', async () => {
    const sid = await converse()
    const { sid: recording } = await start(sid)
    await current(sid).update({ status: 'paused', pauseBehavior: 'skip' })
    await rig.step(5_000)
    await end(sid)
    await rig.step(1_000)
    expect(rig.received('/recorded').at(-1)?.params).toMatchObject({
      RecordingStatus: 'absent',
      RecordingDuration: '0',
    })
    expect((await listen(recording)).status).toBe(404)
  })

  it('is asked for with the call, for the conference, or by the caller who leaves a message', async () => {
    await converse()
    const call = await ring({
      to: '+998901234568',
      record: true,
      recordingStatusCallback: `${rig.hooks().url}/whole`,
      twiml: SEAT.replace('<Conference>', '<Conference record="record-from-start">').replace('agent-7', 'agent-8'),
    })
    await connect().conferences('agent-8').participants.create({ to: CUSTOMER, from: FROM })
    await rig.step(20_000)
    const [room] = await connect().conferences.list({ friendlyName: 'agent-8' })
    await end(call.sid)
    await rig.step(2_000)
    expect(rig.received('/whole')).toHaveLength(1)
    expect(
      await connect()
        .conferences(room?.sid ?? '')
        .recordings.list(),
    ).toMatchObject([{ source: 'Conference', conferenceSid: room?.sid }])
    expect(await connect().calls(call.sid).recordings.list()).toMatchObject([{ source: 'OutboundAPI' }])
  })

  it('of a message ends with a key or the call, and the action is told of either', async () => {
    rig.answerHooks(({ path }) =>
      path === '/in'
        ? { status: 200, body: '<Response><Record action="/left" finishOnKey="#"/></Response>' }
        : { status: 204 },
    )
    await control('numbers', { [FROM]: { voiceUrl: `${rig.hooks().url}/in` } })
    const callIn = async (): Promise<string> => {
      const reply = await control('inbound', { from: CUSTOMER, to: FROM })
      await rig.step(4_000)
      return ((await reply.json()) as { callSid: string }).callSid
    }
    await control('digits', { callSid: await callIn(), digits: '1#' })
    await rig.step(2_000)
    await end(await callIn())
    await rig.step(2_000)
    expect(rig.received('/left').map(({ params }) => [params.Digits, params.RecordingDuration])).toEqual([
      ['#', '4'],
      ['hangup', '4'],
    ])
    expect(await connect().recordings.list()).toMatchObject([{ status: 'completed' }, { status: 'completed' }])
  })
})
