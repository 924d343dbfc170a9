import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readVersions } from '../../server/platform/bus.pg.ts'
import { callAs } from '../harness/browser-call.ts'
import { deskOf, openScreens, type Screen, shows } from '../harness/crowd.ts'
import { type Signed, seedDesks, seedStaff } from '../harness/desks.ts'
import { clockFrom, type Ground, layGround } from '../harness/house.ts'
import { type Several, startSeveral } from '../harness/several.ts'
import { seedWaiting } from '../harness/waiting.ts'

/** Three server processes behind one address, on one PostgreSQL and with nothing else in common. */
const SERVERS = 3
const SWEPT = 30
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MONDAY_NOON = '2026-03-02T07:00:00Z'
const noon = new Date(MONDAY_NOON)
const clock = clockFrom(MONDAY_NOON)

let ground: Ground
let house: Several
const screens: Screen[] = []

beforeAll(async () => {
  ground = await layGround({ clock, carried: false })
  ground.env.LOG_LEVEL = 'info'
  // The last night that was scored is the one before the last: no server ran at midnight.
  await ground.database.db.jobTurn.create({
    data: { name: 'ranking.nightly', at: new Date(noon.getTime() - 2 * DAY_MS) },
  })
  house = await startSeveral(ground, SERVERS)
})
afterAll(async () => {
  for (const { line } of screens) line.close()
  await house?.close()
  await ground?.close()
})

