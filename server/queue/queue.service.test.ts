import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import type { Claimed } from './claims.store.ts'
import { createQueueTown, MONDAY_NOON, type QueueTown } from './queue.test-town.ts'

let town: QueueTown
beforeAll(async () => {
  town = await createQueueTown()
})
afterAll(() => town.drop())
beforeEach(async () => {
  town.clock.set(MONDAY_NOON)
  town.open.clear()
  town.told.length = 0
  await town.db
    .$executeRaw`TRUNCATE work_item, queue_head, callback, skip, draft, score, episode, call_block, attempt CASCADE`
})

const claimed = async (agentId: UserId): Promise<Claimed> => {
  const card = await town.queue.claim(agentId)
  if (!card) throw new Error('nothing was claimed')
  return card
}
const fill = () => town.queue.fill(town.clock.now())
const draft = (revision: number) => ({
  reasons: [],
  words: '',
  competitor: null,
  offers: [],
  promises: [],
  note: `note ${revision}`,
  outcome: null,
  callbackAt: null,
  promisedAt: null,
  revision,
})

describe('filling the queue', () => {
  it('queues whoever may be called, tells by rule why others may not, and is the same the second time', async () => {
    const [free, refused, holdout] = [
      await town.addPerson(),
      await town.addPerson({ consent: false }),
      await town.addPerson({ arm: 'holdout' }),
    ]
    expect(await fill()).toEqual({ waiting: 1, later: 0, blocked: 1 })
    expect(await fill()).toEqual({ waiting: 0, later: 0, blocked: 1 })
    expect(await town.itemOf(free.customerId)).toMatchObject({ state: 'waiting' })
    expect(await town.compliance.blockCounts(town.db)).toContainEqual({ rule: 'consent', customers: 1 })
    expect(
      await town.db.workItem.count({ where: { customerId: { in: [refused.customerId, holdout.customerId] } } }),
    ).toBe(0)
    await town.db.customer.update({ where: { id: refused.customerId }, data: { consent: true } })
    expect(await fill()).toMatchObject({ waiting: 1 })
    expect(await town.compliance.blockCounts(town.db)).toEqual([])
  })

  it('lets people wait for their hours and offers nobody before', async () => {
    const agent = await town.addAgent()
    const person = await town.addPerson()
    town.clock.set('2026-11-23T03:00:00Z')
    expect(await fill()).toMatchObject({ later: 1 })
    expect((await town.itemOf(person.customerId)).dueAt.getTime()).toBeGreaterThan(+town.clock.now())
    expect(await town.queue.claim(agent)).toBeNull()
    town.clock.set(MONDAY_NOON)
    await town.queue.shortlist(town.clock.now())
    expect((await claimed(agent)).customerId).toBe(person.customerId)
  })

  it('closes what waits once the episode has ended, and tells why nothing comes', async () => {
    const agent = await town.addAgent()
    const person = await town.addPerson()
    await fill()
    expect(await town.queue.idle(town.db, agent)).toBeNull()
    await town.db.episode.update({
      where: { id: person.episodeId },
      data: { closedAt: town.clock.now(), closedAs: 'returned' },
    })
    await fill()
    expect(await town.db.workItem.findFirst()).toMatchObject({ state: 'closed', closedAs: 'episode-ended' })
    expect(await town.queue.idle(town.db, agent)).toEqual({ code: 'queue.empty' })
    await town.addPerson({ consent: false })
    await fill()
    expect(await town.queue.idle(town.db, agent)).toEqual({ code: 'queue.blocked' })
  })

  it('gives a shared number to one customer at a time and the other her second number', async () => {
    const shared = await town.addPhone()
    const own = await town.addPhone()
    await town.addPerson({ phoneIds: [shared] })
    await town.addPerson({ phoneIds: [shared] })
    const two = await town.addPerson({ phoneIds: [shared, own] })
    await fill()
    await fill()
    const items = await town.db.workItem.findMany({ where: { state: 'waiting' } })
    expect(new Set(items.map(({ phoneId }) => phoneId)).size).toBe(items.length)
    expect(items.map(({ customerId }) => customerId)).toContain(two.customerId)
  })
})

