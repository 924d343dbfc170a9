import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Segment } from '#contract/segments'
import type { Prisma } from '../platform/generated/client.ts'
import { CAMPAIGN, createQueueTown, type QueueTown } from './queue.test-town.ts'

const TEAM = '00000000-0000-4000-8000-000000000001'
const LONDON: Segment = {
  join: 'and',
  groups: [{ join: 'and', conditions: [{ kind: 'text', field: 'city', op: 'is', values: ['London'] }] }],
}

let town: QueueTown
beforeAll(async () => {
  town = await createQueueTown()
})
afterAll(() => town.drop())
beforeEach(async () => {
  await town.clear()
  await town.db.$executeRaw`DELETE FROM campaign WHERE id <> ${CAMPAIGN}::uuid`
  await set(CAMPAIGN, { state: 'running', hours: [], caps: { day: null, week: null, round: null }, startsOn: null })
  await town.db.$executeRaw`UPDATE campaign SET hours = NULL, segment = '{"join":"and","groups":[]}'`
})

const set = (id: string, data: Prisma.CampaignUpdateInput) => town.db.campaign.update({ where: { id }, data })
const addCampaign = async (data: Partial<Prisma.CampaignCreateInput> = {}) => {
  const id = randomUUID()
  await town.db.campaign.create({
    data: { id, name: 'Another', priority: 10, mode: 'preview', teamId: TEAM, createdAt: town.clock.now(), ...data },
  })
  return id
}
const addFrom = async (city: string | null, language: string | null = null) => {
  const person = await town.addPerson()
  await town.db.customer.update({ where: { id: person.customerId }, data: { city, language } })
  return person
}
const campaignOf = async (person: { customerId: string }) =>
  (await town.db.workItem.findFirst({ where: { customerId: person.customerId, state: { not: 'closed' } } }))
    ?.campaignId ?? null

describe('a new round', () => {
  it('goes to the matching campaign of highest priority, else to the one that calls everybody', async () => {
    const london = await addCampaign({ state: 'running', segment: LONDON })
    await addCampaign({ state: 'draft', priority: 20, segment: LONDON })
    const [hers, his] = [await addFrom('london'), await addFrom(null)]
    await town.fill()
    expect(await campaignOf(hers)).toBe(london)
    expect(await campaignOf(his)).toBe(CAMPAIGN)
  })

  it('is not begun where no campaign calls her, and the wall is told why', async () => {
    await set(CAMPAIGN, { segment: LONDON })
    const person = await addFrom('Leeds')
    expect(await town.fill()).toMatchObject({ blocked: 1 })
    expect(await campaignOf(person)).toBeNull()
    expect(await town.compliance.blockCounts(town.db)).toEqual([{ rule: 'campaign.none', customers: 1 }])
  })

  it('is not begun in a campaign that drains, nor before its first day', async () => {
    await set(CAMPAIGN, { state: 'draining' })
    const person = await addFrom('London')
    await town.fill()
    expect(await campaignOf(person)).toBeNull()
    await set(CAMPAIGN, { state: 'running', startsOn: '2026-11-24' })
    await town.fill()
    expect(await campaignOf(person)).toBeNull()
    await set(CAMPAIGN, { startsOn: '2026-11-23' })
    await town.fill()
    expect(await campaignOf(person)).toBe(CAMPAIGN)
  })
})

