import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PROBLEMS } from '../../scripts/carrier/rest/problem.ts'
import { ROUTES } from '../../scripts/carrier/rest/serve.ts'
import { ACCOUNT, CUSTOMER, createRig, FROM, SEAT, TOKEN } from '../../scripts/carrier/rig.ts'
import { DEFINITION_FILE, type Exchange, openContract, readDefinition } from './openapi.ts'
import { openRecordingProxy, type RecordingProxy } from './proxy.ts'

const definition = readDefinition()
const rig = createRig()
const BASE = `/2010-04-01/Accounts/${ACCOUNT}/`
const NOBODY = `CA${'0'.repeat(32)}`
const ORDER = { To: CUSTOMER, From: FROM, Twiml: SEAT }

let proxy: RecordingProxy
beforeEach(async () => {
  proxy = await openRecordingProxy(rig.carrier().url)
})
afterEach(() => proxy.close())

type Form = Record<string, string>
type Method = 'GET' | 'POST' | 'DELETE'

async function ask(method: Method, resource: string, form: Form = {}, token = TOKEN): Promise<Exchange> {
  const path = resource.startsWith('/') ? resource : BASE + resource
  await fetch(`${proxy.url}${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString('base64')}` },
    ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}),
  })
  const exchange = proxy.exchanges.at(-1)
  if (!exchange) throw new Error(`${method} ${resource} did not arrive`)
  return exchange
}
const keyOf = ({ body }: Exchange, key: string): string => String((body as Record<string, unknown>)[key])
const call = async (form: Form = {}): Promise<string> =>
  keyOf(await ask('POST', 'Calls.json', { ...ORDER, ...form }), 'sid')

/** A recording in each of its states, seen from the call or conference that it is of and on its own. */
async function recordAndDelete(owner: string, start: () => Promise<Exchange>): Promise<void> {
  const sid = keyOf(await start(), 'sid')
  const of = `${owner}/Recordings/${sid}.json`
  for (const change of [
    { Status: 'paused', PauseBehavior: 'skip' },
    { Status: 'in-progress' },
    { Status: 'stopped' },
  ]) {
    await ask('POST', of, change as Form)
    await ask('GET', of)
    await rig.step(3_000)
  }
  for (const list of [`${owner}/Recordings.json`, 'Recordings.json', 'Recordings.json?IncludeSoftDeleted=true'])
    await ask('GET', list)
  await ask('GET', `Recordings/${sid}.json`)
  await ask('DELETE', owner === '' ? `Recordings/${sid}.json` : of)
  await ask('GET', `Recordings/${sid}.json?IncludeSoftDeleted=true`)
}

/** A queue that is made, filled with one caller who is then moved on, renamed and gone. */
async function queueUp(): Promise<void> {
  const made = await ask('POST', 'Queues.json', { FriendlyName: 'help', MaxSize: '10' })
  const queue = `Queues/${keyOf(made, 'sid')}`
  await ask('GET', `${queue}/Members.json`)
  const sid = await call({ Twiml: '<Response><Enqueue>help</Enqueue></Response>' })
  await rig.step(5_000)
  for (const look of ['Queues.json?PageSize=1', `${queue}.json`, `${queue}/Members.json`]) await ask('GET', look)
  for (const who of [sid, 'Front']) await ask('GET', `${queue}/Members/${who}.json`)
  await ask('POST', `${queue}/Members/${sid}.json`, { Url: `${rig.hooks().url}/next` })
  await rig.step(1_000)
  await ask('POST', `${queue}.json`, { FriendlyName: 'more help', MaxSize: '20' })
  await ask('DELETE', `${queue}.json`)
}

