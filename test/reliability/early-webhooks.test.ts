import twilio from 'twilio'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recordWebhooks } from '../../scripts/carrier/webhook-recorder.ts'
import { createLine, type Line } from '../harness/line.ts'
import { reached } from '../harness/reached.ts'
import { readLegs, seatAgents, type TrueLeg } from '../harness/shift.ts'
import { sized } from '../harness/sized.ts'

/** R6: the carrier's answer to a dial takes three seconds, its webhooks none. Nobody looks after anything: webhooks alone must do. */
const CALLS = sized(60, 1_000)
const AT_ONCE = 20
const REST_DELAY_MS = 3_000
const CONTROL_CALLS = 8
/** A busy number is over before the answer comes; who picks up is in a conversation by then. */
const BUSY = { kind: 'busy' } as const
const SHORT_TALK = { kind: 'answers', ringSeconds: 1, talkSeconds: 3 } as const

let line: Line
beforeAll(async () => {
  line = await createLine({ speed: 1 })
})
afterAll(() => line?.close())

/** How our books say that each leg ended, by its name; null: live. */
type Books = ReadonlyMap<string, string | null>

/** The checker: legs that our books do not know, or do not hold as the network does. */
const findOrphans = (legs: readonly TrueLeg[], books: Books): TrueLeg[] =>
  legs.filter(({ sid, end }) => !books.has(sid) || books.get(sid) !== (end?.status ?? null))

const legsToPhones = (): TrueLeg[] => readLegs(line.carrier.truth.since(0)).filter(({ to }) => to.startsWith('+'))

it('R6 · binds every leg when its webhooks come before the answer to its dial', {
  timeout: sized(150_000, 1_800_000),
}, async ({ task }) => {
  const desks = await seatAgents(line, CALLS)
  await line.carrier.setFaults({ restDelayMs: REST_DELAY_MS })
  const queue = desks.entries()
  const dialOn = async (): Promise<void> => {
    for (const [nth, { agentId, workItemId, fence, e164 }] of queue) {
      line.carrier.setPersona(e164, nth % 2 ? BUSY : SHORT_TALK)
      await line.telephony.dial({ id: line.newCallId(), workItemId, fence }, agentId)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, dialOn))
  const calls = () => line.db.call.findMany({ where: { agentId: { in: desks.map(({ agentId }) => agentId) } } })
  await line.until(async () => (await calls()).every(({ state }) => state === 'ended'), 30_000).catch(() => {}) // the checker says which

  const legs = legsToPhones()
  const known = await calls()
  const orphans = findOrphans(legs, new Map(known.map(({ sid, endedAs }) => [sid ?? '', endedAs])))
  const created = new Map(legs.map(({ sid, createdAt }) => [sid, createdAt]))
  const early = line.carrier.truth
    .since(0)
    .filter(
      ({ event, sid, at }) => event === 'hook-acked' && Date.parse(at) < (created.get(sid ?? '') ?? 0) + REST_DELAY_MS,
    )
  reached(task, `${known.length} calls, each answered to us after 3 s`, {
    'webhooks before the answer': early.length,
    orphans: orphans.length,
  })
  expect(legs).toHaveLength(CALLS)
  expect(orphans).toEqual([])
  expect(new Set(early.map(({ sid }) => sid)).size).toBe(CALLS)
  expect(early.length).toBeGreaterThan(CALLS * 2)
  expect(await line.db.dialIntent.count({ where: { state: { notIn: ['done'] } } })).toBe(0)
  expect(line.faults).toEqual([])
})

it('R6 control · books that know a leg only by the answer to its dial keep orphans, which are found', {
  timeout: 60_000,
}, async ({ task }) => {
  const books = new Map<string, string | null>()
  const naive = await recordWebhooks(({ params }) => {
    const { CallSid = '', CallStatus = '' } = params
    if (!books.has(CallSid)) return { status: 404 }
    if (['completed', 'busy'].includes(CallStatus)) books.set(CallSid, CallStatus)
    return { status: 204 }
  })
  const client = twilio(line.account.accountSid, line.account.authToken, { region: '', edge: '' })
  client.api.baseUrl = line.carrier.url
  const before = new Set(legsToPhones().map(({ sid }) => sid))
  await line.carrier.setFaults({ restDelayMs: REST_DELAY_MS })
  line.carrier.setPersona('*', BUSY)
  await Promise.all(
    Array.from({ length: CONTROL_CALLS }, async (_, nth) => {
      const call = await client.calls.create({
        to: `+99890999${String(nth).padStart(4, '0')}`,
        from: '+998712000000',
        twiml: '<Response/>',
        statusCallback: `${naive.url}/calls#rc=3&rp=ct,rt,5xx`,
        statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      })
      books.set(call.sid, null)
    }),
  )
  const legs = () => legsToPhones().filter(({ sid }) => !before.has(sid))
  await line.until(async () => legs().every(({ end }) => end !== null))
  await naive.close()
  const orphans = findOrphans(legs(), books)
  reached(task, `${CONTROL_CALLS} calls`, { orphans: orphans.length })
  expect(orphans).toHaveLength(CONTROL_CALLS)
})
