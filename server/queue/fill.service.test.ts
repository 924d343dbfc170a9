import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readVersions } from '../platform/bus.pg.ts'
import { createQueueTown, MONDAY_NOON, type QueueTown } from './queue.test-town.ts'

let town: QueueTown
beforeAll(async () => {
  town = await createQueueTown()
})
afterAll(() => town.drop())
beforeEach(() => town.clear())

describe('filling the queue', () => {
  it('queues whoever may be called, tells by rule why others may not, and is the same the second time', async () => {
    const [free, refused, holdout] = [
      await town.addPerson(),
      await town.addPerson({ consent: false }),
      await town.addPerson({ arm: 'holdout' }),
    ]
    expect(await town.fill()).toEqual({ waiting: 1, later: 0, blocked: 1 })
    expect(await town.fill()).toEqual({ waiting: 0, later: 0, blocked: 1 })
    expect(await town.itemOf(free.customerId)).toMatchObject({ state: 'waiting' })
    expect(await town.compliance.blockCounts(town.db)).toContainEqual({ rule: 'consent', customers: 1 })
    expect(
      await town.db.workItem.count({ where: { customerId: { in: [refused.customerId, holdout.customerId] } } }),
    ).toBe(0)
    await town.db.customer.update({ where: { id: refused.customerId }, data: { consent: true } })
    expect(await town.fill()).toMatchObject({ waiting: 1 })
    expect(await town.compliance.blockCounts(town.db)).toEqual([])
  })

  it('tells the wall, though nobody is at a desk', async () => {
    const version = async () => (await readVersions(town.db, ['wall'])).get('wall') ?? -1
    await town.addPerson()
    const before = await version()
    await town.fill()
    expect(await version()).toBeGreaterThan(before)
  })

  it('lets people wait for their hours and offers nobody before', async () => {
    const agent = await town.addAgent()
    const person = await town.addPerson()
    town.clock.set('2026-11-23T03:00:00Z')
    expect(await town.fill()).toMatchObject({ later: 1 })
    expect((await town.itemOf(person.customerId)).dueAt.getTime()).toBeGreaterThan(+town.clock.now())
    expect(await town.queue.claim(agent)).toBeNull()
    town.clock.set(MONDAY_NOON)
    await town.queue.shortlist(town.clock.now())
    expect((await town.claimed(agent)).customerId).toBe(person.customerId)
  })

  it('hands out one whose permission to call ends in two days before one who is worth a little more', async () => {
    town.clock.set('2026-11-23T15:00:00Z') // day in London and in New York
    const agent = await town.addAgent()
    const american = { country: 'US', consent: null }
    const ending = await town.addPerson({ ...american, perMinute: 100, paidAt: new Date('2025-05-25T12:00:00Z') })
    const better = await town.addPerson({ ...american, perMinute: 120, paidAt: new Date('2026-05-25T12:00:00Z') })
    const best = await town.addPerson({ ...american, perMinute: 200, paidAt: new Date('2026-05-25T12:00:00Z') })
    await town.fill()
    for (let turn = 0; turn < 2; turn++) await town.queue.shortlist(town.clock.now()) // as new, and as a head that stands
    const heads = await town.db.queueHead.findMany({ orderBy: { rank: 'desc' } })
    const items = await town.db.workItem.findMany()
    const customerOf = new Map(items.map(({ id, customerId }) => [id, customerId]))
    expect(heads.map(({ workItemId }) => customerOf.get(workItemId))).toEqual(
      [best, ending, better].map(({ customerId }) => customerId),
    )
    expect(heads.map(({ lapsesAt }) => lapsesAt?.toISOString().slice(0, 10))).toEqual([
      '2027-11-25',
      '2026-11-25',
      '2027-11-25',
    ])
    expect((await town.claimed(agent)).customerId).toBe(best.customerId)
    expect((await town.claimed(await town.addAgent())).customerId).toBe(ending.customerId)
  })

  it('closes what waits once the episode has ended, and tells why nothing comes', async () => {
    const agent = await town.addAgent()
    const person = await town.addPerson()
    await town.fill()
    expect(await town.queue.idle(town.db, agent)).toBeNull()
    await town.db.episode.update({
      where: { id: person.episodeId },
      data: { closedAt: town.clock.now(), closedAs: 'returned' },
    })
    await town.fill()
    expect(await town.db.workItem.findFirst()).toMatchObject({ state: 'closed', closedAs: 'episode-ended' })
    expect(await town.queue.idle(town.db, agent)).toEqual({ code: 'queue.empty' })
    await town.addPerson({ consent: false })
    await town.fill()
    expect(await town.queue.idle(town.db, agent)).toEqual({ code: 'queue.blocked' })
  })

  it('closes the further round of a win that an order has borne out', async () => {
    const person = await town.addPerson()
    await town.fill()
    await town.db.episode.update({ where: { id: person.episodeId }, data: { state: 'verified' } })
    await town.fill()
    expect(await town.db.workItem.findFirst({ where: { customerId: person.customerId } })).toMatchObject({
      state: 'closed',
      closedAs: 'episode-ended',
    })
  })

  it('gives a shared number to one customer at a time and the other her second number', async () => {
    const shared = await town.addPhone()
    const own = await town.addPhone()
    await town.addPerson({ phoneIds: [shared] })
    await town.addPerson({ phoneIds: [shared] })
    const two = await town.addPerson({ phoneIds: [shared, own] })
    await town.fill()
    await town.fill()
    const items = await town.db.workItem.findMany({ where: { state: 'waiting' } })
    expect(new Set(items.map(({ phoneId }) => phoneId)).size).toBe(items.length)
    expect(items.map(({ customerId }) => customerId)).toContain(two.customerId)
  })
})
