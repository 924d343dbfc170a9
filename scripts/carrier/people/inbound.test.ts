import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { callerFor } from '../../world/persona-caller.ts'
import { CUSTOMER, createRig, FROM } from '../rig.ts'
import { type Received, type Reply, recordWebhooks } from '../webhook-recorder.ts'

const rig = createRig()
const { connect, control, truth, endOf, ring, seatAgent } = rig

const twiml = (body: string): Reply => ({ status: 200, body: `<Response>${body}</Response>` })
const serve = (pages: Record<string, (received: Received) => Reply>): void =>
  rig.answerHooks((received) => pages[received.path]?.(received) ?? { status: 204 })
const at = (path: string): string => `${rig.hooks().url}${path}`
const own = (more = {}) => control('numbers', { [FROM]: { voiceUrl: at('/in'), ...more } })
async function callIn(plan = {}): Promise<string> {
  const reply = await control('inbound', { from: CUSTOMER, to: FROM, ...plan })
  return ((await reply.json()) as { callSid: string }).callSid
}
const lived = (sid: string): number => {
  const began = truth('invite').find((line) => line.sid === sid)
  return Math.round((Date.parse(endOf(sid)?.at ?? '') - Date.parse(began?.at ?? '')) / 1000)
}
const MENU = () =>
  twiml('<Gather numDigits="1" action="/key" timeout="4"><Say>press one please</Say></Gather><Redirect>/in</Redirect>')
const QUEUE = () => twiml('<Enqueue>help</Enqueue>')

describe('a caller', () => {
  it('presses keys at given moments and after given prompts', async () => {
    serve({
      '/in': MENU,
      '/key': ({ params }) =>
        twiml(`<Gather numDigits="1" action="/key"><Say>you pressed ${params.Digits}</Say></Gather>`),
    })
    await own()
    const sid = await callIn({
      keys: [
        { digits: '1', afterSeconds: 6 },
        { digits: '2', afterSeconds: 2, afterPrompt: 'you pressed 1' },
        { digits: '3', afterPrompt: 'you pressed 2' },
      ],
    })
    await rig.step(20_000)
    expect(rig.received('/key').map(({ params }) => params.Digits)).toEqual(['1', '2', '3'])
    const pressed = truth('dtmf').map((line) => Date.parse(line.at))
    expect([...new Set(truth('dtmf').map((line) => line.sid))]).toEqual([sid])
    const [prompt = 0] = truth('heard')
      .filter(({ what }) => what === 'say:en-US:you pressed 1')
      .map((line) => Date.parse(line.at))
    expect((pressed[1] ?? 0) - prompt).toBe(2_000)
  })

  it.each([
    [{ patienceSeconds: 7 }, 7],
    [{ patienceSeconds: null, hangsUpAfterSeconds: 30 }, 30],
    [{}, 60],
  ])('who is met by nobody goes in their own time: %o', async (plan, seconds) => {
    serve({ '/in': QUEUE })
    await own()
    const sid = await callIn(plan)
    await rig.step(100_000)
    expect(lived(sid)).toBe(seconds)
    expect(endOf(sid)).toMatchObject({ by: 'caller' })
    expect(truth('dtmf')).toEqual([])
  })

  it('who is met stays beyond their patience, and talks as the persona does', async () => {
    serve({ '/in': QUEUE })
    await own()
    await seatAgent()
    const sid = await callIn({ patienceSeconds: 10, persona: { talkSeconds: 50 } })
    await rig.step(5_000)
    await connect().calls(sid).update({ twiml: '<Response><Dial><Conference>agent-7</Conference></Dial></Response>' })
    await rig.step(100_000)
    expect(lived(sid)).toBe(55)
  })

  it('answers when called back, if they would', async () => {
    serve({ '/in': QUEUE })
    await own()
    await control('personas', { [CUSTOMER]: { kind: 'no-answer' } })
    await callIn({ patienceSeconds: 5, answersCallBack: true })
    await rig.step(10_000)
    await seatAgent()
    await ring()
    await rig.step(10_000)
    expect(truth('bridge')).toHaveLength(1)
  })

  it('is of the world: the same for the same seed and number, and not all alike', () => {
    const all = Array.from({ length: 200 }, (_, nth) => callerFor(7, `+99890${1_000_000 + nth}`))
    expect(all).toEqual(Array.from({ length: 200 }, (_, nth) => callerFor(7, `+99890${1_000_000 + nth}`)))
    expect(new Set(all.map(({ keys }) => keys[0]?.digits))).toEqual(new Set(['1', '0', '9', undefined]))
    for (const { patienceSeconds } of all) expect(patienceSeconds >= 5 && patienceSeconds <= 180).toBe(true)
  })
})

