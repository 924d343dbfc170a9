import { describe, expect, it } from 'vitest'
import { CUSTOMER, createRig, FROM, SEAT } from '../rig.ts'

const rig = createRig()
const { connect, control, truth, endOf, ring, seatAgent } = rig

describe('instructions', () => {
  it('come from an address, are answered in order, and go to the fallback when they are not TwiML', async () => {
    await seatAgent()
    rig.answerHooks(({ path }) => {
      if (path === '/voice') return { status: 200, body: '<Response><Play speed="2">hello.wav</Play></Response>' }
      if (path === '/fallback') return { status: 200, body: SEAT }
      return { status: 204 }
    })
    await ring({ twiml: undefined, url: `${rig.hooks().url}/voice`, fallbackUrl: `${rig.hooks().url}/fallback` })
    await rig.step(20_000)
    expect(truth('twiml-failed')).toMatchObject([{ code: 12200 }])
    expect(rig.hooks().received.find((one) => one.path === '/fallback')?.params).toMatchObject({
      ErrorCode: '12200',
      ErrorUrl: `${rig.hooks().url}/voice`,
    })
    expect(truth('bridge')).toHaveLength(1)
  })

  it('serve an inbound caller: keys pressed, then a browser that rings on a real ringing tone', async () => {
    rig.answerHooks(({ path, params }) => {
      if (path === '/in')
        return { status: 200, body: '<Response><Gather numDigits="1" action="/menu"/><Hangup/></Response>' }
      if (path === '/menu' && params.Digits === '1')
        return { status: 200, body: '<Response><Dial answerOnBridge="true"><Client>agent_7</Client></Dial></Response>' }
      return { status: 204 }
    })
    await control('clients', { identity: 'agent_7' })
    await control('numbers', { [FROM]: { voiceUrl: `${rig.hooks().url}/in` } })
    const reply = await control('inbound', { from: CUSTOMER, to: FROM })
    const { callSid } = (await reply.json()) as { callSid: string }
    await rig.step(1_000)
    await control('digits', { callSid, digits: '1' })
    await rig.step(90_000)
    expect(truth('bridge')).toHaveLength(1)
    expect(endOf(callSid)).toMatchObject({ status: 'completed', by: 'caller', seconds: expect.any(Number) })
    expect(truth('end')).toHaveLength(2)
  })

  it('has whoever is dialled hear their own document first, and connects them only if they stay', async () => {
    rig.answerHooks(({ path, params }) => {
      const told =
        '<Response><Gather numDigits="1" timeout="3" action="/key"><Say>press one</Say></Gather><Hangup/></Response>'
      if (path === '/screen') return { status: 200, body: told }
      if (path === '/key')
        return { status: 200, body: params.Digits === '1' ? '<Response/>' : '<Response><Hangup/></Response>' }
      return { status: 204 }
    })
    await control('personas', { '*': { ringSeconds: 1, talkSeconds: 600, hangsUpAfterSilenceSeconds: 60 } })
    const dial = async (): Promise<string> => {
      const target = `<Number url="${rig.hooks().url}/screen">+998907777777</Number>`
      await ring({ twiml: `<Response><Dial>${target}</Dial></Response>` })
      await rig.step(5_000)
      return truth('answer').findLast(({ to }) => to === '+998907777777')?.sid ?? ''
    }
    const accepts = await dial()
    expect(truth('bridge')).toEqual([])
    await control('digits', { callSid: accepts, digits: '1' })
    await rig.step(1_000)
    expect(truth('bridge')).toHaveLength(1)
    const ignores = await dial()
    await rig.step(10_000)
    expect(endOf(ignores)).toMatchObject({ by: 'twiml' })
    expect(truth('bridge')).toHaveLength(1)
  })

  it('can be replaced while the call is on', async () => {
    await seatAgent()
    const call = await ring({
      twiml: '<Response><Play>https://example.org/wait.wav</Play><Pause length="60"/></Response>',
    })
    await rig.step(6_000)
    await connect().calls(call.sid).update({ twiml: SEAT })
    await rig.step(1_000)
    expect(truth('bridge')).toHaveLength(1)
  })
})
