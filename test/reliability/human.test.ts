import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import type { TruthLine } from '../../scripts/carrier/truth/truth.ts'
import { HEARD_LATE_MS } from '../../server/telephony/inbound/ivr.service.ts'
import { openNumber, press, ringIn } from '../harness/callers.ts'
import { createLine, type Line } from '../harness/line.ts'
import { reached } from '../harness/reached.ts'

/** R16 and R17: whoever rings reaches a human, by any key, by none, and when we are away. */
const SPEED = 10
const KEYS = [...'0123456789*#', '77', '']
/** Virtual seconds from the ring to a place in the line of humans, or a promise to call. */
const LONGEST_PATH_MS = 25_000

let line: Line
beforeAll(async () => {
  line = await createLine({ speed: SPEED })
  await openNumber(line)
  await line.addAgent()
})
afterAll(() => line?.close())

const truth = (): TruthLine[] => line.carrier.truth.since(0)
let made = 0
const caller = () => `+99893${String(++made).padStart(7, '0')}`
const rowOf = (sid: string) => line.db.inboundCall.findUnique({ where: { sid } })
/** As if it were saved at another process. */
const setFlow = async (version: number, flow: Record<string, unknown>): Promise<void> => {
  const body = flow as never
  await line.db.ivrFlow.create({ data: { version, body, byUserId: line.newCallId(), at: line.clock.now() } })
  await wait(HEARD_LATE_MS)
}
const ALWAYS = Array.from({ length: 7 }, () => [{ from: 0, until: 1440 }])
const NEVER = Array.from({ length: 7 }, () => [] as { from: number; until: number }[])
const ONCE = NEVER.map((day, nth) => (nth === 6 ? [{ from: 0, until: 1 }] : day))
const TEAM = '00000000-0000-4000-8000-000000000001'

/** How long from the ring until a human path; infinite when none is reached. */
async function pathOf(sid: string): Promise<number> {
  const reachedHuman = async () =>
    ['waiting', 'offered', 'answered', 'callback'].includes((await rowOf(sid))?.state ?? '')
  await line.until(reachedHuman, 4_000).catch(() => {})
  const row = await rowOf(sid)
  const at = row?.queuedAt ?? (row?.state === 'callback' ? row.endedAt : null)
  return row && at ? at.getTime() - row.arrivedAt.getTime() : Number.POSITIVE_INFINITY
}

/** Pressed while the first words are heard: what comes before them is lost, as on a real line. */
async function ringAndPress(digits: string): Promise<string> {
  const sid = await ringIn(line, caller())
  if (digits === '') return sid
  await line.until(async () => truth().some((one) => one.event === 'heard' && one.sid === sid))
  await press(line, sid, digits)
  return sid
}

it('R16 · leads every key, silence and nonsense at every point to a human', { timeout: 180_000 }, async ({ task }) => {
  const paths: number[] = []
  const booked: string[][] = []
  const flows = [
    { hours: ALWAYS, choices: [], nightNumber: null },
    { hours: ALWAYS, choices: [{ kind: 'team', teamId: TEAM }, { kind: 'callback' }], nightNumber: null },
    { hours: ONCE, choices: [], nightNumber: null },
  ]
  for (const [nth, flow] of flows.entries()) {
    await setFlow(nth + 1, flow)
    const sids = await Promise.all(KEYS.map(ringAndPress))
    paths.push(...(await Promise.all(sids.map(pathOf))))
    const states = await Promise.all(sids.map(async (sid) => (await rowOf(sid))?.state))
    booked.push(KEYS.filter((_, i) => states[i] === 'callback'))
  }
  // In the line: 1 keeps the place, whatever else is pressed keeps waiting; nobody falls out of it.
  const waiting = await line.db.inboundCall.findMany({ where: { state: 'waiting' } })
  const ended = new Set(
    truth()
      .filter(({ event }) => event === 'end')
      .map(({ sid }) => sid),
  )
  const dropped = waiting.filter(({ sid }) => ended.has(sid)).length
  reached(task, `${paths.length} ways through three flows`, {
    'ms longest': Math.max(...paths),
    unreached: paths.filter((ms) => !Number.isFinite(ms)).length,
    dropped,
  })
  expect(Math.max(...paths)).toBeLessThanOrEqual(LONGEST_PATH_MS)
  // Each flow was the one that was heard: nobody is called back, whoever pressed 2, and all who ring out of hours.
  expect(booked).toEqual([[], ['2'], KEYS])
  expect(dropped).toBe(0)
  await Promise.all(waiting.map(({ sid }) => line.port.hangUp(sid, true)))
})

it('R16 control · a way that ends without a human is found', async () => {
  const dead = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/xml' })
    res.end('<Response><Gather numDigits="1" timeout="1"/><Hangup/></Response>')
  })
  await new Promise<void>((ready) => dead.listen(0, '127.0.0.1', ready))
  await openNumber(line, { voiceUrl: `http://127.0.0.1:${(dead.address() as AddressInfo).port}/` })
  expect(await pathOf(await ringIn(line, caller()))).toBe(Number.POSITIVE_INFINITY)
  dead.close()
  await openNumber(line)
})