describe('a waiting round', () => {
  it('is handed out to nobody while its campaign is paused, and again when it goes on', async () => {
    const agent = await town.addAgent()
    const person = await addFrom('London')
    await town.fill()
    await set(CAMPAIGN, { state: 'paused' })
    expect(await town.queue.claim(agent)).toBeNull()
    await town.queue.rematch(town.clock.now())
    expect(await campaignOf(person)).toBe(CAMPAIGN)
    await set(CAMPAIGN, { state: 'running' })
    await town.queue.rematch(town.clock.now())
    expect((await town.claimed(agent)).customerId).toBe(person.customerId)
  })

  it('is handed only to an agent who has every skill that its campaign asks for, also when it was promised to another', async () => {
    const [plain, half] = [await town.addAgent(), await town.addAgent(['en'], ['vip'])]
    const skilled = await town.addAgent(['en'], ['cars', 'vip'])
    const cars = await addCampaign({ state: 'running', segment: LONDON, skills: ['cars', 'vip'] })
    const [hers, his] = [await addFrom('London'), await addFrom('London')]
    await town.fill()
    expect([await campaignOf(hers), await campaignOf(his)]).toEqual([cars, cars])
    expect(await Promise.all([plain, half].map(town.queue.claim))).toEqual([null, null])
    const now = town.clock.now()
    const promised = { reservedFor: plain, reservedUntil: now, dueAt: now }
    await town.db.queueHead.deleteMany({})
    await town.db.workItem.updateMany({ where: { campaignId: cars }, data: promised })
    expect(await Promise.all([plain, half].map(town.queue.claim))).toEqual([null, null])
    expect((await town.claimed(skilled)).campaignId).toBe(cars)
    const left = await town.db.workItem.findFirstOrThrow({ where: { campaignId: cars, state: 'waiting' } })
    // She learns it, and has the other at once.
    await town.db.user.update({ where: { id: half }, data: { skills: ['cars', 'vip'] } })
    expect((await town.claimed(half)).id).toBe(left.id)
  })

  it('is handed out to the end while its campaign drains', async () => {
    const agent = await town.addAgent()
    const person = await addFrom('London')
    await town.fill()
    await set(CAMPAIGN, { state: 'draining' })
    await town.queue.rematch(town.clock.now())
    expect((await town.claimed(agent)).customerId).toBe(person.customerId)
  })

  it('goes to a campaign of higher priority that begins, and back when that one ends', async () => {
    const [hers, his] = [await addFrom('London'), await addFrom('Leeds')]
    await town.fill()
    const london = await addCampaign({ state: 'running', segment: LONDON })
    expect(await town.queue.rematch(town.clock.now())).toEqual({ moved: 1, closed: 0 })
    expect([await campaignOf(hers), await campaignOf(his)]).toEqual([london, CAMPAIGN])
    expect(await town.db.queueHead.count({ where: { campaignId: london } })).toBe(1)
    await set(london, { state: 'ended' })
    expect(await town.queue.rematch(town.clock.now())).toEqual({ moved: 1, closed: 0 })
    expect(await campaignOf(hers)).toBe(CAMPAIGN)
  })

  it('in which nothing was tried ends when nobody calls her any more, and a campaign that does begins a new one', async () => {
    const [fresh, tried] = [await addFrom('Leeds'), await addFrom('Leeds')]
    await town.fill()
    await town.db.workItem.updateMany({ where: { customerId: tried.customerId }, data: { attempts: 1 } })
    await set(CAMPAIGN, { segment: LONDON })
    expect(await town.queue.rematch(town.clock.now())).toEqual({ moved: 0, closed: 1 })
    expect([await campaignOf(fresh), await campaignOf(tried)]).toEqual([null, CAMPAIGN])
    const all = await addCampaign({ state: 'running' })
    await town.queue.rematch(town.clock.now())
    expect([await campaignOf(fresh), await campaignOf(tried)]).toEqual([all, all])
  })

  it('keeps its campaign when it is a callback', async () => {
    const agent = await town.addAgent()
    const person = await addFrom('London')
    await town.fill()
    await town.db.workItem.updateMany({ where: { customerId: person.customerId }, data: { reservedFor: agent } })
    await addCampaign({ state: 'running', segment: LONDON })
    expect(await town.queue.rematch(town.clock.now())).toEqual({ moved: 0, closed: 0 })
    expect(await campaignOf(person)).toBe(CAMPAIGN)
  })
})

