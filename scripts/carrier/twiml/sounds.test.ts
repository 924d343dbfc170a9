import { describe, expect, it } from 'vitest'
import { writeWav } from '../media/wav.ts'
import { createRig, FROM } from '../rig.ts'
import type { Received, Reply } from '../webhook-recorder.ts'

const rig = createRig()
const { connect, control, truth, endOf, ring, seatAgent } = rig

const twiml = (body: string): Reply => ({ status: 200, body: `<Response>${body}</Response>` })
const wav = (seconds: number): Reply => ({
  status: 200,
  type: 'audio/wav',
  body: writeWav([{ seconds, silent: false }], 1),
})
const serve = (pages: Record<string, (received: Received) => Reply>): void =>
  rig.answerHooks((received) => pages[received.path]?.(received) ?? { status: 204 })
const at = (path: string): string => `${rig.hooks().url}${path}`
const heard = (sid: string): unknown[] =>
  truth('heard')
    .filter((line) => line.sid === sid)
    .map(({ what, purpose }) => (purpose === undefined ? what : `${purpose} ${what}`))

/** A customer in the agent's room, both their legs, and that customer's place in it. */
async function converse(persona = {}) {
  await control('personas', { '*': { talkSeconds: 600, ...persona } })
  const agent = await seatAgent()
  const { sid } = await ring({
    twiml: '<Response><Dial><Conference beep="false">agent-7</Conference></Dial></Response>',
  })
  await rig.step(10_000)
  return { agent, sid, seat: connect().conferences('agent-7').participants(sid) }
}

describe('a sound file', () => {
  it('is fetched once, and lasts as long as its header says, in WAV and in MP3', async () => {
    // 100 frames of MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes each.
    const mp3 = Buffer.alloc(100 * 417)
    for (let nth = 0; nth < 100; nth++) mp3.set([0xff, 0xfb, 0x90, 0x00], nth * 417)
    serve({ '/a.wav': () => wav(7), '/b.mp3': () => ({ status: 200, type: 'audio/mpeg', body: mp3 }) })
    const call = await ring({
      twiml: `<Response><Play loop="2">${at('/a.wav')}</Play><Play>${at('/b.mp3')}</Play></Response>`,
    })
    await rig.step(60_000)
    const times = truth('heard').map((line) => [line.what, Date.parse(line.at)] as const)
    const [first = 0, again = 0, other = 0] = times.map(([, time]) => time)
    expect(times.map(([what]) => what)).toEqual(['play:/a.wav', 'play:/a.wav', 'play:/b.mp3'])
    expect([again - first, other - again]).toEqual([7_000, 7_000])
    const ended = Date.parse(endOf(call.sid)?.at ?? '')
    expect((ended - other) / 1000).toBeCloseTo((100 * 417 * 8) / 128_000, 1)
    expect(rig.received('/a.wav')).toHaveLength(1)
    expect(rig.received('/a.wav')[0]?.signature).not.toBe('')
  })

  it.each([
    [{ status: 404 }, 11200],
    [{ status: 200, type: 'text/html', body: '<p>not here</p>' }, 12300],
  ])('that is not there, or none, is passed over: %o', async (reply, code) => {
    serve({ '/a.wav': () => reply, '/b.wav': () => wav(1) })
    const { sid } = await ring({
      twiml: `<Response><Play>${at('/a.wav')}</Play><Play>${at('/b.wav')}</Play></Response>`,
    })
    await rig.step(20_000)
    expect(truth('play-failed')).toMatchObject([{ sid, code, what: 'play:/a.wav' }])
    expect(heard(sid)).toEqual(['play:/b.wav'])
  })

  it('stands for a document where one is asked for', async () => {
    serve({ '/in': () => wav(2) })
    const { sid } = await ring({ twiml: undefined, url: at('/in') })
    await rig.step(20_000)
    expect(heard(sid)).toEqual(['play:/in'])
    expect(endOf(sid)).toMatchObject({ by: 'twiml' })
  })
})

