import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import twilio from 'twilio'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CallFold, foldCall, type LegFact, type LegStatus } from '../../server/telephony/call-fold.ts'
import { insertDial, moveIntent } from '../../server/telephony/telephony.store.ts'
import { createLine, type Line } from '../harness/line.ts'
import { reached } from '../harness/reached.ts'
import { sized } from '../harness/sized.ts'

/** R4: facts are told in any order, twice, and end in one state: in the fold by the thousand, over HTTP in the database by the dozen. */
const RANDOM_HISTORIES = 10_000
/** Of a history of four, each order; of one of six, so many; and random ones. */
const SIX_ORDERS = sized(16, 720)
const RANDOM_CALLS = sized(16, 500)
const AT_ONCE = 6

/** Before the line's own noon: a time that is still to come would be taken for the time of receipt. */
const T0 = Date.parse('2026-03-02T06:00:00Z')
const at = (seconds: number) => new Date(T0 + seconds * 1000)
const fact = (status: LegStatus, seq: number, seconds: number | null = null): LegFact => ({
  status,
  seq,
  at: at(seq),
  seconds,
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  )
}

const FOUR = [fact('dialling', 0), fact('ringing', 1), fact('answered', 2), fact('completed', 3, 1)]
const SIX = [
  fact('queued', 0),
  fact('dialling', 1),
  fact('ringing', 2),
  fact('answered', 3),
  fact('canceled', 4),
  fact('completed', 5, 2),
]
const HISTORIES = [
  FOUR,
  [fact('dialling', 0), fact('ringing', 1), fact('no-answer', 2)],
  [fact('dialling', 0), fact('busy', 1)],
  SIX,
]
const STATUSES = [
  'queued',
  'dialling',
  'ringing',
  'answered',
  'completed',
  'busy',
  'no-answer',
  'canceled',
  'failed',
] as const

type Fold = (facts: readonly LegFact[]) => unknown
const fold: Fold = (facts) => foldCall('sent', facts)
const twice = (facts: readonly LegFact[]): LegFact[] => facts.flatMap((one) => [one, one])

/** The checker: in how many different ways a history ends, over all its orders, each fact told twice. */
const countEnds = (history: readonly LegFact[], how: Fold): number =>
  new Set(
    permutations(history).flatMap((order) =>
      [twice(order), [...order, ...order].reverse()].map((told) => JSON.stringify(how(told))),
    ),
  ).size

it('R4 · facts commute: each history ends in one state in every order, told twice', ({ task }) => {
  const orders = HISTORIES.reduce((sum, history) => sum + permutations(history).length, 0)
  const different = HISTORIES.reduce((sum, history) => sum + countEnds(history, fold) - 1, 0)
  const facts = fc.array(
    fc.record({
      status: fc.constantFrom<LegStatus>(...STATUSES, 'refused'),
      seq: fc.integer({ min: 0, max: 9 }),
      at: fc.integer({ min: 0, max: 100 }).map(at),
      seconds: fc.option(fc.integer({ min: 0, max: 99 })),
    }),
    { maxLength: 12 },
  )
  const shuffled = facts.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(twice(list), { minLength: list.length * 2 })),
  )
  reached(task, `every order of ${HISTORIES.length} histories, ${RANDOM_HISTORIES.toLocaleString('en')} random ones`, {
    orders,
    different,
  })
  expect(different).toBe(0)
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(fold(other)).toEqual(fold(list))
    }),
    { numRuns: RANDOM_HISTORIES },
  )
})

it('R4 control · the last word wins: the order decides, and is found', ({ task }) => {
  const ends = countEnds(SIX, (facts) => facts.at(-1)?.status)
  reached(task, 'one history of six', { 'different ends': ends })
  expect(ends).toBe(SIX.length)
})

let line: Line
beforeAll(async () => {
  line = await createLine()
  line.database.plants('attempt.of-its-intent', 'its dials are made by hand, without their attempts')
})
afterAll(() => line?.close())

/** How Twilio words it. */
const WORDS: Partial<Record<LegStatus, string>> = { dialling: 'initiated', answered: 'in-progress' }
type Ended = Omit<CallFold, 'state'> & { state: string; intent: string; presence: string; facts: number }