describe('a round in hand', () => {
  it('keeps the offers and the mode of its campaign when that one is paused', async () => {
    await set(CAMPAIGN, { offers: ['FLX'], mode: 'manual' })
    const agent = await town.addAgent()
    await addFrom('London')
    await town.fill()
    const { id } = await town.claimed(agent)
    await set(CAMPAIGN, { state: 'paused' })
    const card = await town.queue.card(town.db, id, { userId: agent, role: 'agent', teamId: null })
    await set(CAMPAIGN, { offers: [], mode: 'preview' })
    expect(card.campaign).toMatchObject({ offers: ['FLX'], mode: 'manual' })
  })

  it('has the lines of its campaign on the card in the language that the customer speaks, all of them while that is not known', async () => {
    const say = (language: 'en' | 'fa') => ({ step: 2, language, say: `why, in ${language}?` })
    await set(CAMPAIGN, { script: [say('en'), say('fa')] })
    const linesFor = async (language?: string) => {
      const agent = await town.addAgent(['en', 'fa', 'uz'])
      await addFrom('London', language)
      await town.fill()
      const { id } = await town.claimed(agent)
      return (await town.queue.card(town.db, id, { userId: agent, role: 'agent', teamId: null })).campaign.script
    }
    expect(await linesFor('fa')).toEqual([say('fa')])
    expect(await linesFor('uz')).toEqual([])
    expect(await linesFor()).toEqual([say('en'), say('fa')])
    await set(CAMPAIGN, { script: [] })
  })

  it('ends once it has had the attempts that the campaign gives it, unless somebody was reached', async () => {
    await set(CAMPAIGN, { caps: { day: null, week: null, round: 2 } })
    const [unreached, reached] = [await addFrom('London'), await addFrom('London')]
    await town.fill()
    await town.db.workItem.updateMany({ data: { attempts: 1 } })
    const back = async (customerId: (typeof reached)['customerId'], outcome: string) => {
      const { id } = await town.itemOf(customerId)
      const dueAt = new Date(+town.clock.now() + 3_600_000)
      await town.database.tx((tx) =>
        town.queue.comeBack(tx, { workItemId: id as never, dueAt, countsAttempt: true, outcome }),
      )
      return (await town.db.workItem.findUniqueOrThrow({ where: { id } })).state
    }
    expect(await back(unreached.customerId, 'X.NA')).toBe('closed')
    expect(await back(reached.customerId, 'C.DEC')).toBe('waiting')
    expect(await town.fill()).toMatchObject({ waiting: 0 })
  })
})

describe('the gate', () => {
  const asked = async ({ customerId, phoneIds }: Awaited<ReturnType<typeof addFrom>>) => {
    const permit = await town.compliance.permitFor(
      town.db,
      { customerId, phoneId: phoneIds[0] ?? ('' as never) },
      town.clock.now(),
    )
    return permit.allowed ? [] : permit.denials.map(({ rule }) => rule)
  }

  it('binds a dial by the hours and caps of the campaign of its round, though the dial names none', async () => {
    const person = await addFrom('London')
    await town.fill()
    expect(await asked(person)).toEqual([])
    await set(CAMPAIGN, { hours: [{ days: [1], from: '13:00', to: '14:00' }] })
    expect(await asked(person)).toEqual(['hours'])
    await set(CAMPAIGN, {
      hours: [{ days: [1], from: '11:00', to: '13:00' }],
      caps: { day: 1, week: null, round: null },
    })
    expect(await asked(person)).toEqual([])
    const attempt = { id: randomUUID(), customerId: person.customerId, phoneId: person.phoneIds[0] ?? ('' as never) }
    await town.compliance.addAttempt(town.db, { ...attempt, at: new Date(+town.clock.now() - 3_600_000) })
    expect(await asked(person)).toEqual(['cap'])
  })

  it('is loosened by no row, however it was written', async () => {
    const person = await addFrom('London')
    await town.fill()
    await set(CAMPAIGN, {
      mode: 'progressive',
      hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
      caps: { day: 99, week: 99, round: 99 },
    })
    town.clock.set('2026-11-23T03:00:00Z')
    expect(await asked(person)).toEqual(['hours'])
    town.clock.set('2026-11-23T12:00:00Z')
    for (const hour of [9, 10])
      await town.compliance.addAttempt(town.db, {
        id: randomUUID(),
        customerId: person.customerId,
        phoneId: person.phoneIds[0] ?? ('' as never),
        at: new Date(`2026-11-23T0${hour === 10 ? 8 : hour}:00:00Z`),
      })
    expect(await asked(person)).toContain('cap')
    await set(CAMPAIGN, { hours: 'always' })
    expect(await asked(person)).toContain('hours')
  })
})
