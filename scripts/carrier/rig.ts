import twilio from 'twilio'
import { afterEach, beforeEach } from 'vitest'
import { type Carrier, startCarrier } from './carrier.ts'
import type { CarrierOptions } from './options.ts'
import { WILLING } from './people/persona.ts'
import type { TruthLine } from './truth/truth.ts'
import { type Received, type Reply, recordWebhooks } from './webhook-recorder.ts'

export const ACCOUNT = `AC${'a1'.repeat(16)}`
export const TOKEN = 'a-token-of-the-test'
export const EPOCH = Date.UTC(2026, 0, 5, 9)
export const CUSTOMER = '+998901234567'
export const FROM = '+998712000000'
/** The customer goes straight to the agent's room. */
export const SEAT = '<Response><Dial><Conference>agent-7</Conference></Dial></Response>'

/** For the tests beside: before each a stepped carrier and a server that hears its webhooks, gone after it. */
export function createRig() {
  let carrier: Carrier
  let hooks: Awaited<ReturnType<typeof recordWebhooks>>
  let answer: (received: Received) => Reply

  const start = async (options: Partial<CarrierOptions> = {}): Promise<void> => {
    await carrier?.close()
    carrier = await startCarrier({
      account: ACCOUNT,
      token: TOKEN,
      seed: 7,
      personaFor: () => WILLING,
      clock: { stepped: true, epoch: EPOCH },
      callsPerSecond: 1000,
      ...options,
    })
  }
  beforeEach(async () => {
    answer = () => ({ status: 204 })
    hooks = await recordWebhooks((received) => answer(received))
    await start()
  })
  afterEach(async () => {
    await carrier.close()
    await hooks.close()
  })

  const connect = (token = TOKEN) => {
    const client = twilio(ACCOUNT, token, { autoRetry: false, timeout: 800, edge: '', region: '' })
    client.api.baseUrl = carrier.url
    return client
  }
  const control = (path: string, body: unknown): Promise<Response> =>
    fetch(`${carrier.url}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) })
  const truth = (event?: string): TruthLine[] =>
    carrier.truth.since(0).filter((line) => event === undefined || line.event === event)

  return {
    start,
    connect,
    control,
    truth,
    carrier: () => carrier,
    hooks: () => hooks,
    step: (ms: number) => carrier.clock.step(ms),
    answerHooks: (next: (received: Received) => Reply): void => {
      answer = next
    },
    endOf: (sid: string): TruthLine | undefined => truth('end').find((line) => line.sid === sid),
    received: (path: string): Received[] => hooks.received.filter((one) => one.path === path),
    ring: (wanted: Record<string, unknown> = {}) =>
      connect().calls.create({
        to: CUSTOMER,
        from: FROM,
        twiml: SEAT,
        timeout: 20,
        statusCallback: `${hooks.url}/status?intent=i1`,
        statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
        ...wanted,
      }),
    /** An agent's browser in their own conference; its call SID. */
    seatAgent: async (): Promise<string> => {
      await control('clients', { identity: 'agent_7' })
      const leg = await connect()
        .conferences('agent-7')
        .participants.create({
          to: 'client:agent_7',
          from: FROM,
          label: 'agent',
          conferenceStatusCallback: `${hooks.url}/room`,
          conferenceStatusCallbackEvent: ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify'],
        })
      await carrier.clock.step(1_000)
      return leg.callSid
    },
  }
}
