import { Writable } from 'node:stream'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { UserId } from '#contract/ids'
import { createLine, type HeldCustomer, type Line } from '../../test/harness/line.ts'
import { startWay, type Way } from '../../test/harness/way.ts'
import type { Log } from '../platform/log.machine.ts'
import { OPEN } from './line-health.ts'

let line: Line
let way: Way
let agent: UserId
let her: HeldCustomer
let printed: string

/** A log at its most talkative that hides nothing by itself. */
const listen = (): Log =>
  pino(
    { level: 'debug', base: null },
    new Writable({
      write(part, _encoding, done) {
        printed += part.toString()
        done()
      },
    }),
  )

beforeAll(async () => {
  line = await createLine()
  way = await startWay(Number(new URL(line.carrier.url).port))
})
afterAll(async () => {
  await way?.close()
  await line?.close()
})
beforeEach(async () => {
  printed = ''
  for (const stream of [process.stdout, process.stderr] as const)
    vi.spyOn(stream, 'write').mockImplementation((part) => {
      printed += part.toString()
      return true
    })
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...parts) => {
      printed += parts.map(String).join(' ')
    })
  line.carrier.setFaults({})
  await fetch(`${line.carrier.url}/_sim/refusals`, { method: 'POST', body: '[]' })
  await line.db.lineState.update({ where: { id: 1 }, data: OPEN })
  agent = await line.addAgent()
  her = await line.giveCustomer(agent)
  await line.telephony.followPresence(agent)
  await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
})
afterEach(() => {
  vi.restoreAllMocks()
})

const secrets = () => {
  const { accountSid, authToken } = line.account
  const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64')
  return [authToken, basic, 'Authorization', 'Basic ', her.e164, her.e164.slice(1)]
}
const refuse = (code: number) =>
  fetch(`${line.carrier.url}/_sim/refusals`, { method: 'POST', body: JSON.stringify([{ prefix: her.e164, code }]) })

const FAILURES: Readonly<Record<string, () => Promise<unknown>>> = {
  'nothing goes wrong': async () => {},
  'the connection is refused': () => way.refuse(),
  'connections are cut': async () => line.carrier.setFaults({ outage: 'refuse' }),
  'every request is a 503': async () => line.carrier.setFaults({ outage: 'error' }),
  'the carrier fails after it took the call': async () =>
    line.carrier.setFaults({ next: [{ fault: 'acceptThen500', count: 1 }] }),
  'there are too many requests': async () => line.carrier.setFaults({ next: [{ fault: 'throttle429', count: 9 }] }),
  'the number is invalid': () => refuse(21211),
  'the country is closed': () => refuse(21215),
  'our own number is refused': () => refuse(21210),
  'the account is off': () => refuse(20003),
}

it.each(Object.keys(FAILURES))('logs neither token nor number when %s', { timeout: 30_000 }, async (what) => {
  const apiBaseUrl = `http://127.0.0.1:${way.port}`
  const server = line.serve({ apiBaseUrl, log: listen(), patience: 1 })
  await FAILURES[what]?.()
  const id = line.newCallId()
  await server.dial({ id, workItemId: her.workItemId, fence: her.fence }, agent).catch(() => {})
  await server.hangUp(id, agent).catch(() => {})
  await server.line.sweep()
  await server.sweep(new Date(line.clock.now().getTime() + line.clock.wall(20_000))).catch(() => {})
  await way.restore()
  for (const secret of secrets()) expect(printed).not.toContain(secret)
})

it('would have found them: an error of the client itself holds them all', async () => {
  await way.refuse()
  const { accountSid, authToken } = line.account
  const { default: twilio } = await import('twilio')
  const client = twilio(accountSid, authToken, { accountSid, region: '', edge: '' })
  client.api.baseUrl = `http://127.0.0.1:${way.port}`
  const error: unknown = await client.calls.create({ to: her.e164, from: '+1', twiml: '<Response/>' }).catch((e) => e)
  listen().error(error, 'thrown')
  printed += JSON.stringify(error)
  await way.restore()
  const found = secrets().filter((secret) => printed.includes(secret))
  expect(found).toContain('Authorization')
})
