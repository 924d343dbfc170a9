import { randomUUID } from 'node:crypto'
import type { CampaignId, CustomerId, EpisodeId, PhoneId, UserId, WorkItemId } from '#contract/ids'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { createCampaigns } from '../campaigns/campaigns.service.ts'
import { createCompliance } from '../compliance/compliance.service.ts'
import { raiseFault } from '../people/data-faults.store.ts'
import { addEpisode, moveEpisode, openEpisodes } from '../people/episodes.store.ts'
import { lockPerson, readCardFacts } from '../people/person.store.ts'
import { readTimeline } from '../people/timeline.store.ts'
import type { DomainEvents } from '../platform/events.ts'
import { PRIOR_REACH } from '../ranking/reach.ts'
import { DEFAULT_SETTINGS } from '../ranking/settings.ts'
import { writeAudit } from '../staff/audit.store.ts'
import { movePresence, readPresence } from '../staff/presence.store.ts'
import type { Claimed } from './claims.store.ts'
import { createQueue, type QueueDeps } from './queue.service.ts'
import { readRounds } from './rounds.store.ts'

export const CAMPAIGN = '00000000-0000-4000-8000-000000000002' as CampaignId
const TEAM = '00000000-0000-4000-8000-000000000001'
const ZONE = 'Europe/London'
export const MONDAY_NOON = '2026-11-23T12:00:00Z'

export type Person = { customerId: CustomerId; episodeId: EpisodeId; phoneIds: PhoneId[] }

/** A queue on a database of its own: real gate, real presence, made-up customers in London who agreed to be called. */
export async function createQueueTown() {
  const database = await createTestDatabase()
  database.plants('presence.card-has-customer', '`clear` empties the queue under the desks')
  const clock = createSteppedClock(MONDAY_NOON)
  const { db } = database
  const open = new Set<WorkItemId>()
  const told: DomainEvents['queue.released'][] = []
  const compliance = createCompliance({
    installation: async () => ({ zone: ZONE, callsOwnFormerCustomers: true }),
    lockPerson,
    roundsOf: readRounds,
  })
  const campaigns = createCampaigns({ clock, zone: async () => ZONE })
  const deps: QueueDeps = {
    database,
    clock,
    campaigns,
    compliance,
    events: {
      emit: (name, fact) => void (name === 'queue.released' && told.push(fact as DomainEvents['queue.released'])),
    },
    people: {
      card: readCardFacts,
      timeline: readTimeline,
      raiseFault,
      openEpisodes,
      openEpisode: addEpisode,
      moveEpisode,
    },
    installation: async () => ({ zone: ZONE, callsOwnFormerCustomers: true }),
    movePresence,
    moveToPreview: async (tx, agentIds, now) => {
      const moved: UserId[] = []
      for (const agentId of agentIds)
        if (await movePresence(tx, agentId, ['ready'], 'preview', now)) moved.push(agentId)
      return moved
    },
    hasOpenAttempt: async (_tx, ids) => new Set(ids.filter((id) => open.has(id))),
    rankingWhy: async () => null,
    countWorking: async () => 2,
    rankingHours: async () => ({ reach: PRIOR_REACH, rates: DEFAULT_SETTINGS }),
    rankingOffers: async () => null,
    audit: writeAudit,
  }
  const queue = createQueue(deps)

  let number = 0
  const addPhone = async (country = 'GB'): Promise<PhoneId> => {
    const id = randomUUID() as PhoneId
    const e164 = country === 'US' ? `+1212555${1_000 + number++}` : `+4420794${60_000 + number++}`
    await db.phone.create({ data: { id, e164, country, zones: [] } })
    return id
  }
  const addAgent = async (languages = ['en'], skills: string[] = []): Promise<UserId> => {
    const id = randomUUID() as UserId
    const name = `Agent ${id.slice(0, 4)}`
    await db.user.create({
      data: {
        id,
        email: `${id}@example.org`,
        name,
        passwordHash: '-',
        role: 'agent',
        locale: 'en',
        teamId: TEAM,
        languages,
        skills,
        active: true,
        createdAt: clock.now(),
      },
    })
    await database.tx((tx) => movePresence(tx, id, ['offline'], 'ready', clock.now()))
    return id
  }
  type PersonInput = {
    perMinute?: number
    language?: string
    phoneIds?: PhoneId[]
    arm?: 'treat' | 'holdout'
    consent?: boolean | null
    country?: string
    paidAt?: Date
  }
  const addPerson = async ({
    perMinute = 100,
    language,
    phoneIds,
    arm = 'treat',
    consent = true,
    country = 'GB',
    paidAt,
  }: PersonInput = {}): Promise<Person> => {
    const [customerId, episodeId] = [randomUUID() as CustomerId, randomUUID() as EpisodeId]
    const at = clock.now()
    await db.customer.create({
      data: {
        id: customerId,
        householdId: randomUUID(),
        name: 'A Customer',
        searchName: 'a customer',
        language: language ?? null,
        country,
        zone: ZONE,
        consent,
        attributes: {},
        createdAt: at,
      },
    })
    const phones = phoneIds ?? [await addPhone(country)]
    if (paidAt)
      await db.purchase.create({
        data: { customerId, key: randomUUID(), at: paidAt, amountMinor: 1n },
      })
    for (const [rank, phoneId] of phones.entries())
      await db.customerPhone.create({ data: { customerId, phoneId, rank } })
    await db.episode.create({
      data: { id: episodeId, customerId, kind: 'dormant', state: 'assigned', lapsedAt: at, openedAt: at, arm },
    })
    await db.score.create({
      data: {
        episodeId,
        customerId,
        modelId: randomUUID(),
        scoredAt: at,
        zone: ZONE,
        perMinuteMinor: perMinute,
        expectedMinor: 1n,
        body: {},
      },
    })
    return { customerId, episodeId, phoneIds: phones }
  }
  return {
    /** As new: noon on a Monday, nobody in the queue. */
    clear: async () => {
      clock.set(MONDAY_NOON)
      open.clear()
      told.length = 0
      await db.$executeRaw`TRUNCATE work_item, queue_head, callback, skip, draft, score, decision, episode, call_block, attempt CASCADE`
    },
    fill: () => queue.fill(clock.now()),
    claimed: async (agentId: UserId): Promise<Claimed> => {
      const card = await queue.claim(agentId)
      if (!card) throw new Error('nothing was claimed')
      return card
    },
    database,
    db,
    clock,
    queue,
    campaigns,
    compliance,
    open,
    told,
    /** The queue as another server process has it. */
    anotherProcess: () => createQueue(deps),
    addPhone,
    addAgent,
    addPerson,
    presence: async (agentId: UserId) => (await readPresence(db, agentId)).state,
    setReady: (agentId: UserId) =>
      database.tx((tx) => movePresence(tx, agentId, ['break', 'preview'], 'ready', clock.now())),
    itemOf: (customerId: CustomerId) =>
      db.workItem.findFirstOrThrow({ where: { customerId, state: { not: 'closed' } } }),
    drop: database.drop,
  }
}
export type QueueTown = Awaited<ReturnType<typeof createQueueTown>>
