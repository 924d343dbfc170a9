import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import { ACCOUNT, CUSTOMER, createRig, FROM, TOKEN } from '../../scripts/carrier/rig.ts'
import type { PhonePort } from '../../server/telephony/port.ts'
import { createTwilioPort, identityOf } from '../../server/telephony/twilio.carrier.ts'
import { DEFINITION_FILE, openContract, readDefinition } from './openapi.ts'
import { openRecordingProxy, type RecordingProxy } from './proxy.ts'

const definition = readDefinition()
const rig = createRig()
const AGENT = '0b8f3a52-6f9d-4a0e-9d43-3c1c0f1d5a77' as UserId
const OTHER = '0b8f3a52-6f9d-4a0e-9d43-3c1c0f1d5a78' as UserId
const NOBODY = `CA${'0'.repeat(32)}`
/** A refused number for each code that Twilio has for it. */
const REFUSALS = [21215, 21216, 21217, 13223, 13224, 13225, 13226, 13227, 32203, 10004]

let proxy: RecordingProxy
let port: PhonePort

const OPTIONS = () => ({
  accountSid: ACCOUNT,
  authToken: TOKEN,
  apiBaseUrl: proxy.url,
  from: FROM,
  callsPerSecond: 1_000,
  fallbackUrl: 'https://fallback.example/operator.xml',
  publicBaseUrl: rig.hooks().url,
})
const openPort = (change: { authToken?: string; from?: string; fallbackUrl?: string | null } = {}): PhonePort =>
  createTwilioPort({ ...OPTIONS(), ...change })
beforeEach(async () => {
  proxy = await openRecordingProxy(rig.carrier().url)
  port = openPort()
  await rig.control('clients', { identity: identityOf(AGENT) })
})
afterEach(() => proxy.close())

const dial = (to = CUSTOMER, by = port) => by.dial({ intentId: randomUUID(), agentId: AGENT, to })
const legOf = async (placed: ReturnType<PhonePort['dial']>): Promise<string> => {
  const done = await placed
  if (done.kind !== 'accepted') throw new Error(`the carrier did not take it: ${JSON.stringify(done)}`)
  return done.leg
}
/** An agent in a conversation: their leg and the customer's. */
const converse = async (): Promise<{ seat: string; leg: string }> => {
  await rig.control('personas', { '*': { kind: 'answers', ringSeconds: 2, talkSeconds: 600 } })
  const seat = await legOf(port.seat(AGENT, null))
  await rig.step(2_000)
  const leg = await legOf(dial())
  await rig.step(10_000)
  return { seat, leg }
}

const record = async (): Promise<{ leg: string; recording: string }> => {
  const { leg } = await converse()
  const recording = await port.startRecording(leg, randomUUID())
  if (!recording) throw new Error('nothing is recorded')
  await rig.step(2_000)
  return { leg, recording }
}

