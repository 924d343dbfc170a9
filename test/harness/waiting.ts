import { randomUUID } from 'node:crypto'
import type { CustomerId, WorkItemId } from '#contract/ids'
import type { Database } from '../../server/platform/database.pg.ts'

const CAMPAIGN = '00000000-0000-4000-8000-000000000002'
const ZONE = 'Asia/Tashkent'
const DAY_MS = 86_400_000
let made = 0

export type Waiting = { customerId: CustomerId; workItemId: WorkItemId; e164: string }

/** Consenting customers of Tashkent who wait in the queue and are its heads: the next claim takes them. */
export async function seedWaiting({ db }: Database, count: number, now: Date): Promise<Waiting[]> {
  const people = Array.from({ length: count }, () => ({
    customerId: randomUUID() as CustomerId,
    phoneId: randomUUID(),
    workItemId: randomUUID() as WorkItemId,
    e164: `+99894${String(++made).padStart(7, '0')}`,
  }))
  const place = { city: 'Toshkent', country: 'UZ', zone: ZONE, consent: true, attributes: {}, createdAt: now }
  await db.customer.createMany({
    data: people.map(({ customerId: id }) => ({
      id,
      householdId: id,
      name: 'Customer',
      searchName: 'customer',
      ...place,
    })),
  })
  await db.phone.createMany({
    data: people.map(({ phoneId: id, e164 }) => ({ id, e164, country: 'UZ', zones: [ZONE] })),
  })
  await db.customerPhone.createMany({
    data: people.map(({ customerId, phoneId }) => ({ customerId, phoneId, rank: 0 })),
  })
  // An episode has the id of its customer here: one each.
  const lapse = { kind: 'dormant', state: 'assigned', arm: 'treat', lapsedAt: now, openedAt: now }
  await db.episode.createMany({ data: people.map(({ customerId }) => ({ id: customerId, customerId, ...lapse })) })
  const score = { modelId: randomUUID(), scoredAt: now, zone: ZONE, perMinuteMinor: 100, expectedMinor: 900n, body: {} }
  await db.score.createMany({
    data: people.map(({ customerId }) => ({ episodeId: customerId, customerId, ...score })),
  })
  await db.workItem.createMany({
    data: people.map(({ workItemId: id, customerId, phoneId }) => ({
      id,
      customerId,
      episodeId: customerId,
      campaignId: CAMPAIGN,
      phoneId,
      state: 'waiting',
      dueAt: now,
      fence: 0n,
      attempts: 0,
      createdAt: now,
    })),
  })
  await db.queueHead.createMany({
    data: people.map(({ workItemId }, i) => ({
      workItemId,
      campaignId: CAMPAIGN,
      zone: ZONE,
      language: null,
      rank: i,
      openUntil: new Date(now.getTime() + DAY_MS),
    })),
  })
  return people.map(({ customerId, workItemId, e164 }) => ({ customerId, workItemId, e164 }))
}