/** A shift of the network: every route well, in each state that a call, a participant and a conference can be in. */
async function liveThroughADay(): Promise<void> {
  const look = async (sid: string) => ask('GET', `Calls/${sid}.json`)
  await rig.control('clients', { identity: 'agent_7' })
  const room = 'Conferences/agent-7'
  const seat = keyOf(
    await ask('POST', `${room}/Participants.json`, { To: 'client:agent_7', From: FROM, Label: 'agent' }),
    'call_sid',
  )
  await rig.step(1_000)
  await ask('GET', 'Conferences.json')
  await ask('GET', `${room}/Participants/${seat}.json`)
  for (const kind of ['busy', 'no-answer', 'invalid', 'voicemail'] as const) {
    await rig.control('personas', { '*': { kind } })
    const sid = await call({ MachineDetection: 'Enable' })
    await look(sid)
    for (const ms of [100, 1_200, 5_000, 120_000]) {
      await rig.step(ms)
      await look(sid)
    }
  }
  await rig.control('personas', { '*': { kind: 'answers', ringSeconds: 2, talkSeconds: 600 } })
  await ask('POST', `Calls/${await call()}.json`, { Status: 'canceled' })
  const customer = await call()
  await rig.step(10_000)
  await look(customer)
  await ask('GET', `${room}.json`)
  await recordAndDelete(`Calls/${customer}`, () => ask('POST', `Calls/${customer}/Recordings.json`))
  const third = keyOf(await ask('POST', `Calls/${customer}/Recordings.json`, { RecordingChannels: 'dual' }), 'sid')
  await ask('POST', `Calls/${customer}/Recordings/Twilio.CURRENT.json`, { Status: 'stopped' })
  await ask('DELETE', `Recordings/${third}.json`)
  const sound = `${rig.hooks().url}/sound`
  await ask('POST', `${room}/Participants/${customer}.json`, { AnnounceUrl: sound })
  for (const change of [
    { Hold: 'true', HoldUrl: sound },
    { Hold: 'false' },
    { Muted: 'true', EndConferenceOnExit: 'true' },
  ] as Form[])
    await ask('POST', `${room}/Participants/${customer}.json`, change)
  await ask('POST', `${room}/Participants/${seat}.json`, { Coaching: 'true', CallSidToCoach: customer })
  await ask('GET', `${room}/Participants.json`)
  await ask('GET', `${room}/Participants.json?Muted=true&PageSize=1`)
  await ask('DELETE', `${room}/Participants/${customer}.json`)
  await ask('GET', 'Conferences.json?FriendlyName=agent-7')
  const second = await ask('POST', 'Conferences/agent-8/Participants.json', {
    ...{ To: CUSTOMER, From: FROM, ConferenceRecord: 'true' },
  })
  await call({ Twiml: SEAT.replace('agent-7', 'agent-8') })
  await rig.step(10_000)
  const eighth = `Conferences/${keyOf(second, 'conference_sid')}`
  await recordAndDelete(eighth, async () => {
    const { body } = await ask('GET', `${eighth}/Recordings.json`)
    return { ...second, body: (body as { recordings: unknown[] }).recordings[0] }
  })
  const other = `Conferences/${keyOf(second, 'conference_sid')}.json`
  await ask('POST', other, { AnnounceUrl: sound })
  await ask('POST', other, { Status: 'completed' })
  await ask('GET', other)
  await queueUp()
  // Lists: none, a page, the pages that follow and the one after the last.
  await ask('GET', 'Calls.json?To=%2B998900000000')
  for (const list of ['Calls.json', 'Conferences.json'])
    for (let path = `${list}?PageSize=2`; path !== 'null'; ) path = keyOf(await ask('GET', path), 'next_page_uri')
  await ask('GET', 'Calls.json?PageSize=50&Page=9')
}