describe('a claim', () => {
  it('hands out the best first, in the agent’s languages, one to each', async () => {
    const [ann, farah] = [await town.addAgent(['en']), await town.addAgent(['fa'])]
    const low = await town.addPerson({ perMinute: 1 })
    const high = await town.addPerson({ perMinute: 50, language: 'en' })
    await fill()
    const [first, second] = await Promise.all([claimed(farah), claimed(ann)])
    expect(first.customerId).toBe(low.customerId)
    expect(second.customerId).toBe(high.customerId)
    expect(await town.presence(ann)).toBe('preview')
    expect(await town.queue.claim(ann)).toBeNull()
  })

  it('gives nothing to an agent who is not ready, and keeps the customer for the next', async () => {
    const [away, ready] = [await town.addAgent(), await town.addAgent()]
    await town.addPerson()
    await fill()
    await town.database.tx(
      async (tx) => void (await tx.presence.update({ where: { userId: away }, data: { state: 'break' } })),
    )
    expect(await town.queue.claim(away)).toBeNull()
    expect(await town.queue.claim(ready)).not.toBeNull()
  })

  it('never offers a person who asked us to stop after the queue was filled, and offers the next instead', async () => {
    const agent = await town.addAgent()
    const [best, next] = [await town.addPerson({ perMinute: 50 }), await town.addPerson({ perMinute: 5 })]
    await fill()
    await town.database.tx((tx) =>
      town.compliance.recordStop(tx, {
        kind: 'call',
        customerId: best.customerId,
        phoneIds: best.phoneIds,
        byUserId: null,
        at: town.clock.now(),
      }),
    )
    expect((await claimed(agent)).customerId).toBe(next.customerId)
    expect(await town.compliance.blockCounts(town.db)).toEqual([{ rule: 'stop.call', customers: 1 }])
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
    await fill()
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
    await fill()
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
    await fill()
    const card = await claimed(ann)
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
    await fill()
    expect(await town.queue.callbacks(ann)).toMatchObject([
      { state: 'pending', note: 'after lunch', customerName: 'A Customer' },
    ])
    town.clock.set('2026-11-23T14:14:00Z')
    expect((await claimed(ben)).customerId).not.toBe(person.customerId)
    town.clock.set('2026-11-23T14:15:00Z')
    await town.queue.sweep(town.clock.now())
    expect(await town.queue.callbacks(ann)).toMatchObject([{ state: 'missed' }])
    const carl = await town.addAgent()
    const hers = await claimed(carl)
    expect(hers).toMatchObject({ customerId: person.customerId, agreedAt: dueAt })
    expect(await town.queue.callbacks(ann)).toMatchObject([{ state: 'taken' }])
  })

  it('reaches its own agent at the minute it is due', async () => {
    const ann = await town.addAgent()
    const person = await town.addPerson({ perMinute: 1 })
    await fill()
    const card = await claimed(ann)
    const dueAt = new Date('2026-11-23T14:00:00Z')
    await town.database.tx((tx) =>
      town.queue.comeBack(tx, { workItemId: card.id, dueAt, reservedFor: ann, callback: { agentId: ann, note: '' } }),
    )
    await town.addPerson({ perMinute: 1_000 })
    await fill()
    town.clock.set('2026-11-23T14:00:00Z')
    await town.setReady(ann)
    expect((await claimed(ann)).customerId).toBe(person.customerId)
  })
})

describe('a lease', () => {
  it('ends half a minute after the desk fell silent: the next agent has the customer within five seconds, late writes are refused', async () => {
    const [ann, ben] = [await town.addAgent(), await town.addAgent()]
    await town.addPerson()
    await fill()
    const card = await claimed(ann)
    town.clock.advance(20_000)
    await town.queue.renewLease(ann, card.id, card.fence)
    town.clock.advance(29_000)
    expect(await town.queue.sweep(town.clock.now())).toEqual([])
    town.clock.advance(1_000)
    await expect(town.queue.saveDraft(ann, card.id, card.fence, draft(1))).rejects.toMatchObject({
      status: 409,
      problem: { code: 'lease.lost' },
    })
    expect(await town.queue.sweep(town.clock.now())).toEqual([card.id])
    expect(await town.presence(ann)).toBe('break')
    const again = await claimed(ben)
    expect(again).toMatchObject({ id: card.id, fence: card.fence + 1n })
    const late = { workItemId: card.id, fence: card.fence, reason: 'other' as const, note: '' }
    await expect(town.queue.skip(ann, late)).rejects.toMatchObject({ problem: { code: 'lease.lost' } })
    await expect(town.queue.renewLease(ann, card.id, card.fence)).rejects.toMatchObject({
      problem: { code: 'lease.lost' },
    })
    await expect(town.queue.skip(ann, { ...late, fence: again.fence })).rejects.toMatchObject({
      status: 404,
      problem: { code: 'card.not-yours' },
    })
  })

  it('outlives a silent desk while its attempt is open, then rests until the customer’s next day', async () => {
    const ann = await town.addAgent()
    const person = await town.addPerson()
    await fill()
    const card = await claimed(ann)
    town.open.add(card.id)
    town.clock.advance(60_000)
    expect(await town.queue.sweep(town.clock.now())).toEqual([])
    await town.queue.saveDraft(ann, card.id, card.fence, draft(1))
    await town.queue.renewLease(ann, card.id, card.fence)
    town.clock.advance(151_000)
    expect(await town.queue.sweep(town.clock.now())).toEqual([card.id])
    expect(town.told).toEqual([{ workItemId: card.id }])
    expect((await town.itemOf(person.customerId)).dueAt).toEqual(new Date('2026-11-24T00:00:00Z'))
    await town.queue.shortlist(town.clock.now())
    expect(await town.queue.claim(await town.addAgent())).toBeNull()
  })
})

