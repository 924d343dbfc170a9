import { describe, expect, it } from 'vitest'
import { createRig, FROM } from '../rig.ts'
import type { Received, Reply } from '../webhook-recorder.ts'

const rig = createRig()
const { connect, control, truth, endOf } = rig
const A = '+998901111111'
const B = '+998902222222'

const twiml = (body: string): Reply => ({ status: 200, body: `<Response>${body}</Response>` })
const serve = (pages: Record<string, (received: Received) => Reply>): void =>
  rig.answerHooks((received) => pages[received.path]?.(received) ?? { status: 204 })
const at = (path: string): string => `${rig.hooks().url}${path}`
const WAIT = () => twiml('<Say>one moment please</Say><Pause length="9"/>')
const ENQUEUE = () => twiml('<Enqueue waitUrl="/wait" action="/left">help</Enqueue>')

/** Somebody rings our number and is soon in the queue; their call SID. */
async function callIn(from: string, more = {}): Promise<string> {
  await control('numbers', { [FROM]: { voiceUrl: at('/in') } })
  const reply = await control('inbound', { from, to: FROM, patienceSeconds: 600, ...more })
  await rig.step(1_000)
  return ((await reply.json()) as { callSid: string }).callSid
}
const results = (): unknown[] => rig.received('/left').map(({ params }) => [params.CallSid, params.QueueResult])
const queueSid = async (): Promise<string> => (await connect().queues.list())[0]?.sid ?? ''

describe('a queue', () => {
  it('keeps callers in order and tells each, again and again, where they stand', async () => {
    serve({ '/in': ENQUEUE, '/wait': WAIT })
    const first = await callIn(A)
    await rig.step(9_000)
    const second = await callIn(B)
    await rig.step(20_000)
    const told = (sid: string) =>
      rig
        .received('/wait')
        .filter(({ params }) => params.CallSid === sid)
        .map(({ params: { QueuePosition, QueueTime, AvgQueueTime, CurrentQueueSize, MaxQueueSize } }) =>
          [QueuePosition, QueueTime, AvgQueueTime, CurrentQueueSize, MaxQueueSize].map(Number),
        )
    expect(told(first)[0]).toEqual([1, 0, 0, 1, 1_000])
    expect(told(first)[1]).toEqual([1, 10, 5, 2, 1_000])
    expect(told(second)[0]).toEqual([2, 0, 5, 2, 1_000])
    const { sid, currentSize, averageWaitTime } = (await connect().queues.list())[0] ?? {}
    expect([currentSize, averageWaitTime]).toEqual([2, 26])
    const members = await connect()
      .queues(sid ?? '')
      .members.list()
    expect(members.map(({ callSid, position, waitTime }) => [callSid, position, waitTime])).toEqual([
      [first, 1, 31],
      [second, 2, 21],
    ])
    expect(truth('enqueue').map((line) => line.position)).toEqual([1, 2])
    await connect().calls(first).update({ status: 'completed' })
    expect(
      await connect()
        .queues(sid ?? '')
        .members('Front')
        .fetch(),
    ).toMatchObject({ callSid: second, position: 1 })
  })

  it('tells the action of one who hangs up, and of one who is moved, whose new instructions are followed', async () => {
    const moved = () => twiml('<Say>hello</Say><Pause length="60"/>')
    serve({ '/in': ENQUEUE, '/wait': WAIT, '/left': () => twiml('<Say>nobody hears this</Say>'), '/moved': moved })
    const [gone, byCall, byMember] = [await callIn(A, { patienceSeconds: 5 }), await callIn(B), await callIn(A)]
    await rig.step(10_000)
    await connect()
      .calls(byCall)
      .update({ twiml: '<Response><Dial><Conference>agent-7</Conference></Dial></Response>' })
    await connect()
      .queues(await queueSid())
      .members(byMember)
      .update({ url: at('/moved') })
    await rig.step(1_000)
    expect(results()).toEqual([
      [gone, 'hangup'],
      [byCall, 'redirected'],
      [byMember, 'redirected'],
    ])
    expect(truth('dequeue').map(({ sid, result }) => [sid, result])).toEqual(results())
    expect(truth('heard').filter(({ what }) => what === 'say:en-US:nobody hears this')).toEqual([])
    expect(truth('heard').filter(({ what }) => what === 'say:en-US:hello')).toMatchObject([{ sid: byMember }])
    expect(truth('join')).toMatchObject([{ sid: byCall, conference: 'agent-7' }])
    expect([endOf(byCall), endOf(byMember)]).toEqual([undefined, undefined])
    expect(await connect().queues.list()).toMatchObject([{ currentSize: 0 }])
  })

  it('is left by a key pressed in the wait document, for a message that is recorded', async () => {
    serve({
      '/in': ENQUEUE,
      '/wait': () =>
        twiml('<Gather numDigits="1" action="/key" timeout="5"><Say>press nine for a message</Say></Gather>'),
      '/key': ({ params }) => twiml(params.Digits === '9' ? '<Leave/>' : '<Redirect>/wait</Redirect>'),
      '/left': () => twiml('<Record/>'),
    })
    const sid = await callIn(A)
    await control('digits', { callSid: sid, digits: '1' })
    await rig.step(3_000)
    await control('digits', { callSid: sid, digits: '9' })
    await rig.step(5_000)
    expect(results()).toEqual([[sid, 'leave']])
    expect(rig.received('/key').map(({ params }) => params.Digits)).toEqual(['1', '9'])
    expect(truth('record-start')).toMatchObject([{ sid }])
  })

  it('is left at the end of the call when the wait document says so', async () => {
    serve({ '/in': ENQUEUE, '/wait': () => twiml('<Say>closed</Say><Hangup/>') })
    const sid = await callIn(A)
    await rig.step(2_000)
    expect(endOf(sid)).toMatchObject({ by: 'twiml' })
    expect(results()).toEqual([[sid, 'hangup']])
  })

  it('is not left by one whose wait document is broken: the action is told of the error', async () => {
    serve({ '/in': ENQUEUE, '/wait': () => twiml('<Dial>+998901234567</Dial>') })
    const sid = await callIn(A)
    await rig.step(1_000)
    expect(results()).toEqual([[sid, 'error']])
    expect(truth('twiml-failed')[0]).toMatchObject({ code: 13238, purpose: 'queue' })
  })

  it('takes no more than it holds', async () => {
    serve({ '/in': ENQUEUE, '/wait': WAIT, '/left': () => twiml('<Say>call again</Say>') })
    await connect().queues.create({ friendlyName: 'help', maxSize: 1 })
    const [first, second] = [await callIn(A), await callIn(B)]
    await rig.step(5_000)
    expect(results()).toEqual([[second, 'queue-full']])
    expect(rig.received('/left')[0]?.params.QueueTime).toBeUndefined()
    expect(truth('heard').at(-1)).toMatchObject({ sid: second, what: 'say:en-US:call again' })
    expect(endOf(first)).toBeUndefined()
  })
})