/** The whole way: a call that the carrier was asked for, its signed webhooks in this order, and the row it ends in. */
async function tell(facts: readonly LegFact[]): Promise<Ended> {
  const agentId = await line.addAgent()
  const her = await line.giveCustomer(agentId)
  const id = line.newCallId()
  await line.database.tx(async (tx) => {
    await insertDial(tx, { ...her, id, mode: 'carrier', at: line.clock.now(), permit: {} })
    await moveIntent(tx, id, ['created'], { state: 'sent', sentAt: line.clock.now() })
    await line.staff.presence.move(tx, agentId, ['preview'], 'calling', line.clock.now())
  })
  const url = `${line.publicBaseUrl}/webhooks/twilio/calls?intent=${id}`
  const sid = `CA${randomBytes(16).toString('hex')}`
  for (const { status, seq, at: when, seconds } of facts) {
    const params = {
      AccountSid: line.account.accountSid,
      CallSid: sid,
      CallStatus: WORDS[status] ?? status,
      SequenceNumber: String(seq),
      Timestamp: when.toUTCString().replace('GMT', '+0000'),
      ...(seconds === null ? {} : { CallDuration: String(seconds) }),
    }
    const signature = twilio.getExpectedTwilioSignature(line.account.authToken, url, params)
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: new URLSearchParams(params),
    })
    if (answer.status !== 204) throw new Error(`${status}: ${answer.status} ${await answer.text()}`)
  }
  const { state, endedAs, ringingAt, answeredAt, endedAt } = await line.db.call.findUniqueOrThrow({ where: { id } })
  const intent = await line.db.dialIntent.findUniqueOrThrow({ where: { id } })
  return {
    state,
    endedAs: endedAs as Ended['endedAs'],
    ringingAt,
    answeredAt,
    endedAt,
    intent: intent.state,
    presence: (await line.staff.presence.read(line.db, agentId)).state,
    facts: await line.db.webhookInbox.count({ where: { intentId: id } }),
  }
}

/** Every n-th, spread over all of them. */
const spread = <T>(items: readonly T[], count: number): T[] =>
  items.filter((_, i) => Math.floor((i * count) / items.length) !== Math.floor(((i - 1) * count) / items.length))

it('R4 · signed webhooks commute: in whatever order, each sent twice, a call ends in the same row', {
  timeout: 600_000,
}, async ({ task }) => {
  const calls: { told: LegFact[]; like: string; end: LegFact[] }[] = []
  for (const [like, history, count] of [
    ['four', FOUR, 24],
    ['six', SIX, SIX_ORDERS],
  ] as const)
    for (const order of spread(permutations(history), count)) calls.push({ told: twice(order), like, end: history })
  // Random histories: each is told in order, and in another.
  const drawn = fc.sample(
    fc.uniqueArray(
      fc.tuple(fc.constantFrom(...STATUSES), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 30 })),
      {
        minLength: 2,
        maxLength: 6,
        selector: ([status, seq]) => `${status}${seq}`,
      },
    ),
    { numRuns: RANDOM_CALLS / 2, seed: 4 },
  )
  for (const [nth, list] of drawn.entries()) {
    const facts = list.map(([status, seq, second]) => ({
      ...fact(status, seq, status === 'completed' ? 3 : null),
      at: at(second),
    }))
    const other = fc.sample(fc.shuffledSubarray(twice(facts), { minLength: facts.length * 2 }), {
      numRuns: 1,
      seed: nth,
    })
    for (const told of [facts, ...other]) calls.push({ told, like: `random ${nth}`, end: facts })
  }
  const ends = new Map<string, Set<string>>()
  const queue = calls.values()
  let webhooks = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { told, like, end } of queue) {
        const ended = await tell(told)
        webhooks += told.length
        ends.set(like, (ends.get(like) ?? new Set()).add(JSON.stringify(ended)))
        const { state, endedAs } = foldCall('sent', end)
        expect(ended).toMatchObject({ state, endedAs, facts: end.length })
      }
    }),
  )
  const different = [...ends.values()].reduce((sum, rows) => sum + rows.size - 1, 0)
  reached(task, `${calls.length} calls over HTTP, ${webhooks} signed webhooks`, { different })
  expect([...ends.values()].filter((rows) => rows.size > 1).map((rows) => [...rows])).toEqual([])
  expect(line.faults).toEqual([])
})