/** Every refusal that the carrier has, provoked. */
const PROVOKED: { [problem in keyof typeof PROBLEMS]: () => Promise<Exchange> } = {
  unauthorised: () => ask('GET', 'Calls.json', {}, 'another-token'),
  notFound: () => ask('GET', `Calls/${NOBODY}.json`),
  tooMany: () => faulty('throttle429'),
  tooManyAtOnce: () => limited({ mostAtOnce: 0 }),
  queueFull: () => limited({ mostQueued: 0 }),
  queueInUse: async () => {
    const queue = `Queues/${keyOf(await ask('POST', 'Queues.json', { FriendlyName: 'help' }), 'sid')}.json`
    await call({ Twiml: '<Response><Enqueue>help</Enqueue></Response>' })
    await rig.step(6_000)
    return ask('DELETE', queue)
  },
  broken: () => faulty('error500'),
  away: () => faulty('error503'),
  unknownParameter: () => ask('POST', 'Calls.json', { ...ORDER, TimeOut: '30' }),
  badParameter: () => ask('POST', 'Calls.json', { ...ORDER, Timeout: '3' }),
  noTo: () => ask('POST', 'Calls.json', { From: FROM, Twiml: SEAT }),
  badTo: () => ask('POST', 'Calls.json', { ...ORDER, To: '12' }),
  noFrom: () => ask('POST', 'Calls.json', { To: CUSTOMER, Twiml: SEAT }),
  badFrom: () => ask('POST', 'Calls.json', { ...ORDER, From: 'nobody' }),
  unownedFrom: async () => {
    await rig.control('numbers', { '+998712000001': { voiceUrl: 'https://a.example/voice' } })
    return ask('POST', 'Calls.json', ORDER)
  },
  noUrl: () => ask('POST', 'Calls.json', { To: CUSTOMER, From: FROM }),
  badUrl: () => ask('POST', 'Calls.json', { To: CUSTOMER, From: FROM, Url: 'nowhere' }),
  notInState: async () => {
    const sid = await call()
    await ask('POST', `Calls/${sid}.json`, { Status: 'canceled' })
    return ask('POST', `Calls/${sid}.json`, { Status: 'completed' })
  },
  noAmdCallback: () => ask('POST', 'Calls.json', { ...ORDER, AsyncAmd: 'true' }),
  labelInUse: async () => {
    const guest = { To: CUSTOMER, From: FROM, Label: 'customer' }
    await ask('POST', 'Conferences/agent-7/Participants.json', guest)
    return ask('POST', 'Conferences/agent-7/Participants.json', guest)
  },
  full: async () => {
    for (let nth = 0; nth < 250; nth++)
      await ask('POST', 'Conferences/all/Participants.json', { To: CUSTOMER, From: FROM })
    return ask('POST', 'Conferences/all/Participants.json', { To: CUSTOMER, From: FROM })
  },
}
const limited = async (limit: { mostAtOnce: number } | { mostQueued: number }): Promise<Exchange> => {
  await rig.carrier().setFaults(limit)
  return ask('POST', 'Calls.json', ORDER)
}
const faulty = async (fault: 'throttle429' | 'error500' | 'error503'): Promise<Exchange> => {
  await rig.carrier().setFaults({ next: [{ fault, count: 1 }] })
  return ask('POST', 'Calls.json', ORDER)
}

describe.skipIf(definition === null)(`what the carrier answers (skipped where ${DEFINITION_FILE} is not)`, () => {
  if (!definition) return
  const contract = openContract(definition)
  const faultsOf = (exchanges: readonly Exchange[]): string[] =>
    exchanges.flatMap((one) => contract.checkAnswer(one).map((fault) => `${one.method} ${one.path}: ${fault}`))

  it('is what Twilio answers, on every route, well and refused', async () => {
    await liveThroughADay()
    const places = new Map(proxy.exchanges.map(({ method, path }) => [`${method} ${path}`, { method, path }]))
    for (const { method, path } of places.values()) await ask(method as Method, path, {}, 'another-token')
    expect(faultsOf(proxy.exchanges)).toEqual([])
    const unheard = ROUTES.flatMap(({ method, pattern }) => {
      const heard = proxy.exchanges.filter((one) => one.method === method && pattern.test(one.path.slice(BASE.length)))
      const kinds = new Set(heard.map(({ status }) => (status < 400 ? 'well' : 'refused')))
      return kinds.size === 2 ? [] : [`${method} ${pattern}: only ${[...kinds]}`]
    })
    expect(unheard).toEqual([])
  })

  it('is asked for every refusal that it has', () => {
    expect(Object.keys(PROVOKED).sort()).toEqual(Object.keys(PROBLEMS).sort())
  })

  it.each(Object.entries(PROVOKED))('is a problem as Twilio writes them: %s', async (name, provoke) => {
    const refused = await provoke()
    const { status, code } = PROBLEMS[name as keyof typeof PROBLEMS]('x')
    expect(refused.body).toMatchObject({ status, code })
    expect(faultsOf(proxy.exchanges)).toEqual([])
  })
})
