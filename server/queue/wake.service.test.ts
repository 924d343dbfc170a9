import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import { settleComplaint, settlePromise } from '../people/cases.store.ts'
import { openComplaint } from '../people/person.store.ts'
import { createProgramme } from '../programme/programme.service.ts'
import { createQueueTown, type Person, type QueueTown } from './queue.test-town.ts'

const DAY_MS = 86_400_000
let town: QueueTown
let agent: UserId
let her: Person

beforeAll(async () => {
  town = await createQueueTown()
  await createProgramme({ database: town.database }).loadDefaults()
})
afterAll(() => town.drop())
beforeEach(async () => {
  await town.clear()
  agent = await town.addAgent()
  her = await town.addPerson()
  await town.fill()
})

const inDays = (days: number): Date => new Date(town.clock.now().getTime() + days * DAY_MS)
/** She was spoken to and comes back so many days on, with this outcome. */
const speak = async (outcome: string, days: number, reservedFor: UserId | null, asked = false): Promise<void> => {
  const { id } = await town.claimed(agent)
  const callback = asked ? { agentId: agent, note: '' } : null
  await town.database.tx((tx) =>
    town.queue.comeBack(tx, { workItemId: id, dueAt: inDays(days), reservedFor, callback, outcome }),
  )
  await town.setReady(agent)
}
const promiseHer = async (): Promise<string> => {
  const id = randomUUID()
  const { customerId } = her
  const common = { id, customerId, what: 'a new filter', ownerId: agent, dueAt: inDays(3) }
  const created = { dispositionId: randomUUID(), status: 'open', createdAt: town.clock.now() }
  await town.db.promise.create({ data: { ...common, ...created } })
  return id
}
const keep = (id: string): Promise<void> =>
  town.database.tx(async (tx) => {
    expect(await settlePromise(tx, id, 'kept', town.clock.now())).toBe(true)
    await town.queue.wake(tx, her.customerId, town.clock.now())
  })
const dueAt = async (): Promise<Date> => (await town.itemOf(her.customerId)).dueAt

describe('a customer whom we owe something', () => {
  it('is denied until the promise is kept, then offered again to the agent who made it', async () => {
    await speak('C.PLAN', 3, agent)
    const promise = await promiseHer()
    town.clock.set(inDays(3).toISOString())
    expect(await town.queue.claim(agent)).toBeNull()
    expect(await town.compliance.blockCounts(town.db)).toContainEqual({ rule: 'promise.open', customers: 1 })
    expect((await dueAt()).getTime()).toBeGreaterThan(+town.clock.now())
    await keep(promise)
    await town.fill()
    expect((await town.claimed(agent)).customerId).toBe(her.customerId)
  })

  it('comes again as soon as the promise is kept, however long before it was due', async () => {
    await speak('C.PLAN', 3, agent)
    const promise = await promiseHer()
    expect(await town.queue.claim(agent)).toBeNull()
    await keep(promise)
    expect((await town.itemOf(her.customerId)).reservedUntil).toEqual(new Date(+town.clock.now() + 900_000))
    expect((await town.claimed(agent)).customerId).toBe(her.customerId)
  })

  it('comes again to anybody when the complaint is solved', async () => {
    await speak('C.SVC', 1, null)
    const { customerId } = her
    await openComplaint(town.db, { customerId, key: 'call:1', text: 'No answer', at: town.clock.now() })
    const { id } = await town.db.complaint.findFirstOrThrow({ where: { customerId } })
    await town.database.tx(async (tx) => {
      await settleComplaint(tx, id, { status: 'solved', note: 'Rang her', at: town.clock.now() })
      await town.queue.wake(tx, customerId, town.clock.now())
    })
    await town.fill()
    expect((await town.claimed(agent)).customerId).toBe(customerId)
  })

  it('is not rung before the time that she asked for, nor when she waits for something else', async () => {
    await speak('C.CB', 2, agent, true)
    const promise = await promiseHer()
    const asked = await dueAt()
    await town.db.callBlock.create({
      data: { customerId: her.customerId, rule: 'promise.open', params: {}, at: town.clock.now() },
    })
    await keep(promise)
    expect(await dueAt()).toEqual(asked)
    await town.db.callBlock.deleteMany()
    await town.db.callback.deleteMany()
    await keep(await promiseHer())
    expect(await dueAt()).toEqual(asked)
  })
})
