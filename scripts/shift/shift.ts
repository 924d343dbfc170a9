import { setTimeout as wait } from 'node:timers/promises'
import { type Database, openDatabase } from '../../server/platform/database.pg.ts'
import { closeScreens, openScreens } from '../../test/harness/crowd.ts'
import type { Signed } from '../../test/harness/desks.ts'
import { findFreePort } from '../../test/harness/house.ts'
import { openPhone, tellNetwork } from '../../test/harness/network.ts'
import type { TruthLine } from '../carrier/truth/truth.ts'
import { CALLER_ID, type Demo, startDemo } from '../demo/demo.ts'
import { type Chance, chanceFrom, pick, wholeBetween } from '../world/chance.ts'
import { type Worked, work } from './agent.ts'
import { mayCall } from './may-call.ts'
import { type Heard, occupancyOf, readLog, refusalsOf, spentOf } from './report.ts'
import { type Broken, checkConversations, checkInvites, checkLegs, type Stop } from './truth-checks.ts'

export type ShiftSettings = {
  agents: number
  hours: number
  seed: number
  size: number
  speed: number
  dataDir: string
  databaseUrl?: string
  say: (line: string) => void
}
export type ShiftReport = {
  agents: number
  hours: number
  seed: number
  realSeconds: number
  heard: Heard
  conversations: number
  reached: number
  /** Claimed on the call, before anything is bought. */
  won: number
  netMinor: string
  stops: number
  /** Seconds of all agents together, by state. */
  spent: ReturnType<typeof spentOf>
  occupancy: number
  refused: Record<string, number>
  broken: Broken[]
}

/** Nine in the morning of a Monday in Tehran: everybody of the town may be called. */
const STARTS_AT = '2026-11-30T05:30:00Z'
/** Two who ring us, seconds of the shift between them. */
const CALLER_EVERY: readonly [number, number] = [60, 240]
const STRANGERS = 0.3
/** Before the end, so that who rings last is heard out. */
const LAST_CALLER_SECONDS = 600
/** Real time in which all legs end after the shift. */
const ENDS_WITHIN_MS = 60_000
const HOUR_MS = 3_600_000

async function signIn(url: string, email: string, password: string): Promise<Signed> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`${email} is not let in: ${await answer.text()}`)
  const me = (await answer.json()) as { id: Signed['userId']; csrf: string }
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0])
  return { userId: me.id, csrf: me.csrf, cookie: cookie.join('; ') }
}

async function hire(demo: Demo, count: number): Promise<Signed[]> {
  const signed: Signed[] = []
  for (let n = 1; n <= count; n++) {
    const email = `agent-${n}@bazgasht.demo`
    const who = { name: `Agent ${n}`, email, role: 'agent', password: demo.password } as const
    await demo.app.staff.add({ ...who, languages: ['fa', 'uz', 'en'] }, null)
    signed.push(await signIn(demo.address, email, demo.password))
  }
  return signed
}

/** Customers and strangers ring in, as the world has them: patient or not, with a key, with 0, or silent. */
async function ringIn(demo: Demo, numbers: readonly string[], chance: Chance, isOver: () => boolean): Promise<void> {
  for (;;) {
    await wait((wholeBetween(chance, ...CALLER_EVERY) * 1_000) / demo.clock.speed)
    if (isOver()) return
    const stranger = `+98919${String(wholeBetween(chance, 0, 9_999_999)).padStart(7, '0')}`
    const from = chance() < STRANGERS ? stranger : pick(chance, numbers)
    await tellNetwork({ url: demo.carrierUrl }, 'inbound', { from, to: CALLER_ID })
  }
}

async function readTruth(carrierUrl: string): Promise<TruthLine[]> {
  const text = await (await fetch(`${carrierUrl}/_sim/truth`)).text()
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TruthLine)
}

/** The legs that are still open when time is up are told as they are. */
async function awaitEnds(carrierUrl: string): Promise<TruthLine[]> {
  const from = performance.now()
  for (;;) {
    const lines = await readTruth(carrierUrl)
    if (checkLegs(lines).length === 0 || performance.now() - from > ENDS_WITHIN_MS) return lines
    await wait(2_000)
  }
}