/** Everything the product asks of the carrier, well and badly. A method that is new here fails below until it stands here. */
const EXERCISES: { [method in keyof PhonePort]: () => Promise<void> } = {
  seat: async () => {
    expect(await port.seat(AGENT, null)).toMatchObject({ kind: 'accepted', queuedMs: 0 })
    expect(await openPort({ authToken: 'another-token-altogether' }).seat(AGENT, null)).toMatchObject({
      kind: 'refused',
    })
  },
  dial: async () => {
    expect(await dial()).toMatchObject({ kind: 'accepted' })
    expect(await dial(CUSTOMER, openPort({ fallbackUrl: null }))).toMatchObject({ kind: 'accepted' })
    for (const code of REFUSALS) {
      await rig.control('refusals', [{ prefix: CUSTOMER, code }])
      expect(await dial()).toMatchObject({ kind: 'refused' })
    }
    await rig.control('refusals', [])
    rig.carrier().setFaults({ next: [{ fault: 'throttle429', count: 1 }] })
    const asked = proxy.exchanges.length
    await dial()
    const [first, again] = proxy.exchanges.slice(asked)
    expect(again?.form).toBe(first?.form)
    for (const fault of ['error500', 'error503', 'acceptThen500'] as const) {
      rig.carrier().setFaults({ next: [{ fault, count: 1 }] })
      expect(await dial()).toEqual({ kind: 'unknown' })
    }
  },
  refuses: async () => {
    expect(port.refuses('+989121234567')).toBeNull() // the simulated network goes everywhere
    const twilio = createTwilioPort({ ...OPTIONS(), apiBaseUrl: 'https://api.twilio.com' })
    expect(twilio.refuses('+989121234567')).toBe('carrier.country')
    expect(twilio.refuses(CUSTOMER)).toBeNull()
  },
  move: async () => {
    expect(await port.move(NOBODY, AGENT)).toBe(false)
    const { leg } = await converse()
    expect(await port.move(leg, OTHER)).toBe(true)
    expect(await port.move(leg, AGENT, { silent: true })).toBe(true)
  },
  pair: async () => {
    const { leg } = await converse()
    const outside = await legOf(port.invite({ transferId: randomUUID(), room: AGENT, to: '+998901112233' }))
    await rig.step(10_000)
    expect(await port.pair([leg, outside], randomUUID())).toBe(true)
    expect(await port.pair([leg, NOBODY], randomUUID())).toBe(false)
  },
  invite: async () => {
    const asked = { transferId: randomUUID(), room: AGENT, to: '+998901112233' }
    expect(await port.invite(asked)).toMatchObject({ kind: 'accepted' })
    expect(await port.invite({ ...asked, from: FROM })).toMatchObject({ kind: 'accepted' })
  },
  supervise: async () => {
    const { seat, leg } = await converse()
    for (const mode of ['listen', 'whisper', 'join'] as const)
      expect(await port.supervise(AGENT, leg, mode, seat)).toBe(true)
    expect(await port.supervise(OTHER, leg, 'join', seat)).toBe(false)
  },
  press: async () => {
    const { leg } = await converse()
    expect(await port.press(AGENT, leg, '12#')).toBe(true)
    expect(await port.press(AGENT, NOBODY, '1')).toBe(false)
  },
  announce: async () => {
    const { leg } = await converse()
    expect(await port.announce(AGENT, leg, randomUUID())).toBe(true)
  },
  startRecording: async () => {
    const { leg } = await converse()
    expect(await port.startRecording(leg, randomUUID())).toMatch(/^RE[0-9a-f]{32}$/)
    expect(await port.startRecording(NOBODY, randomUUID())).toBeNull()
  },
  changeRecording: async () => {
    const { leg, recording } = await record()
    for (const to of ['pause', 'resume', 'stop'] as const)
      expect(await port.changeRecording(leg, recording, to)).toBe(true)
    expect(await port.changeRecording(leg, `RE${'0'.repeat(32)}`, 'stop')).toBe(false)
  },
  deleteRecording: async () => {
    const { recording, leg } = await record()
    await port.changeRecording(leg, recording, 'stop')
    expect(await port.deleteRecording(recording)).toBe(true)
    expect(await port.deleteRecording(recording)).toBe(true)
  },
  fetchRecording: async () => {
    const { recording, leg } = await record()
    await rig.step(5_000)
    await port.changeRecording(leg, recording, 'stop')
    await rig.step(5_000)
    const sound = await port.fetchRecording(recording)
    expect(sound?.headers.get('content-type')).toMatch(/audio/)
    expect(await port.fetchRecording(`RE${'0'.repeat(32)}`)).toBeNull()
  },
  hangUp: async () => {
    const queued = await legOf(dial())
    expect(await port.hangUp(queued, false)).toBe(true)
    expect(await port.hangUp(queued, false)).toBe(true)
    expect(await port.hangUp(NOBODY, true)).toBe(true)
    const { seat, leg } = await converse()
    expect(await port.hangUp(leg, false)).toBe(true)
    expect(await port.hangUp(seat, true)).toBe(true)
    expect(await openPort({ authToken: 'another-token-altogether' }).hangUp(seat, true)).toBe(false)
  },
  mute: async () => {
    expect(await port.mute(AGENT, NOBODY, true)).toBe(false)
    const { seat } = await converse()
    expect(await port.mute(AGENT, seat, true)).toBe(true)
    expect(await port.mute(AGENT, seat, false)).toBe(true)
    expect(await port.mute(AGENT, NOBODY, true)).toBe(false)
  },
  hold: async () => {
    const { leg } = await converse()
    expect(await port.hold(AGENT, leg, true)).toBe(true)
    expect(await port.hold(AGENT, leg, false)).toBe(true)
  },
  snapshot: async () => {
    const leg = await legOf(dial())
    expect(await port.snapshot(leg)).toMatchObject({ status: 'queued' })
    await rig.step(60_000)
    expect(await port.snapshot(leg)).toMatchObject({ status: 'completed' })
    expect(await port.snapshot(NOBODY)).toBe('gone')
  },
  probe: async () => {
    expect(await port.probe()).toBe('there')
    expect(await openPort({ authToken: 'another-token-altogether' }).probe()).toBe('account')
  },
  findLegs: async () => {
    const since = new Date(rig.carrier().clock.now())
    expect(await port.findLegs(CUSTOMER, since)).toEqual([])
    const leg = await legOf(dial())
    expect((await port.findLegs(CUSTOMER, since))?.map((found) => found.leg)).toEqual([leg])
    expect(await port.findLegs(CUSTOMER, new Date(since.getTime() + 5_000))).toEqual([])
    // More than one page of them.
    for (let nth = 0; nth < 60; nth++) await rig.ring({ statusCallback: undefined, statusCallbackEvent: undefined })
    expect(await port.findLegs(CUSTOMER, since)).not.toBeNull()
    rig.carrier().setFaults({ outage: 'error' })
    expect(await port.findLegs(CUSTOMER, since)).toBeNull()
  },
  softphoneToken: async () => {
    expect(port.softphoneToken(AGENT, new Date(0))).toMatchObject({ driver: 'simulated', identity: identityOf(AGENT) })
  },
}

/** These ask the carrier nothing. */
const SILENT: ReadonlySet<string> = new Set<keyof PhonePort>(['softphoneToken', 'refuses'])

describe.skipIf(definition === null)(
  `what the product asks of Twilio (skipped where ${DEFINITION_FILE} is not)`,
  () => {
    if (!definition) return
    const contract = openContract(definition)

    it('is exercised here, every method of the port', () => {
      expect(Object.keys(port).sort()).toEqual(Object.keys(EXERCISES).sort())
    })

    it.each(Object.entries(EXERCISES))('keeps the contract, as does the answer: %s', async (method, exercise) => {
      await exercise()
      const wrong = proxy.exchanges.flatMap((exchange) =>
        [...contract.checkRequest(exchange), ...contract.checkAnswer(exchange)].map(
          (fault) => `${contract.nameOf(exchange)} ${exchange.form || exchange.query}: ${fault}`,
        ),
      )
      expect(wrong).toEqual([])
      expect(proxy.exchanges.length > 0).toBe(!SILENT.has(method))
    })
  },
)