describe('a skip', () => {
  it('keeps the customer from everybody until her next day, and the third within ten minutes pauses the agent', async () => {
    const ann = await town.addAgent()
    for (let n = 0; n < 3; n++) await town.addPerson()
    await fill()
    const seen = new Set<string>()
    for (const paused of [false, false, true]) {
      const card = await claimed(ann)
      seen.add(card.customerId)
      expect(
        await town.queue.skip(ann, { workItemId: card.id, fence: card.fence, reason: 'bad-data', note: '' }),
      ).toEqual({ paused })
      town.clock.advance(60_000)
      await town.queue.shortlist(town.clock.now())
    }
    expect(seen.size).toBe(3)
    expect(await town.presence(ann)).toBe('break')
    expect(await town.queue.claim(await town.addAgent())).toBeNull()
    town.clock.set('2026-11-24T12:00:00Z')
    await town.queue.shortlist(town.clock.now())
    expect(await town.queue.claim(await town.addAgent())).not.toBeNull()
  })
})

describe('a draft and a card', () => {
  it('keeps the newest revision, is shown to its agent alone, and the number stays masked', async () => {
    const [ann, ben] = [await town.addAgent(), await town.addAgent()]
    await town.addPerson()
    await fill()
    const { id, fence } = await claimed(ann)
    await town.queue.saveDraft(ann, id, fence, draft(2))
    expect(await town.queue.saveDraft(ann, id, fence, draft(1))).toMatchObject({ revision: 2 })
    const card = await town.queue.card(town.db, id, { userId: ann, role: 'agent' })
    expect(card).toMatchObject({ draft: { note: 'note 2' }, phone: { number: null }, customer: { localHour: '12:00' } })
    expect(card.phone.masked).toMatch(/\*\*\*/)
    await expect(town.queue.card(town.db, id, { userId: ben, role: 'agent' })).rejects.toMatchObject({
      problem: { code: 'card.not-yours' },
    })
    await town.db.campaign.updateMany({ data: { mode: 'manual' } })
    expect((await town.queue.card(town.db, id, { userId: ann, role: 'agent' })).phone.number).toMatch(/^\+44/)
    expect((await town.queue.card(town.db, id, { userId: ben, role: 'supervisor' })).phone.number).toBeNull()
    await town.db.campaign.updateMany({ data: { mode: 'preview' } })
    expect(await town.db.auditLine.count({ where: { action: 'card.viewed', actorId: ann } })).toBe(2)
  })
})

describe('the end of a round', () => {
  it('opens the next one when its rest is over, and none when it said never', async () => {
    const ann = await town.addAgent()
    const person = await town.addPerson()
    await fill()
    const card = await claimed(ann)
    const againAt = new Date('2027-02-21T12:00:00Z')
    await town.database.tx((tx) =>
      town.queue.close(tx, { workItemId: card.id, closedAs: 'L.NOW', againAt, countsAttempt: true }),
    )
    expect(await town.itemOf(person.customerId)).toMatchObject({ state: 'waiting', dueAt: againAt, attempts: 0 })
    await town.setReady(ann)
    expect(await town.queue.claim(ann)).toBeNull()
    const next = await town.queue.liveItem(town.db, person.customerId)
    if (next) await town.database.tx((tx) => town.queue.close(tx, { workItemId: next, closedAs: 'L.NEED' }))
    expect(await fill()).toEqual({ waiting: 0, later: 0, blocked: 0 })
  })
})