describe('somebody steered by hand', () => {
  it('rings until they answer, and stays until they hang up', async () => {
    await control('personas', { [CUSTOMER]: { kind: 'manual' } })
    await seatAgent()
    const call = await ring({ timeout: 60 })
    await rig.step(30_000)
    expect(truth('answer').filter(({ sid }) => sid === call.sid)).toEqual([])
    await control('answer', { callSid: call.sid })
    await rig.step(600_000)
    expect(endOf(call.sid)).toBeUndefined()
    expect((await control('hangup', { callSid: call.sid })).status).toBe(200)
    expect(endOf(call.sid)).toMatchObject({ by: 'callee', status: 'completed' })
    const other = await ring()
    await rig.step(5_000)
    await control('reject', { callSid: other.sid })
    expect(endOf(other.sid)).toMatchObject({ status: 'busy' })
    expect((await control('answer', { callSid: other.sid })).status).toBe(404)
  })
})

describe('when the server does not give TwiML', () => {
  /** What lies at the fallback stands on another server. */
  const withOperator = async (act: (url: string) => Promise<void>): Promise<Received[]> => {
    const operator = await recordWebhooks(() => twiml('<Dial><Number>+998907777777</Number></Dial>'))
    try {
      await act(`${operator.url}/operator.xml`)
      return [...operator.received]
    } finally {
      await operator.close()
    }
  }

  it.each<[string, Reply | 'late', string]>([
    ['a 500', { status: 500 }, '11200'],
    ['XML that is none', { status: 200, body: '<Response><Say>' }, '12100'],
    ['no TwiML', { status: 200, type: 'application/json', body: '{}' }, '12300'],
    ['more than 64 kB', twiml(`<Say>${'x'.repeat(70_000)}</Say>`), '11750'],
    ['an answer that comes too late', 'late', '11200'],
  ])('the caller reaches the operator of the fallback: %s', async (_name, reply, code) => {
    serve({ '/in': () => (reply === 'late' ? twiml('<Reject/>') : reply) })
    await control('personas', { '+998907777777': { ringSeconds: 1, talkSeconds: 600 } })
    if (reply === 'late') await rig.carrier().setFaults({ lateTwiml: 1 })
    const asked = await withOperator(async (fallbackUrl) => {
      await own({ fallbackUrl })
      await callIn()
      await rig.step(14_999)
      await rig.carrier().setFaults({})
      await rig.step(10_000)
    })
    expect(asked.map(({ params }) => params.ErrorCode)).toEqual([code])
    expect(asked[0]?.params.ErrorUrl).toBe(at('/in'))
    expect(truth('bridge')).toHaveLength(1)
  })

  it('a server that says nothing is given up after its time, and one that is not there at once', async () => {
    await control('personas', { '+998907777777': { ringSeconds: 1, talkSeconds: 600 } })
    const silent = createServer((socket) => void socket.resume())
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready))
    const { port } = silent.address() as AddressInfo
    for (const voiceUrl of [`http://127.0.0.1:${port}/in#rt=200`, 'http://127.0.0.1:9/nobody']) {
      const asked = await withOperator(async (fallbackUrl) => {
        await own({ voiceUrl, fallbackUrl })
        await callIn()
        await rig.step(10_000)
      })
      expect(asked).toHaveLength(1)
    }
    await new Promise((done) => silent.close(done))
    expect(truth('bridge')).toHaveLength(2)
  })
})

it('asks twice with one token when webhooks are doubled, and goes by the first answer', async () => {
  let nth = 0
  serve({ '/in': () => twiml(`<Say>number ${++nth}</Say><Pause length="5"/>`) })
  await own()
  await rig.carrier().setFaults({ duplicate: 1 })
  await callIn()
  await rig.step(10_000)
  const asked = rig.received('/in')
  expect(asked).toHaveLength(2)
  expect(new Set(asked.map(({ idempotency }) => idempotency)).size).toBe(1)
  expect(truth('heard').map(({ what }) => what)).toEqual(['say:en-US:number 1'])
})
