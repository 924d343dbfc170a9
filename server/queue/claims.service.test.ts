import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createQueueTown, type QueueTown } from './queue.test-town.ts'

let town: QueueTown
beforeAll(async () => {
  town = await createQueueTown()
})
afterAll(() => town.drop())
beforeEach(() => town.clear())

describe('a claim', () => {
  it('hands out the best first, in the agent’s languages, one to each', async () => {
    const [ann, farah] = [await town.addAgent(['en']), await town.addAgent(['fa'])]
    const low = await town.addPerson({ perMinute: 1 })
    const high = await town.addPerson({ perMinute: 50, language: 'en' })
    await town.fill()
    const [first, second] = await Promise.all([town.claimed(farah), town.claimed(ann)])
    expect(first.customerId).toBe(low.customerId)
    expect(second.customerId).toBe(high.customerId)
    expect(await town.presence(ann)).toBe('preview')
    expect(await town.queue.claim(ann)).toBeNull()
  })

  it('gives nothing to an agent who is not ready, and keeps the customer for the next', async () => {
    const [away, ready] = [await town.addAgent(), await town.addAgent()]
    await town.addPerson()
    await town.fill()
    await town.database.tx(
      async (tx) => void (await tx.presence.update({ where: { userId: away }, data: { state: 'break' } })),
    )
    expect(await town.queue.claim(away)).toBeNull()
    expect(await town.queue.claim(ready)).not.toBeNull()
  })

  it('never offers a person who asked us to stop after the queue was filled, and offers the next instead', async () => {
    const agent = await town.addAgent()
    const [best, next] = [await town.addPerson({ perMinute: 50 }), await town.addPerson({ perMinute: 5 })]
    await town.fill()
    await town.database.tx((tx) =>
      town.compliance.recordStop(tx, {
        kind: 'call',
        customerId: best.customerId,
        phoneIds: best.phoneIds,
        byUserId: null,
        at: town.clock.now(),
      }),
    )
    expect((await town.claimed(agent)).customerId).toBe(next.customerId)
    expect(await town.compliance.blockCounts(town.db)).toEqual([{ rule: 'stop.call', customers: 1 }])
    expect((await town.itemOf(best.customerId)).state).toBe('waiting')
  })

  it('never offers a person whose episode has ended since the queue was filled, as a head or as a callback', async () => {
    const agent = await town.addAgent()
    const [best, promised, next] = [
      await town.addPerson({ perMinute: 50 }),
      await town.addPerson({ perMinute: 40 }),
      await town.addPerson({ perMinute: 5 }),
    ]
    await town.fill()
    const now = town.clock.now()
    const { id: callback } = await town.itemOf(promised.customerId)
    await town.db.queueHead.delete({ where: { workItemId: callback } })
    await town.db.workItem.update({ where: { id: callback }, data: { reservedFor: agent, reservedUntil: now } })
    await town.db.episode.updateMany({
      where: { id: { in: [best.episodeId, promised.episodeId] } },
      data: { closedAt: now, closedAs: 'returned_unaided' },
    })
    expect(await town.queue.claim(agent)).toBeNull() // the head of who came back is taken away
    expect((await town.claimed(agent)).customerId).toBe(next.customerId)
    expect((await town.itemOf(best.customerId)).state).toBe('waiting')
  })

  it('honours a stop on a number whoever it belongs to', async () => {
    const agent = await town.addAgent()
    const phone = await town.addPhone()
    const [one, other] = [await town.addPerson({ phoneIds: [phone] }), await town.addPerson({ phoneIds: [phone] })]
    await town.database.tx((tx) =>
      town.compliance.recordStop(tx, {
        kind: 'all',
        customerId: one.customerId,
        phoneIds: [phone],
        byUserId: null,
        at: town.clock.now(),
      }),
    )
    await town.fill()
    expect(await town.queue.claim(agent)).toBeNull()
    expect(
      await town.compliance.permitFor(town.db, { customerId: other.customerId, phoneId: phone }, town.clock.now()),
    ).toMatchObject({
      allowed: false,
      denials: [{ rule: 'stop', params: { kind: 'all', scope: 'number' } }],
    })
  })
})

describe('claims at the same instant', () => {
  it('never give one customer to two agents, nor two customers to one agent, nor anybody who may not be called', async () => {
    const agents = await Promise.all(Array.from({ length: 12 }, () => town.addAgent()))
    const people = []
    for (let n = 0; n < 16; n++) people.push(await town.addPerson({ perMinute: n }))
    await town.fill()
    const stopped = people.slice(-3)
    for (const { customerId, phoneIds } of stopped)
      await town.database.tx((tx) =>
        town.compliance.recordStop(tx, { kind: 'all', customerId, phoneIds, byUserId: null, at: town.clock.now() }),
      )
    const other = town.anotherProcess()
    const cards = await Promise.all(
      agents.flatMap((agent) => [town.queue.claim(agent), other.claim(agent), town.queue.claim(agent)]),
    )
    const given = new Map(cards.flatMap((card) => (card ? [[card.id, card]] : [])))
    expect(given.size).toBe(12)
    expect(new Set([...given.values()].map(({ agentId }) => agentId)).size).toBe(12)
    for (const { customerId } of stopped)
      expect([...given.values()].map((card) => card.customerId)).not.toContain(customerId)
    expect(await town.db.workItem.count({ where: { state: 'leased' } })).toBe(12)
  })
})

describe('a callback', () => {
  it('goes to its agent when due, before better heads, and after fifteen minutes to anybody', async () => {
    const [ann, ben] = [await town.addAgent(), await town.addAgent()]
    const person = await town.addPerson({ perMinute: 1 })
    await town.fill()
    const card = await town.claimed(ann)
    const dueAt = new Date('2026-11-23T14:00:00Z')
    await town.database.tx((tx) =>
      town.queue.comeBack(tx, {
        workItemId: card.id,
        dueAt,
        reservedFor: ann,
        callback: { agentId: ann, note: 'after lunch' },
        countsAttempt: true,
        outcome: 'C.CB',
      }),
    )
    await town.setReady(ann)
    for (let n = 0; n < 3; n++) await town.addPerson({ perMinute: 1_000 })
    await town.fill()
    expect(await town.queue.callbacks(ann)).toMatchObject([
      { state: 'pending', note: 'after lunch', customerName: 'A Customer' },
    ])
    town.clock.set('2026-11-23T14:14:00Z')
    expect((await town.claimed(ben)).customerId).not.toBe(person.customerId)
    town.clock.set('2026-11-23T14:15:00Z')
    await town.queue.sweep(town.clock.now())
    expect(await town.queue.callbacks(ann)).toMatchObject([{ state: 'missed' }])
    const carl = await town.addAgent()
    const hers = await town.claimed(carl)
    expect(hers).toMatchObject({ customerId: person.customerId, agreedAt: dueAt })
    expect(await town.queue.callbacks(ann)).toMatchObject([{ state: 'taken' }])
  })

  it('reaches its own agent at the minute it is due', async () => {
    const ann = await town.addAgent()
    const person = await town.addPerson({ perMinute: 1 })
    await town.fill()
    const card = await town.claimed(ann)
    const dueAt = new Date('2026-11-23T14:00:00Z')
    await town.database.tx((tx) =>
      town.queue.comeBack(tx, { workItemId: card.id, dueAt, reservedFor: ann, callback: { agentId: ann, note: '' } }),
    )
    await town.addPerson({ perMinute: 1_000 })
    await town.fill()
    town.clock.set('2026-11-23T14:00:00Z')
    await town.setReady(ann)
    expect((await town.claimed(ann)).customerId).toBe(person.customerId)
  })
})