describe('dialling a queue', () => {
  const dialQueue = (noun = '<Queue url="/whisper">help</Queue>') =>
    connect().calls.create({
      ...{ to: '+998903333333', from: FROM },
      twiml: `<Response><Dial action="${at('/dialled')}">${noun.replace('"/', `"${at('')}/`)}</Dial></Response>`,
    })

  it('connects the first who waits, after what they are told, and tells both actions when it is over', async () => {
    serve({
      '/in': ENQUEUE,
      '/wait': WAIT,
      '/whisper': () => twiml('<Say>you are being connected</Say>'),
      '/left': () => twiml('<Say>how was it</Say>'),
      '/dialled': () => twiml('<Hangup/>'),
    })
    await control('personas', { '+998903333333': { talkSeconds: 20, ringSeconds: 1 } })
    await control('personas', { [A]: { talkSeconds: 600 } })
    const caller = await callIn(A)
    await callIn(B)
    const agent = await dialQueue()
    await rig.step(60_000)
    expect(truth('heard').filter(({ purpose }) => purpose === 'whisper')).toMatchObject([{ sid: caller }])
    expect(truth('bridge').map(({ sid, other }) => [sid, other].sort())).toEqual([[caller, agent.sid].sort()])
    expect(rig.received('/dialled')).toEqual([]) // it was the agent who hung up
    expect(results()).toEqual([[caller, 'bridged']])
    expect(truth('heard').filter(({ what }) => what === 'say:en-US:how was it')).toMatchObject([{ sid: caller }])
  })

  it('waits for somebody to come, up to its timeout, and says when there is no such queue', async () => {
    serve({ '/in': ENQUEUE, '/wait': WAIT, '/dialled': () => twiml('<Hangup/>') })
    await control('personas', { '*': { talkSeconds: 600, ringSeconds: 1, hangsUpAfterSilenceSeconds: 600 } })
    await dialQueue('<Queue>help</Queue>')
    await rig.step(5_000)
    await connect().queues.create({ friendlyName: 'help' })
    await dialQueue('<Queue>help</Queue>')
    await rig.step(40_000)
    await dialQueue('<Queue>help</Queue>')
    await rig.step(5_000)
    const caller = await callIn(A)
    await rig.step(2_000)
    await connect().calls(caller).update({ status: 'completed' })
    await rig.step(1_000)
    expect(rig.received('/dialled').map(({ params }) => params.DequeueResult)).toEqual([
      'queue-not-found',
      'timeout',
      'bridged',
    ])
    expect(rig.received('/dialled')[2]?.params.DequeuedCallSid).toBe(caller)
    expect(results()).toEqual([[caller, 'bridged']])
  })
})