/** A server of somebody else's that rings the operator's own phone. */
const OPERATOR = '+998712223344'
const serveOperator = async (): Promise<{ server: Server; url: string }> => {
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/xml' })
    res.end(`<Response><Dial>${OPERATOR}</Dial></Response>`)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/operator.xml` }
}
type Fault = 'down' | 'slow' | '500' | 'bad XML'
const FAULTS: readonly Fault[] = ['down', '500', 'bad XML', 'slow']
/** Our own server, as it must not be. */
const serveFaulty = async (): Promise<{ server: Server; url: (fault: Fault) => string }> => {
  const server = createServer(async (req, res) => {
    if (req.url === '/slow') await wait(16_000)
    res.writeHead(req.url === '/500' ? 500 : 200, { 'content-type': 'text/xml' })
    res.end('<Response><Play>')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { server, url: (fault) => (fault === 'down' ? 'http://127.0.0.1:9/' : `${base}/${fault.replace(' ', '-')}`) }
}

it('R17 · rings the operator when our server is down, slow, broken or speaks nonsense', { timeout: 90_000 }, async ({
  task,
}) => {
  line.carrier.setPersona(OPERATOR, { kind: 'answers', ringSeconds: 1, talkSeconds: 600 })
  const operator = await serveOperator()
  const faulty = await serveFaulty()
  const met: Fault[] = []
  for (const fault of FAULTS) {
    await openNumber(line, { voiceUrl: faulty.url(fault), fallbackUrl: operator.url })
    const sid = await ringIn(line, caller(), { patienceSeconds: 3_000 })
    await line.until(async () => truth().some((one) => one.event === 'hear' && one.sid === sid), 25_000).catch(() => {})
    if (truth().some((one) => one.event === 'hear' && one.sid === sid)) met.push(fault)
  }
  operator.server.close()
  reached(task, `our server ${FAULTS.join(', ')}`, { 'met the operator': met.length })
  expect(met).toEqual([...FAULTS])

  // Without a fallback nobody is met: the control.
  await openNumber(line, { voiceUrl: faulty.url('500') })
  const lost = await ringIn(line, caller(), { patienceSeconds: 600 })
  await line.until(async () => truth().some((one) => one.event === 'end' && one.sid === lost))
  expect(truth().some((one) => one.event === 'hear' && one.sid === lost)).toBe(false)
  faulty.server.close()
  faulty.server.closeAllConnections()
  await openNumber(line)
})

/** The checker: callers on our books beyond one for each number that rang. */
const countTooMany = async (numbers: readonly string[]): Promise<number> => {
  const phones = await line.db.phone.findMany({ where: { e164: { in: [...numbers] } }, select: { id: true } })
  const phoneId = { in: phones.map(({ id }) => id) }
  return (await line.db.inboundCall.count({ where: { phoneId } })) - numbers.length
}

it('R19 · makes one caller of a ring that is told twice', async ({ task }) => {
  await setFlow(20, { hours: ALWAYS, choices: [], nightNumber: null })
  await line.carrier.setFaults({ duplicate: 1 })
  const numbers = Array.from({ length: 10 }, caller)
  const sids = await Promise.all(numbers.map((number) => ringIn(line, number)))
  await Promise.all(sids.map(pathOf))
  await line.carrier.setFaults({})
  const arrive = line.telephony.inbound?.arrive
  for (const [nth, sid] of sids.entries()) await arrive?.(sid, numbers[nth] ?? '', '+998712000000')
  const tooMany = await countTooMany(numbers)
  reached(task, '10 callers, each told twice and more', { 'too many': tooMany })
  expect(tooMany).toBe(0)
})

it('R19 control · a ring that the network tells as two is found', async ({ task }) => {
  const number = caller()
  const sids = [await ringIn(line, number), await ringIn(line, number)]
  await Promise.all(sids.map(pathOf))
  const tooMany = await countTooMany([number])
  reached(task, 'one number that rings as two calls', { 'too many': tooMany })
  expect(tooMany).toBe(1)
})

it('asks an agent who lets it ring no longer, and the next one', { timeout: 60_000 }, async () => {
  const ready = async (): Promise<UserId> => {
    const agent = await line.addAgent()
    await line.telephony.followPresence(agent)
    await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
    return agent
  }
  await line.db.inboundCall.updateMany({ data: { state: 'gone' } })
  const [one, other] = [await ready(), await ready()]
  const sid = await ringIn(line, caller())
  const seen = new Set<string>()
  await line.until(async () => {
    await line.telephony.sweepCallers(line.clock.now())
    const agentId = (await rowOf(sid))?.agentId
    if (agentId) seen.add(agentId)
    return seen.size === 2
  }, 20_000)
  const [first, second] = [...seen]
  expect([one, other].sort()).toEqual([...seen].sort())
  expect((await line.staff.presence.read(line.db, first as UserId)).state).toBe('break')
  await line.telephony.answer((await rowOf(sid))?.id as never, second as UserId)
  await line.until(async () => truth().some((event) => event.event === 'hear' && event.sid === sid))
  expect(await rowOf(sid)).toMatchObject({ state: 'answered', passedBy: [first] })
})
