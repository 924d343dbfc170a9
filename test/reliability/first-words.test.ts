import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TruthLine } from '../../scripts/carrier/truth/truth.ts'
import { createLine, type Line } from '../harness/line.ts'
import { reached } from '../harness/reached.ts'
import { seatAgents, tickLine } from '../harness/shift.ts'
import { promised, sized } from '../harness/sized.ts'

/** R11 and R12: dialled by the server itself, one customer to one agent. */
const CALLS = sized(40, 1_000)
const AT_ONCE = 20
const P99_MS = promised(1_000)
const MOST_MS = promised(2_000)
const LEAST_RING_MS = 15_000

let line: Line
let tick: ReturnType<typeof tickLine>
beforeAll(async () => {
  line = await createLine({ speed: 1 })
  await line.db.campaign.updateMany({ data: { mode: 'progressive' } })
  tick = tickLine(line)
})
afterAll(async () => {
  await tick?.stop()
  await line?.close()
})

const truth = (): TruthLine[] => line.carrier.truth.since(0)
const msOf = (one: TruthLine | undefined): number => (one ? Date.parse(one.at) : Number.NaN)
/** Of each customer's leg, from its answer until somebody hears it. */
const waits = (numbers: ReadonlySet<string>): number[] =>
  truth()
    .filter(({ event, to }) => event === 'answer' && numbers.has(String(to)))
    .map((answer) => {
      const heard = truth().find((one) => one.event === 'hear' && one.other === answer.sid)
      return heard ? msOf(heard) - msOf(answer) : Number.POSITIVE_INFINITY
    })
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

async function dialAll(): Promise<Set<string>> {
  const numbers = new Set<string>()
  for (let left = CALLS; left > 0; left -= AT_ONCE) {
    const desks = await seatAgents(line, Math.min(AT_ONCE, left))
    for (const { e164 } of desks) numbers.add(e164)
    await line.telephony.autoDial(line.clock.now())
    await line.until(
      async () =>
        truth().filter(({ event, to }) => event === 'answer' && numbers.has(String(to))).length === numbers.size,
      30_000,
    )
  }
  await line.until(async () => waits(numbers).every(Number.isFinite))
  return numbers
}

it('R11 · an agent hears who answers a progressive dial at once', { timeout: sized(120_000, 3_000_000) }, async ({
  task,
}) => {
  line.carrier.setPersona('*', { kind: 'answers', ringSeconds: 1, talkSeconds: 60 })
  const sorted = waits(await dialAll()).sort((a, b) => a - b)
  const figures = { 'ms p99': percentile(sorted, 0.99), 'ms at most': sorted.at(-1) ?? Number.NaN }
  reached(task, `${CALLS} answered calls, dialled by the server`, figures)
  expect(sorted).toHaveLength(CALLS)
  expect(figures['ms p99']).toBeLessThanOrEqual(P99_MS)
  expect(figures['ms at most']).toBeLessThanOrEqual(MOST_MS)
})

it('R11 control · a customer whose agent is not in the room is found to wait', async () => {
  const [desk] = await seatAgents(line, 1)
  if (!desk) throw new Error('nobody sits')
  const placed = await line.port.dial({ intentId: line.newCallId(), agentId: line.newCallId() as never, to: desk.e164 })
  expect(placed.kind).toBe('accepted')
  await line.until(async () => truth().some(({ event, to }) => event === 'answer' && to === desk.e164))
  expect(waits(new Set([desk.e164]))).toEqual([Number.POSITIVE_INFINITY])
})

/** Legs to customers that nobody answered, by how long they rang before our side ended them. */
const cutShort = (numbers: ReadonlySet<string>): number[] =>
  truth()
    .filter(({ event, to, by }) => event === 'end' && numbers.has(String(to)) && by !== 'callee')
    .map((end) => msOf(end) - msOf(truth().find(({ event, sid }) => event === 'ring' && sid === end.sid)))
    .filter((rang) => rang < LEAST_RING_MS)

it('R12 · lets a phone ring at least fifteen seconds', { timeout: 120_000 }, async ({ task }) => {
  line.carrier.setPersona('*', { kind: 'no-answer', ringSeconds: 60 })
  const desks = await seatAgents(line, AT_ONCE)
  const numbers = new Set(desks.map(({ e164 }) => e164))
  await line.telephony.autoDial(line.clock.now())
  await line.until(
    async () => truth().filter(({ event, to }) => event === 'end' && numbers.has(String(to))).length === numbers.size,
    60_000,
  )
  const short = cutShort(numbers)
  reached(task, `${AT_ONCE} phones that nobody answers`, { 'cut short': short.length })
  expect(short).toEqual([])
})

it('R12 control · one that is ended after a moment is found', async () => {
  line.carrier.setPersona('*', { kind: 'no-answer', ringSeconds: 60 })
  const [desk] = await seatAgents(line, 1)
  if (!desk) throw new Error('nobody sits')
  const id = line.newCallId()
  await line.telephony.dial({ id, workItemId: desk.workItemId, fence: desk.fence }, desk.agentId)
  await line.until(async () => truth().some(({ event, to }) => event === 'ring' && to === desk.e164))
  await line.telephony.hangUp(id, desk.agentId)
  await line.until(async () => truth().some(({ event, to }) => event === 'end' && to === desk.e164))
  expect(cutShort(new Set([desk.e164]))).toHaveLength(1)
})