/** Every stop that stands, by number: a person's holds for each of their numbers. */
async function readStops({ db }: Database): Promise<Stop[]> {
  const stops = await db.stop.findMany({ where: { liftedAt: null } })
  const held = await db.customerPhone.findMany({
    where: { customerId: { in: stops.flatMap(({ customerId }) => customerId ?? []) } },
  })
  const phones = await db.phone.findMany({ select: { id: true, e164: true } })
  const numberOf = new Map(phones.map(({ id, e164 }) => [id, e164]))
  return stops.flatMap(({ customerId, phoneId, at }) =>
    [phoneId, ...held.filter((one) => one.customerId === customerId).map((one) => one.phoneId)].flatMap((id) => {
      const number = id === null ? undefined : numberOf.get(id)
      return number === undefined ? [] : [{ number, at: at.toISOString() }]
    }),
  )
}

/** Conversations of which nothing was written. */
async function findUnwritten({ db }: Database): Promise<Broken[]> {
  const calls = await db.call.findMany({ where: { answeredAt: { not: null } }, select: { id: true } })
  const written = new Set((await db.disposition.findMany({ select: { callId: true } })).map(({ callId }) => callId))
  return calls
    .filter(({ id }) => !written.has(id))
    .map(({ id }) => ({ check: 'a conversation without an outcome', n: 0, detail: id }))
}

/** A whole day of a call centre on the real server and the simulated network, faster than real time, and what the network's log says of it. */
export async function runShift(settings: ShiftSettings): Promise<ShiftReport> {
  const { agents, hours, seed, size, speed, dataDir, say } = settings
  const started = performance.now()
  const own = settings.databaseUrl === undefined ? {} : { databaseUrl: settings.databaseUrl }
  const demo = await startDemo({
    ...{ speed, seed, size, port: await findFreePort(), dataDir, startsAt: STARTS_AT, ...own },
    say,
  })
  const database = openDatabase(demo.databaseUrl)
  try {
    const staff = await hire(demo, agents)
    for (const { userId } of staff) await openPhone({ url: demo.carrierUrl }, userId)
    const screens = await openScreens(demo.address, staff)
    const now = () => demo.clock.now().getTime()
    const endsAt = now() + hours * HOUR_MS
    const isOver = () => now() >= endsAt
    say(`${agents} agents are in. It is ${demo.clock.now().toISOString()}.`)
    const place = { url: demo.address, database, seed, speed, now }
    const numbers = (await database.db.phone.findMany({ orderBy: { e164: 'asc' } })).map(({ e164 }) => e164)
    const noMoreCallers = () => now() >= endsAt - LAST_CALLER_SECONDS * 1_000
    const progress = setInterval(() => say(`${(Math.max(0, endsAt - now()) / HOUR_MS).toFixed(1)} hours to go`), 30_000)
    const [, ...worked] = await Promise.all([
      ringIn(demo, numbers, chanceFrom(seed), noMoreCallers),
      ...screens.map((screen): Promise<Worked> => work(place, screen, isOver)),
    ]).finally(() => clearInterval(progress))
    closeScreens(screens)
    const lines = await awaitEnds(demo.carrierUrl)
    const stops = await readStops(database)
    const conversations = checkConversations(lines)
    const written = await database.db.disposition.findMany({ where: { setBy: 'agent' } })
    const outcomes = new Map((await database.db.outcome.findMany()).map((one) => [one.code, one]))
    const won = written.filter(({ outcome }) => outcome.startsWith('W.'))
    return {
      ...{ agents, hours, seed, realSeconds: Math.round((performance.now() - started) / 1_000) },
      heard: readLog(lines),
      conversations: conversations.began,
      reached: written.filter(({ outcome }) => outcomes.get(outcome)?.rightParty).length,
      won: won.length,
      netMinor: String(won.reduce((sum, { valueMinor, offersMinor }) => sum + valueMinor - offersMinor, 0n)),
      stops: written.filter(({ outcome }) => outcome.startsWith('S.')).length,
      spent: spentOf(worked),
      occupancy: occupancyOf(spentOf(worked)),
      refused: refusalsOf(worked),
      broken: [
        ...checkInvites(lines, { stops, mayCall }),
        ...checkLegs(lines),
        ...conversations.broken,
        ...(await findUnwritten(database)),
      ],
    }
  } finally {
    await database.close()
    await demo.close()
  }
}
