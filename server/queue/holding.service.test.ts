import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TeamId } from '#contract/ids'
import { createQueueTown, type QueueTown } from './queue.test-town.ts'

const TEAM = '00000000-0000-4000-8000-000000000001' as TeamId
let town: QueueTown
beforeAll(async () => {
  town = await createQueueTown()
})
afterAll(() => town.drop())
beforeEach(() => town.clear())

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

describe('a lease', () => {
  it('ends half a minute after the desk fell silent: the next agent has the customer within five seconds, late writes are refused', async () => {
    const [ann, ben] = [await town.addAgent(), await town.addAgent()]
    await town.addPerson()
    await town.fill()
    const card = await town.claimed(ann)
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
    const again = await town.claimed(ben)
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
    await town.fill()
    const card = await town.claimed(ann)
    town.open.add(card.id)
    town.clock.advance(60_000)
    expect(await town.queue.sweep(town.clock.now())).toEqual([])
    await town.queue.saveDraft(ann, card.id, card.fence, draft(1))
    await town.queue.renewLease(ann, card.id, card.fence)
    town.clock.advance(91_000)
    expect(await town.queue.sweep(town.clock.now())).toEqual([])
    town.clock.advance(60_000)
    expect(await town.queue.sweep(town.clock.now())).toEqual([card.id])
    expect(town.told).toEqual([{ workItemId: card.id }])
    expect((await town.itemOf(person.customerId)).dueAt).toEqual(new Date('2026-11-24T00:00:00Z'))
    await town.queue.shortlist(town.clock.now())
    expect(await town.queue.claim(await town.addAgent())).toBeNull()
  })

  it('leaves a conversation to its agent when no server was there to hear the desk', async () => {
    const ann = await town.addAgent()
    await town.addPerson()
    await town.fill()
    const card = await town.claimed(ann)
    town.open.add(card.id)
    town.clock.advance(600_000)
    const started = town.anotherProcess()
    expect(await started.sweep(town.clock.now())).toEqual([])
    await started.renewLease(ann, card.id, card.fence)
    town.clock.advance(100_000)
    expect(await started.sweep(town.clock.now())).toEqual([])
    town.clock.advance(60_000)
    expect(await started.sweep(town.clock.now())).toEqual([card.id])
  })
})

describe('a skip', () => {
  it('keeps the customer from everybody until her next day, and the third within ten minutes pauses the agent', async () => {
    const ann = await town.addAgent()
    for (let n = 0; n < 3; n++) await town.addPerson()
    await town.fill()
    const seen = new Set<string>()
    for (const paused of [false, false, true]) {
      const card = await town.claimed(ann)
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
    await town.fill()
    const { id, fence } = await town.claimed(ann)
    await town.queue.saveDraft(ann, id, fence, draft(2))
    expect(await town.queue.saveDraft(ann, id, fence, draft(1))).toMatchObject({ revision: 2 })
    const card = await town.queue.card(town.db, id, { userId: ann, role: 'agent', teamId: null })
    expect(card).toMatchObject({ draft: { note: 'note 2' }, phone: { number: null }, customer: { localHour: '12:00' } })
    expect(card.phone.masked).toMatch(/\*\*\*/)
    await expect(town.queue.card(town.db, id, { userId: ben, role: 'agent', teamId: null })).rejects.toMatchObject({
      problem: { code: 'card.not-yours' },
    })
    await town.db.campaign.updateMany({ data: { mode: 'manual' } })
    expect((await town.queue.card(town.db, id, { userId: ann, role: 'agent', teamId: null })).phone.number).toMatch(
      /^\+44/,
    )
    expect(
      (await town.queue.card(town.db, id, { userId: ben, role: 'supervisor', teamId: TEAM })).phone.number,
    ).toBeNull()
    await town.db.campaign.updateMany({ data: { mode: 'preview' } })
    expect(await town.db.auditLine.count({ where: { action: 'card.viewed', actorId: ann } })).toBe(2)
  })
})

describe('the end of a round', () => {
  it('opens the next one when its rest is over, and none when it said never', async () => {
    const ann = await town.addAgent()
    const person = await town.addPerson()
    await town.fill()
    const card = await town.claimed(ann)
    const againAt = new Date('2027-02-21T12:00:00Z')
    await town.database.tx((tx) =>
      town.queue.close(tx, { workItemId: card.id, closedAs: 'L.NOW', againAt, countsAttempt: true }),
    )
    expect(await town.itemOf(person.customerId)).toMatchObject({ state: 'waiting', dueAt: againAt, attempts: 0 })
    await town.setReady(ann)
    expect(await town.queue.claim(ann)).toBeNull()
    const next = await town.queue.liveItem(town.db, person.customerId)
    if (next) await town.database.tx((tx) => town.queue.close(tx, { workItemId: next, closedAs: 'L.NEED' }))
    expect(await town.fill()).toEqual({ waiting: 0, later: 0, blocked: 0 })
  })

  it('closes when the next number rings for somebody else, and goes on once it is free', async () => {
    const ann = await town.addAgent()
    const [own, shared] = [await town.addPhone(), await town.addPhone()]
    const person = await town.addPerson({ phoneIds: [own, shared], perMinute: 500 })
    const other = await town.addPerson({ phoneIds: [shared] })
    await town.fill()
    const card = await town.claimed(ann)
    expect(card).toMatchObject({ customerId: person.customerId, phoneId: own })
    await town.db.customerPhone.updateMany({
      where: { phoneId: own },
      data: { struckAt: town.clock.now(), struckWhy: 'N.WRONG' },
    })
    await town.database.tx((tx) =>
      town.queue.comeBack(tx, { workItemId: card.id, dueAt: town.clock.now(), phoneId: shared }),
    )
    expect(await town.queue.liveItem(town.db, person.customerId)).toBeNull()
    const others = await town.queue.liveItem(town.db, other.customerId)
    if (others) await town.database.tx((tx) => town.queue.close(tx, { workItemId: others, closedAs: 'L.NEED' }))
    await town.fill()
    expect(await town.itemOf(person.customerId)).toMatchObject({ state: 'waiting', phoneId: shared })
  })
})
