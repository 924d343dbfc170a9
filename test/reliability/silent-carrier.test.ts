import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLine, type HeldCustomer, type Line } from '../harness/line.ts'
import { reached } from '../harness/reached.ts'
import { readLegs, seatAgents, tickLine } from '../harness/shift.ts'
import { sized } from '../harness/sized.ts'

/** R7: the carrier takes each dial and never answers; most of its webhooks are lost too, and its list is late. */
const INTENTS = sized(40, 1_000)
const AT_ONCE = sized(40, 100)
const LOST = 0.7
const LIST_LATE_MS = 10_000
/** Agents who see nothing happen press again meanwhile, the same dial and a new one. */
const PRESSED_AFTER_MS = [1_000, 9_000]
const SETTLED_WITHIN_MS = 90_000
const CONTROL_NUMBERS = 5

let line: Line
let tick: ReturnType<typeof tickLine>
beforeAll(async () => {
  line = await createLine({ speed: 1 })
  tick = tickLine(line)
})
afterAll(async () => {
  await tick?.stop()
  await line?.close()
})

/** The checker: how often each of these numbers was rung, where it was not once. */
const findNotOnce = (numbers: readonly string[]): [string, number][] => {
  const rung = new Map(numbers.map((number) => [number, 0]))
  for (const { event, to = '' } of line.carrier.truth.since(0))
    if (event === 'invite' && rung.has(to)) rung.set(to, (rung.get(to) ?? 0) + 1)
  return [...rung].filter(([, times]) => times !== 1)
}

/** One agent's impatience: their dial, and again while it hangs. How each press ended. */
async function insist({ agentId, workItemId, fence }: HeldCustomer): Promise<string[]> {
  const id = line.newCallId()
  const press = async (callId = line.newCallId()): Promise<string> =>
    line.telephony.dial({ id: callId, workItemId, fence }, agentId).then(
      ({ state }) => state,
      (error: { problem?: { code: string } }) => error.problem?.code ?? String(error),
    )
  const again = PRESSED_AFTER_MS.flatMap((ms) => [wait(ms).then(() => press(id)), wait(ms).then(() => press())])
  return Promise.all([press(id), ...again])
}

it('R7 · rings each number once when the carrier takes a dial and never answers', {
  timeout: sized(180_000, 3_000_000),
}, async ({ task }) => {
  const answers: string[] = []
  const numbers: string[] = []
  line.carrier.setPersona('*', { kind: 'answers', ringSeconds: 2, talkSeconds: 4 })
  for (let from = 0; from < INTENTS; from += AT_ONCE) {
    await line.carrier.setFaults({})
    const desks = await seatAgents(line, Math.min(AT_ONCE, INTENTS - from))
    await line.carrier.setFaults({ acceptThenTimeout: 1, drop: LOST, listLateMs: LIST_LATE_MS })
    numbers.push(...desks.map(({ e164 }) => e164))
    answers.push(...(await Promise.all(desks.map(insist))).flat())
  }
  const open = () => line.db.dialIntent.count({ where: { state: { notIn: ['done', 'refused'] } } })
  await line.until(async () => (await open()) === 0, SETTLED_WITHIN_MS)

  const legs = readLegs(line.carrier.truth.since(0)).filter(({ to }) => numbers.includes(to))
  const calls = await line.db.call.findMany()
  const known = new Map(calls.map(({ sid, endedAs }) => [sid, endedAs]))
  const unknown = answers.filter((answer) => answer === 'unknown').length
  const notOnce = findNotOnce(numbers)
  reached(task, `${numbers.length} dials taken in silence, each pressed five times`, {
    'not rung once': notOnce.length,
    'presses refused': answers.filter((answer) => answer === 'call.busy').length,
    'unknown for a while': unknown,
  })
  expect(notOnce).toEqual([])
  // None is given up: each leg is found, by a webhook or in the list, and ends in our books as it did.
  expect(legs.filter(({ sid, end }) => known.get(sid) !== end?.status)).toEqual([])
  expect(unknown).toBeGreaterThan(0)
  // A new dial is refused every time; the same one answers how it stands.
  expect(answers.filter((answer) => answer === 'call.busy')).toHaveLength(numbers.length * PRESSED_AFTER_MS.length)
  expect(await line.db.attempt.count()).toBe(numbers.length)
  expect(line.faults).toEqual([])
})

it('R7 control · a client that asks again after a timeout rings twice, and is found', { timeout: 60_000 }, async ({
  task,
}) => {
  await line.carrier.setFaults({ acceptThenTimeout: 1 })
  const { accountSid, authToken } = line.account
  const numbers = Array.from({ length: CONTROL_NUMBERS }, (_, nth) => `+99890999${String(nth).padStart(4, '0')}`)
  const askUntilAnswered = async (to: string): Promise<void> => {
    for (let tries = 0; tries < 2; tries++)
      await fetch(`${line.carrier.url}/2010-04-01/Accounts/${accountSid}/Calls.json`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
        body: new URLSearchParams({ To: to, From: '+998712000000', Twiml: '<Response/>' }),
        signal: AbortSignal.timeout(1_000),
      }).catch(() => {})
  }
  await Promise.all(numbers.map(askUntilAnswered))
  const notOnce = findNotOnce(numbers)
  reached(task, `${numbers.length} numbers`, { 'rung twice': notOnce.length })
  expect(notOnce).toEqual(numbers.map((number) => [number, 2]))
})
