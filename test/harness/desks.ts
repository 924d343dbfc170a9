import { createHmac, randomUUID } from 'node:crypto'
import type { CallId, CampaignId, CustomerId, PhoneId, TeamId, UserId, WorkItemId } from '#contract/ids'
import type { Role } from '#contract/staff'
import type { Database } from '../../server/platform/database.pg.ts'
import { hashToken, makeToken } from '../../server/staff/secrets.argon.ts'

const CAMPAIGN = '00000000-0000-4000-8000-000000000002' as CampaignId
const TEAM = '00000000-0000-4000-8000-000000000001' as TeamId
const DAY_MS = 86_400_000
const SID_BYTES = 32
/** A statement takes so many rows. */
const PAGE = 2_500

/** Somebody who is signed in: what a browser would send. */
export type Signed = { userId: UserId; cookie: string; csrf: string }
export type Desk = Signed & {
  customerId: CustomerId
  phoneId: PhoneId
  e164: string
  workItemId: WorkItemId
  fence: string
  /** The attempt that is over and not written up, when there is one. */
  callId: CallId | null
}
export type Seeding = {
  count: number
  now: Date
  /** The house's own, from its environment. */
  sessionSecret: string
  /** `spoken`: the call is over, its outcome is not saved. `preview`: nobody was dialled. */
  state: 'spoken' | 'preview'
  /** Until when the desks hold their customers; default: a day. */
  leaseUntil?: Date
}

/** Sessions as the product keeps them; a thousand passwords would be hashed for minutes. */
async function signIn(database: Database, userIds: readonly UserId[], now: Date, secret: string): Promise<Signed[]> {
  const signed = userIds.map((userId) => ({ userId, sid: makeToken(SID_BYTES) }))
  const cookie = { originalMaxAge: null, expires: null, httpOnly: true, path: '/', sameSite: 'lax' }
  await database.db.session.createMany({
    data: signed.map(({ userId, sid }) => ({
      sidHash: hashToken(sid),
      userId,
      data: { cookie, userId },
      createdAt: now,
      expiresAt: new Date(now.getTime() + DAY_MS),
    })),
  })
  return signed.map(({ userId, sid }) => {
    const signature = createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '')
    return {
      userId,
      cookie: `sid=${encodeURIComponent(`s:${sid}.${signature}`)}`,
      csrf: createHmac('sha256', sid).update('csrf').digest('base64url'),
    }
  })
}

type People = { count: number; role: Role; now: Date; sessionSecret: string }

/** People of our own who are signed in; agents are on break. */
export async function seedStaff(database: Database, { count, role, now, sessionSecret }: People): Promise<Signed[]> {
  const ids = Array.from({ length: count }, () => randomUUID() as UserId)
  const common = { name: 'Somebody', passwordHash: '', role, locale: 'en', teamId: TEAM, languages: ['en'] }
  await database.db.user.createMany({
    data: ids.map((id) => ({ id, email: `${id}@example.test`, ...common, active: true, createdAt: now })),
  })
  if (role === 'agent')
    await database.db.presence.createMany({
      data: ids.map((userId) => ({ userId, state: 'break', since: now, seenAt: now, extensionsLeft: 0 })),
    })
  return signIn(database, ids, now, sessionSecret)
}

let made = 0

/** Agents who are signed in, each with a consenting customer of Tashkent on the desk. */
export async function seedDesks(database: Database, seeding: Seeding): Promise<Desk[]> {
  const desks: Desk[] = []
  for (let left = seeding.count; left > 0; left -= PAGE)
    desks.push(...(await seedPage(database, { ...seeding, count: Math.min(left, PAGE) })))
  return desks
}

async function seedPage(database: Database, seeding: Seeding): Promise<Desk[]> {
  const { count, now, sessionSecret, state } = seeding
  const { db } = database
  const agents = await seedStaff(database, { count, role: 'agent', now, sessionSecret })
  const desks = agents.map(
    (agent): Desk => ({
      ...agent,
      customerId: randomUUID() as CustomerId,
      phoneId: randomUUID() as PhoneId,
      e164: `+99893${String(++made).padStart(7, '0')}`,
      workItemId: randomUUID() as WorkItemId,
      fence: '1',
      callId: state === 'spoken' ? (randomUUID() as CallId) : null,
    }),
  )
  await db.presence.updateMany({
    where: { userId: { in: agents.map(({ userId }) => userId) } },
    // Nobody is at these desks: they shall not be found gone while the test runs.
    data: { state: state === 'spoken' ? 'wrapUp' : 'preview', seenAt: new Date(now.getTime() + DAY_MS) },
  })
  const place = {
    city: 'Toshkent',
    country: 'UZ',
    zone: 'Asia/Tashkent',
    consent: true,
    attributes: {},
    createdAt: now,
  }
  await db.customer.createMany({
    data: desks.map(({ customerId: id }) => ({
      id,
      householdId: id,
      name: 'Customer',
      searchName: 'customer',
      ...place,
    })),
  })
  await db.phone.createMany({
    data: desks.map(({ phoneId: id, e164 }) => ({ id, e164, country: 'UZ', zones: ['Asia/Tashkent'] })),
  })
  await db.customerPhone.createMany({
    data: desks.map(({ customerId, phoneId }) => ({ customerId, phoneId, rank: 0 })),
  })
  // An episode has the id of its customer here: one each.
  const lapse = { kind: 'dormant', state: 'assigned', arm: 'treat', lapsedAt: now, openedAt: now }
  await db.episode.createMany({ data: desks.map(({ customerId }) => ({ id: customerId, customerId, ...lapse })) })
  await db.workItem.createMany({
    data: desks.map(({ workItemId: id, customerId, phoneId, userId }) => ({
      id,
      customerId,
      episodeId: customerId,
      campaignId: CAMPAIGN,
      phoneId,
      state: 'leased',
      dueAt: now,
      agentId: userId,
      leasedAt: now,
      leaseUntil: seeding.leaseUntil ?? new Date(now.getTime() + DAY_MS),
      fence: 1n,
      attempts: 0,
      createdAt: now,
    })),
  })
  await addSpokenCalls(database, desks, now)
  return desks
}

async function addSpokenCalls({ db }: Database, desks: readonly Desk[], now: Date): Promise<void> {
  const calls = desks.flatMap((desk) => (desk.callId ? [{ ...desk, id: desk.callId }] : []))
  await db.dialIntent.createMany({
    data: calls.map(({ id, workItemId, customerId, phoneId, userId }) => ({
      id,
      workItemId,
      customerId,
      phoneId,
      agentId: userId,
      fence: 1n,
      mode: 'manual',
      state: 'done',
      createdAt: now,
      settledAt: now,
      permit: {},
    })),
  })
  await db.call.createMany({
    data: calls.map(({ id, workItemId, customerId, userId }) => ({
      id,
      workItemId,
      customerId,
      agentId: userId,
      mode: 'manual',
      state: 'ended',
      endedAs: 'completed',
      dialledAt: now,
      answeredAt: now,
      endedAt: now,
      muted: false,
      held: false,
    })),
  })
  await db.attempt.createMany({
    data: calls.map(({ id, customerId, phoneId }) => ({ id, customerId, phoneId, at: now, counted: true })),
  })
}
