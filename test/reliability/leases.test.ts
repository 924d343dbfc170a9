import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UserId, WorkItemId } from '#contract/ids'
import { upsertDraft } from '../../server/queue/desk.store.ts'
import { type Answer, callAs, codeOf } from '../harness/browser-call.ts'
import { type Desk, type Signed, seedDesks, seedStaff } from '../harness/desks.ts'
import { clockFrom, findFreePort, type House, startHouse } from '../harness/house.ts'
import { outcomeOf } from '../harness/outcome.ts'
import { reached } from '../harness/reached.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'
import { promised, sized } from '../harness/sized.ts'

/** R15 in real time: agents whose process is gone, with nothing said. */
const GONE = sized(12, 200)
const STAYING = 4
const NEXT_AGENTS = 4
const LEASE_MS = 30_000
const GRACE_MS = promised(5_000)
const LOOK_MS = 100
const MONDAY_NOON = '2026-03-02T07:00:00Z'
const EMPTY_DRAFT = {
  reasons: [],
  words: '',
  competitor: null,
  offers: [],
  promises: [],
  note: 'late',
  outcome: null,
  callbackAt: null,
  promisedAt: null,
  revision: 1,
}

let house: House
let other: ServerProcess
const children: ChildProcess[] = []
beforeAll(async () => {
  house = await startHouse({ clock: clockFrom(MONDAY_NOON), carried: false })
  other = await startServer({ ...house.env, PORT: String(await findFreePort()) })
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await other?.stop()
  await house?.close()
})

/** A process that holds these desks, once it holds them. */
async function openDesks(url: string, desks: readonly Desk[]): Promise<ChildProcess> {
  const held = desks.map(({ cookie, workItemId, fence }) => ({ cookie, workItemId, fence }))
  const file = new URL('./desk-process.ts', import.meta.url).pathname
  const args = ['--import', 'tsx', file, JSON.stringify({ url, desks: held })]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  await new Promise<void>((done, fail) => {
    child.stdout?.on('data', (chunk: Buffer) => chunk.toString().includes('held') && done())
    child.once('exit', () => fail(new Error('the desks closed before they held anything')))
  })
  return child
}

const now = (): Date => {
  const { origin, epoch } = JSON.parse(house.env.CLOCK ?? '{}') as Record<'origin' | 'epoch', number>
  return new Date(epoch + Date.now() - origin)
}

/** All that a desk could still write, under the fence it had. */
const writeLate = (desk: Desk, url: string): Promise<(Answer | null)[]> => {
  const { workItemId, fence } = desk
  return Promise.all([
    callAs(desk, url, '/outcomes', {
      body: { ...outcomeOf(desk, now()), outcome: 'S.CALL', reasons: [], promises: [] },
    }),
    callAs(desk, url, '/outcomes', { body: outcomeOf(desk, now()) }),
    callAs(desk, url, `/cards/${workItemId}/draft`, { method: 'PUT', body: { fence, draft: EMPTY_DRAFT } }),
    callAs(desk, url, '/calls', { body: { id: randomUUID(), workItemId, fence } }),
    callAs(desk, url, '/queue/skip', { body: { workItemId, fence, reason: 'other', note: '' } }),
    callAs(desk, url, '/stops', { body: { workItemId, fence, code: 'S.CALL' } }),
  ])
}