describe('one participant', () => {
  it('on hold hears their music over and over until taken back, and nobody else does', async () => {
    serve({ '/hold': () => twiml('<Play>/music.wav</Play>'), '/music.wav': () => wav(20) })
    const { agent, sid, seat } = await converse()
    await seat.update({ hold: true, holdUrl: at('/hold') })
    await rig.step(50_000)
    expect(heard(sid)).toEqual(Array(3).fill('hold play:/music.wav'))
    expect(heard(agent)).toEqual([])
    expect(rig.received('/hold')).toHaveLength(3)
    // HoldMethod is GET when nothing is said: the parameters are in the address.
    expect(rig.hooks().received.find(({ path }) => path === '/hold')?.url).toMatch(
      /ConferenceSid=CF.*CallSid|CallSid=CA.*ConferenceSid=CF/,
    )
    await seat.update({ hold: false })
    await rig.step(50_000)
    expect(heard(sid)).toHaveLength(3)
    expect(truth('bridge')).toHaveLength(2)
  })

  it('is told something in the room, which goes on, and the conference is told when it was said', async () => {
    serve({ '/say': () => twiml('<Play>/say.wav</Play>'), '/say.wav': () => wav(4) })
    const { agent, sid, seat } = await converse()
    await seat.update({ announceUrl: at('/say') })
    await rig.step(3_000)
    expect(heard(sid)).toEqual(['announce play:/say.wav'])
    expect(heard(agent)).toEqual([])
    expect(truth('unbridge')).toEqual([])
    expect(truth('leave')).toEqual([])
    expect(rig.received('/say')[0]?.params).toMatchObject({ CallSid: sid, FriendlyName: 'agent-7' })
  })

  it('gets tones for their machine, and no keys of a person are heard', async () => {
    serve({ '/tones': () => twiml('<Play digits="ww12#"/>') })
    const { sid, seat } = await converse()
    await seat.update({ announceUrl: at('/tones') })
    await rig.step(2_000)
    expect(truth('dtmf')).toMatchObject([{ sid, digits: '12#', by: 'network' }])
  })

  it('is told nothing by a document with other verbs in it', async () => {
    serve({ '/say': () => twiml('<Hangup/>') })
    const { sid, seat } = await converse()
    await seat.update({ announceUrl: at('/say') })
    await rig.step(2_000)
    expect(truth('twiml-failed')).toMatchObject([{ sid, code: 13238, purpose: 'announce' }])
    expect(endOf(sid)).toBeUndefined()
  })

  it('waits with music before the room begins, and without it afterwards', async () => {
    serve({ '/wait': () => twiml('<Play>/wait.wav</Play><Pause length="1"/>'), '/wait.wav': () => wav(4) })
    await control('personas', { '*': { talkSeconds: 600 } })
    const { sid } = await ring({
      twiml: `<Response><Dial><Conference waitUrl="${at('/wait')}">agent-7</Conference></Dial></Response>`,
    })
    await rig.step(17_000)
    // The person, who hangs up on two seconds of silence, is still there: nobody keeps them waiting in silence.
    expect(heard(sid).length).toBeGreaterThan(1)
    await seatAgent()
    const before = heard(sid).length
    await rig.step(20_000)
    expect(heard(sid).filter((what) => String(what).startsWith('wait'))).toHaveLength(before - 1)
    expect(truth('bridge')).toHaveLength(1)
  })
})

describe('a whole conference', () => {
  it('is told something, each participant, and of the end of it', async () => {
    serve({ '/say': () => twiml('<Say>closing</Say>') })
    await control('clients', { identity: 'agent_9' })
    await connect()
      .conferences('nine')
      .participants.create({
        ...{ to: 'client:agent_9', from: FROM, beep: 'false' },
        ...{ conferenceStatusCallback: at('/room'), conferenceStatusCallbackEvent: ['announcement'] },
      })
    await control('personas', { '*': { talkSeconds: 600 } })
    const guest = await connect()
      .conferences('nine')
      .participants.create({ to: '+998901234567', from: FROM, beep: 'onExit' })
    await rig.step(10_000)
    const room = connect().conferences(guest.conferenceSid)
    await room.update({ announceUrl: at('/say') })
    await rig.step(2_000)
    expect(rig.received('/room').map(({ params }) => params.StatusCallbackEvent)).toEqual(
      Array(2).fill('announcement-end'),
    )
    await connect().conferences('nine').participants(guest.callSid).remove()
    expect(truth('heard').at(-1)).toMatchObject({ what: 'beep:exit', other: guest.callSid })
    await room.update({ status: 'completed' })
    expect(await room.fetch()).toMatchObject({ status: 'completed', reasonConferenceEnded: 'conference-ended-via-api' })
  })
})

it('lets the first key silence what is being said', async () => {
  serve({
    '/in': () => twiml('<Gather numDigits="2" action="/menu"><Say>one</Say><Say>two and so on</Say></Gather>'),
    '/menu': () => twiml('<Hangup/>'),
  })
  await control('numbers', { [FROM]: { voiceUrl: at('/in') } })
  const reply = await control('inbound', { from: '+998901234567', to: FROM })
  const { callSid } = (await reply.json()) as { callSid: string }
  await rig.step(100)
  await control('digits', { callSid, digits: '1' })
  await rig.step(2_000)
  await control('digits', { callSid, digits: '2' })
  await rig.step(2_000)
  expect(heard(callSid)).toEqual(['say:en-US:one'])
  expect(rig.received('/menu')[0]?.params).toMatchObject({ Digits: '12' })
  expect(truth('dtmf').map(({ digits, heard: listened }) => [digits, listened])).toEqual([
    ['1', true],
    ['2', true],
  ])
})
