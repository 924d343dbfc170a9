import twilio from 'twilio'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLine, type HeldCustomer, type Line } from '../harness/line.ts'
import { reached } from '../harness/reached.ts'
import { readLegs, seatAgents, type TrueLeg, tickLine } from '../harness/shift.ts'
import { sized } from '../harness/sized.ts'

/** R5 in a person's time: a fifth of the webhooks is lost for ever, of customers' legs and of agents' own. */
const CALLS = sized(40, 1_000)
const AT_ONCE = 8
const SEATS = sized(8, 50)
const CONTROL_CALLS = 30
const LOST = 0.2
const HEALED_WITHIN_MS = 60_000
/** How the network and we may differ about the moment of an end: it tells whole seconds. */
const SAME_MOMENT_MS = 2_000

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

/** What our books say of a leg. `knownAt`: when they came to say so. */
type Entry = { endedAs: string | null; endedAt: number | null; knownAt: number }

async function readBooks({ db }: Line): Promise<Map<string, Entry>> {
  const [calls, intents, seats] = await Promise.all([
    db.call.findMany({ where: { state: 'ended' } }),
    db.dialIntent.findMany(),
    db.seat.findMany({ where: { state: 'gone' } }),
  ])
  const settled = new Map(intents.map(({ id, settledAt }) => [id, settledAt?.getTime() ?? Number.NaN]))
  return new Map<string, Entry>([
    ...calls.map(
      ({ id, sid, endedAs, endedAt }) =>
        [sid ?? id, { endedAs, endedAt: endedAt?.getTime() ?? null, knownAt: settled.get(id) ?? Number.NaN }] as const,
    ),
    ...seats.map(({ sid, since }) => [sid ?? '', { endedAs: null, endedAt: null, knownAt: since.getTime() }] as const),
  ])
}

/** The checker: legs that ended on the network and that our books do not hold as ended so, or only after too long. */
const findUnhealed = (legs: readonly TrueLeg[], books: ReadonlyMap<string, Entry>): TrueLeg[] =>
  legs.filter(({ sid, end }) => {
    if (!end) return false
    const known = books.get(sid)
    if (!known || !(known.knownAt - end.at <= HEALED_WITHIN_MS)) return true
    if (known.endedAs !== null && known.endedAs !== end.status) return true
    return known.endedAt !== null && Math.abs(known.endedAt - end.at) > SAME_MOMENT_MS
  })

const PERSONAS = [
  { kind: 'answers', ringSeconds: 1, talkSeconds: 3 },
  { kind: 'busy' },
  { kind: 'answers', ringSeconds: 2, talkSeconds: 1 },
  { kind: 'invalid' },
] as const

async function dialAll({ carrier, telephony, newCallId }: Line, desks: readonly HeldCustomer[]): Promise<void> {
  for (const [nth, { e164 }] of desks.entries()) carrier.setPersona(e164, PERSONAS[nth % PERSONAS.length] ?? {})
  const queue = desks.values()
  const dialOn = async (): Promise<void> => {
    for (const { agentId, workItemId, fence } of queue)
      await telephony.dial({ id: newCallId(), workItemId, fence }, agentId)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, dialOn))
}

const client = ({ account, carrier }: Line) => {
  const asked = twilio(account.accountSid, account.authToken, { region: '', edge: '' })
  asked.api.baseUrl = carrier.url
  return asked
}

it('R5 · heals what was lost: every leg is at its end in our books within 60 s of its real end', {
  timeout: sized(150_000, 3_000_000),
}, async ({ task }) => {
  const idle = await seatAgents(line, SEATS)
  const leaving = await line.db.seat.findMany({ where: { agentId: { in: idle.map(({ agentId }) => agentId) } } })
  await line.carrier.setFaults({ drop: LOST })
  const desks = await seatAgents(line, CALLS)
  // Agents' own legs end on the network without a word of ours, and so may their news.
  for (const { sid } of leaving)
    await client(line)
      .calls(sid ?? '')
      .update({ status: 'completed' })
  await dialAll(line, desks)

  const sids = new Set(leaving.map(({ sid }) => sid ?? ''))
  const ended = () => readLegs(line.carrier.truth.since(0)).filter(({ to, sid }) => to.startsWith('+') || sids.has(sid))
  const open = async () => {
    const books = await readBooks(line)
    return ended().filter(({ sid, end }) => !end || !books.has(sid))
  }
  await line.until(async () => (await open()).length === 0, HEALED_WITHIN_MS + 30_000).catch(() => {}) // the checker says which
  const legs = ended()
  const books = await readBooks(line)
  const late = legs.map(({ sid, end }) => (books.get(sid)?.knownAt ?? Number.NaN) - (end?.at ?? 0))
  const lost = line.carrier.truth.since(0).filter(({ event }) => event === 'hook-dropped')
  const lostEnds = lost.filter(({ status }) => ['completed', 'busy', 'failed'].includes(String(status)))
  const unhealed = findUnhealed(legs, books)
  reached(task, `${legs.length} legs, of whose webhooks a fifth was lost`, {
    lost: lost.length,
    'of them ends': lostEnds.length,
    unhealed: unhealed.length,
    's to heal at most': Math.ceil(Math.max(...late) / 1000),
  })
  expect(legs).toHaveLength(CALLS + SEATS)
  expect(legs.filter(({ end }) => end === null)).toEqual([])
  expect(lostEnds.length).toBeGreaterThan(0)
  expect(unhealed).toEqual([])
  // A softphone whose answer was lost was asked about, not rung again: each agent has one leg, and none is forgotten.
  const softphones = readLegs(line.carrier.truth.since(0)).filter(({ to }) => to.startsWith('client:'))
  expect(softphones).toHaveLength(CALLS + SEATS)
  const agents = desks.map(({ agentId }) => agentId as string)
  const stranded = await line.db.presence.count({ where: { userId: { in: agents }, state: { not: 'wrapUp' } } })
  expect(stranded).toBe(0)
  expect(line.faults).toEqual([])
})

it('R5 control · nobody asks the network: legs whose end was lost stay open for ever, and are found', {
  timeout: 150_000,
}, async ({ task }) => {
  const deaf = await createLine({ speed: 20 })
  try {
    const desks = await seatAgents(deaf, CONTROL_CALLS)
    await deaf.carrier.setFaults({ drop: LOST })
    await dialAll(deaf, desks)
    const legs = () => readLegs(deaf.carrier.truth.since(0)).filter(({ to }) => to.startsWith('+'))
    await deaf.until(async () => legs().every(({ end }) => end !== null), 60_000)
    await new Promise((resume) => setTimeout(resume, 1_000)) // what was sent has arrived
    const unhealed = findUnhealed(legs(), await readBooks(deaf))
    reached(task, `${desks.length} calls`, { unhealed: unhealed.length })
    expect(unhealed.length).toBeGreaterThan(0)
  } finally {
    await deaf.close()
  }
})