it('R15 · gives back in time what a vanished desk held, hands it on, and refuses whatever that desk still writes', {
  timeout: 180_000,
}, async ({ task }) => {
  const seeding = { now: now(), sessionSecret: house.env.SESSION_SECRET ?? '' }
  const leaseUntil = new Date(now().getTime() + LEASE_MS)
  const desks = await seedDesks(house.database, { ...seeding, count: GONE + STAYING, state: 'preview', leaseUntil })
  // Without a score nobody is offered.
  const score = {
    modelId: randomUUID(),
    scoredAt: now(),
    zone: 'Asia/Tashkent',
    perMinuteMinor: 100,
    expectedMinor: 900n,
    body: {},
  }
  await house.database.db.score.createMany({
    data: desks.map(({ customerId }) => ({ episodeId: customerId, customerId, ...score })),
  })
  const [gone, staying] = [desks.slice(0, GONE), desks.slice(GONE)]
  await openDesks(other.url, staying)
  const dying = await openDesks(house.url, gone)
  await wait(1_000)
  const ended = once(dying, 'exit')
  dying.kill('SIGKILL')
  await ended
  const diedAt = performance.now()

  const { db } = house.database
  const back = new Map<string, number>()
  while (back.size < GONE && performance.now() - diedAt < LEASE_MS + 2 * GRACE_MS) {
    const free = await db.workItem.findMany({ where: { id: { in: gone.map((d) => d.workItemId) }, state: 'waiting' } })
    for (const { id } of free) if (!back.has(id)) back.set(id, performance.now() - diedAt)
    await wait(LOOK_MS)
  }
  const times = [...back.values()]
  expect(back.size).toBe(GONE)
  expect(Math.max(...times)).toBeLessThanOrEqual(LEASE_MS + GRACE_MS)
  // Never before the lease was over: the last renewal is at most one beat old.
  expect(Math.min(...times)).toBeGreaterThan(LEASE_MS - 4_000)

  const early = await Promise.all(gone.map((desk, i) => writeLate(desk, i % 2 ? house.url : other.url)))
  const next = await seedStaff(house.database, { ...seeding, count: NEXT_AGENTS, role: 'agent' })
  await Promise.all(
    next.map((who: Signed) => callAs(who, house.url, '/presence', { method: 'PUT', body: { state: 'ready' } })),
  )
  const taken = () =>
    db.workItem.count({ where: { agentId: { in: next.map(({ userId }) => userId) }, state: 'leased', fence: 2n } })
  for (let tries = 0; tries < 50 && (await taken()) < NEXT_AGENTS; tries++) await wait(LOOK_MS)
  expect(await taken()).toBe(NEXT_AGENTS)
  const late = await Promise.all(gone.map((desk, i) => writeLate(desk, i % 2 ? other.url : house.url)))

  const answers = [...early, ...late].flat()
  reached(task, `${GONE} desks gone by kill -9, ${STAYING} stay`, {
    back: times.length,
    'ms at the latest': Math.round(Math.max(...times)),
    'late writes refused': answers.filter((answer) => codeOf(answer) === 'lease.lost').length,
    'late writes': answers.length,
  })
  expect(answers.map((answer) => answer?.status)).toEqual(answers.map(() => 409))
  expect(new Set(answers.map(codeOf))).toEqual(new Set(['lease.lost']))
  const customers = { customerId: { in: gone.map(({ customerId }) => customerId) } }
  expect(await db.disposition.count({ where: customers })).toBe(0)
  expect(await db.dialIntent.count({ where: customers })).toBe(0)
  expect(await db.stop.count({ where: customers })).toBe(0)
  expect(await db.draft.count()).toBe(0)
  expect(await db.presence.count({ where: { userId: { in: gone.map(({ userId }) => userId) }, state: 'break' } })).toBe(
    GONE,
  )

  // Whoever stayed still has her customer, and may write.
  const kept = { id: { in: staying.map(({ workItemId }) => workItemId) }, state: 'leased', fence: 1n }
  expect(await db.workItem.count({ where: kept })).toBe(STAYING)
  for (const desk of staying) {
    const body = { fence: desk.fence, draft: EMPTY_DRAFT }
    const saved = await callAs(desk, other.url, `/cards/${desk.workItemId}/draft`, { method: 'PUT', body })
    expect(saved).toMatchObject({ status: 200 })
  }
})

it('R15 control · a write that asks for no fence lands on a customer who is no longer held, and is found', async ({
  task,
}) => {
  const { db } = house.database
  const [late] = await db.workItem.findMany({ where: { fence: { gt: 1n } }, take: 1 })
  if (!late) throw new Error('nobody was handed on')
  const drafts = await db.draft.count()
  const agentId = randomUUID()
  await house.database.tx((tx) =>
    upsertDraft(tx, {
      workItemId: late.id as WorkItemId,
      agentId: agentId as UserId,
      draft: { ...EMPTY_DRAFT, note: 'late and unasked' },
      at: now(),
    }),
  )
  const landed = (await db.draft.count()) - drafts
  reached(task, 'one draft written past the hold', { 'late writes that landed': landed })
  expect(landed).toBe(1)
})
