import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createLine, type Line, type ServerWanted } from '../harness/line.ts'
import { sized } from '../harness/sized.ts'

/** Calls per second of the house's clock, which runs at half speed: the machine's delays weigh half. */
const RATE = 4
const SPEED = 0.5
const SERVERS = 3
const CALLS = sized(18, 120)
const SECOND_MS = 1_000
/** Calls that one server has under way. */
const AT_ONCE = 2

let line: Line
beforeAll(async () => {
  line = await createLine({ speed: SPEED })
  line.carrier.setPersona('*', { kind: 'no-answer', ringSeconds: 29 })
})
afterAll(() => line?.close())
beforeEach(() => line.db.lineState.update({ where: { id: 1 }, data: { nextCallAt: new Date(0) } }))

type Servers = ReturnType<Line['serve']>[]

/** So many calls, some at once at every server; whoever is told to wait asks again. Returns when they left. */
async function dialAll(servers: Servers, count: number): Promise<number[]> {
  const customers = await Promise.all(
    Array.from({ length: count }, async () => {
      const agent = await line.addAgent()
      await line.telephony.followPresence(agent)
      return line.giveCustomer(agent)
    }),
  )
  const seated = () =>
    line.db.seat.count({ where: { state: 'in', agentId: { in: customers.map((one) => one.agentId) } } })
  await line.until(async () => (await seated()) === count)
  const next = customers.values()
  const dialOn = async (server: Servers[number]): Promise<void> => {
    for (const { agentId, workItemId, fence } of next) {
      const input = { id: line.newCallId(), workItemId, fence }
      for (let busy = true; busy; ) {
        busy = await server.dial(input, agentId).then(
          () => false,
          (error) => error.problem?.code === 'carrier.busy' || Promise.reject(error),
        )
        if (busy) await new Promise((done) => setTimeout(done, 100))
      }
    }
  }
  await Promise.all(servers.flatMap((server) => Array.from({ length: AT_ONCE }, () => dialOn(server))))
  const numbers = new Set(customers.map(({ e164 }) => e164))
  return line.carrier.truth
    .since(0)
    .filter((one) => one.event === 'invite' && numbers.has(String(one.to)))
    .map((one) => Date.parse(one.at))
    .sort((a, b) => a - b)
}

/** The checker: the most that left within any second. */
const busiestSecond = (left: readonly number[]): number =>
  Math.max(...left.map((from) => left.filter((at) => at >= from && at < from + SECOND_MS).length))

const serve = (wanted: ServerWanted[]): Servers => wanted.map((one) => line.serve(one))

it('keeps several servers together below the calls per second of the account', { timeout: 120_000 }, async () => {
  const servers = serve(Array.from({ length: SERVERS }, () => ({ callsPerSecond: RATE })))
  const left = await dialAll(servers, CALLS)
  expect(left).toHaveLength(CALLS)
  expect(busiestSecond(left)).toBeLessThanOrEqual(RATE)
  // It is no slower than it must be, either.
  const seconds = ((left.at(-1) ?? 0) - (left[0] ?? 0)) / SECOND_MS
  expect(seconds).toBeLessThan((2 * CALLS) / RATE)
  console.log('pace:', JSON.stringify({ calls: CALLS, seconds, busiest: busiestSecond(left), allowed: RATE }))
})

it('control · servers that do not know of each other dial faster than allowed, and are found', {
  timeout: 60_000,
}, async () => {
  // As if each had a pace of its own: three times the rate in the one row that all share.
  const servers = serve(Array.from({ length: SERVERS }, () => ({ callsPerSecond: RATE * SERVERS })))
  expect(busiestSecond(await dialAll(servers, CALLS))).toBeGreaterThan(RATE)
})

it('does not wait for a call that was spaced under another clock', async () => {
  const [server] = serve([{ callsPerSecond: RATE }])
  await line.db.lineState.update({
    where: { id: 1 },
    data: { nextCallAt: new Date(line.clock.now().getTime() + 3_600_000) },
  })
  if (server) expect(await dialAll([server], 1)).toHaveLength(1)
})