const until = async (what: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> => {
  for (let waited = 0; !(await what()); waited += 50) {
    if (waited > withinMs) throw new Error('did not come to pass')
    await wait(50)
  }
}
const urlOf = (nth: number): string => house.servers[nth]?.url ?? ''
/** The house's time. Whoever is seeded as of the start would be taken for long gone. */
const now = (): Date => new Date(noon.getTime() + Date.now() - clock.origin)
const seeding = () => ({ now: now(), sessionSecret: ground.env.SESSION_SECRET ?? '' })
const seedAgents = (count: number): Promise<Signed[]> =>
  seedStaff(ground.database, { ...seeding(), count, role: 'agent' })
const openAt = async (nth: number, who: Signed): Promise<Screen> => {
  const [screen] = await openScreens(urlOf(nth), [who])
  if (!screen) throw new Error('no screen')
  screens.push(screen)
  return screen
}
const versionsOf = async (topics: string[]): Promise<number[]> => {
  const versions = await readVersions(ground.database.db, topics)
  return topics.map((topic) => versions.get(topic) ?? 0)
}

it('makes up for a night on which no server ran, in one process of three', async () => {
  const { db } = ground.database
  await until(() => house.servers.some((server) => server.printed().includes('ranking.nightly')))
  await wait(1_500) // three more turns of every process
  expect(house.servers.filter((server) => server.printed().includes('ranking.nightly'))).toHaveLength(1)
  const left = () =>
    db.$queryRaw<{ task: string }[]>`SELECT task_identifier AS task FROM graphile_worker.jobs WHERE locked_by IS NULL`
  await until(async () => (await left()).every(({ task }) => task !== 'ranking.rescore'))
  const turn = await db.jobTurn.findUniqueOrThrow({ where: { name: 'ranking.nightly' } })
  expect(noon.getTime() - turn.at.getTime()).toBeLessThan(DAY_MS)
})

it('serves an agent at one process the customer that another claimed for her while hers stood still', async () => {
  const [agent] = await seedAgents(1)
  if (!agent) throw new Error('no agent')
  const screen = await openAt(0, agent)
  await callAs(agent, urlOf(0), '/presence', { method: 'PUT', body: { state: 'ready' } })
  await shows(screen, (desk) => desk.state === 'ready')
  house.servers[0]?.signal('SIGSTOP')
  try {
    const [customer] = await seedWaiting(ground.database, 1, now())
    const where = { id: customer?.workItemId ?? '', state: 'leased', agentId: agent.userId }
    await until(async () => (await ground.database.db.workItem.count({ where })) === 1)
    expect(deskOf(screen)?.card).toBeNull()
    house.servers[0]?.signal('SIGCONT')
    await shows(screen, (desk) => desk.state === 'preview' && desk.card?.workItemId === customer?.workItemId, 10_000)
  } finally {
    house.servers[0]?.signal('SIGCONT')
  }
})

it('keeps an agent on the floor whose desk is open at two processes when one of them dies', async () => {
  const [agent] = await seedAgents(1)
  if (!agent) throw new Error('no agent')
  const { db } = ground.database
  await openAt(1, agent)
  const stays = await openAt(2, agent)
  await house.servers[1]?.kill()
  const died = await db.presence.findUniqueOrThrow({ where: { userId: agent.userId } })
  const seen = async () => (await db.presence.findUniqueOrThrow({ where: { userId: agent.userId } })).seenAt
  // A beat of the survivor, and the next: she is heard of there, half a minute before she would be taken for gone.
  for (let beat = 1; beat <= 2; beat++)
    await until(async () => (await seen()).getTime() > died.seenAt.getTime() + beat * 4_000, 20_000)
  expect(stays.lost).toBe(0)
  expect(deskOf(stays)?.state).toBe('break')
  await house.restart(1)
})

it('ends a session at every process: signed out at one, switched off at another', async () => {
  const [agent, other] = await seedAgents(2)
  const [admin] = await seedStaff(ground.database, { ...seeding(), count: 1, role: 'admin' })
  if (!agent || !other || !admin) throw new Error('nobody')
  const opened = await Promise.all([openAt(1, agent), openAt(2, agent), openAt(1, other), openAt(2, other)])
  const ended = opened.map(() => Number.POSITIVE_INFINITY)
  for (const [i, { socket }] of opened.entries())
    socket.once('session:ended', () => {
      ended[i] = performance.now()
    })
  const from = performance.now()
  expect(await callAs(agent, urlOf(0), '/session', { method: 'DELETE', body: {} })).toMatchObject({ status: 200 })
  const change = { name: 'Somebody', role: 'agent', languages: ['en'], skills: [], active: false }
  expect(await callAs(admin, urlOf(0), `/staff/${other.userId}`, { method: 'PUT', body: change })).toMatchObject({
    status: 200,
  })
  // Long before the look of every minute.
  await until(() => ended.every(Number.isFinite), 10_000)
  expect(Math.max(...ended) - from).toBeLessThan(10_000)
})

it('gives back silent desks, lets callbacks lapse and writes up what was abandoned once, though three processes sweep', async () => {
  const { db } = ground.database
  const before = new Date(noon.getTime() - 10 * MINUTE_MS)
  const silent = await seedDesks(ground.database, {
    ...seeding(),
    count: SWEPT,
    state: 'preview',
    leaseUntil: before,
  })
  const late = await seedWaiting(ground.database, SWEPT, new Date(noon.getTime() + DAY_MS))
  const owners = await seedAgents(SWEPT)
  await db.presence.deleteMany({ where: { userId: { in: owners.map(({ userId }) => userId) } } }) // nobody finds them gone
  await db.queueHead.deleteMany({ where: { workItemId: { in: late.map(({ workItemId }) => workItemId) } } })
  await db.callback.createMany({
    data: late.map(({ workItemId, customerId }, i) => ({
      id: randomUUID(),
      workItemId,
      customerId,
      agentId: owners[i]?.userId ?? '',
      dueAt: new Date(noon.getTime() - 20 * MINUTE_MS),
      state: 'pending',
      note: '',
      createdAt: before,
    })),
  })
  const abandoned = await seedDesks(ground.database, { ...seeding(), count: SWEPT, state: 'spoken' })
  const left = { id: { in: abandoned.map(({ workItemId }) => workItemId) } }
  await db.workItem.updateMany({
    where: left,
    data: {
      state: 'waiting',
      agentId: null,
      leaseUntil: null,
      leasedAt: null,
      dueAt: new Date(noon.getTime() + DAY_MS),
    },
  })

  const agents = { userId: { in: abandoned.map(({ userId }) => userId) } }
  await db.presence.updateMany({ where: agents, data: { state: 'break' } })

  const items = { id: { in: silent.map(({ workItemId }) => workItemId) } }
  const callIds = abandoned.flatMap(({ callId }) => (callId ? [callId] : []))
  await until(async () => (await db.workItem.count({ where: { ...items, state: 'leased' } })) === 0)
  await until(async () => (await db.callback.count({ where: { state: 'pending' } })) === 0)
  await until(async () => (await db.disposition.count({ where: { callId: { in: callIds } } })) === SWEPT)
  await wait(1_500) // three more turns of every process

  expect(await db.presence.count({ where: { userId: { in: silent.map((s) => s.userId) }, state: 'break' } })).toBe(
    SWEPT,
  )
  expect(await versionsOf(silent.map(({ workItemId }) => `card:${workItemId}`))).toEqual(silent.map(() => 1))
  expect(await versionsOf(owners.map(({ userId }) => `agent:${userId}`))).toEqual(owners.map(() => 1))
  expect(await db.disposition.count({ where: { callId: { in: callIds }, setBy: 'auto' } })).toBe(SWEPT)
  expect(await versionsOf(abandoned.map(({ workItemId }) => `card:${workItemId}`))).toEqual(abandoned.map(() => 1))
})
