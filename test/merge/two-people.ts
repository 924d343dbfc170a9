import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { PrismaClient } from '../../server/platform/generated/client.ts'

/** What one row of a customer has, small enough that two of them meet in every way. */
const KEYS = ['o1', 'o2', 'o3', '2026-01-01|500|1', '2026-01-01|500|2']
const CONTACT_KEYS = ['file:c1', 'file:c2', 'file:2026-01-01T08:00:00.000Z|0123456789abcdef']
const some = <T>(pool: readonly T[]) => fc.subarray([...pool])
const personArbitrary = fc.record({
  purchases: some(KEYS),
  contacts: some(CONTACT_KEYS),
  complaints: fc.uniqueArray(
    fc.record({ key: fc.constantFrom('file:k1', 'file:k2'), status: fc.constantFrom('open', 'solved') }),
    { selector: ({ key }) => key },
  ),
  promises: fc.nat(2),
  phones: fc.uniqueArray(fc.record({ at: fc.nat(3), struck: fc.boolean() }), { selector: ({ at }) => at }),
  past: fc.nat(2),
  open: fc.option(
    fc.record({
      state: fc.constantFrom('lapsed', 'contacting', 'reached', 'won'),
      arm: fc.constantFrom('treat', 'holdout', null),
      lapsedDay: fc.nat(3),
      round: fc.boolean(),
      callback: fc.boolean(),
    }),
  ),
  blocks: some(['hours', 'consent', 'cap.day']),
  stops: some(['call', 'all']),
  faults: fc.uniqueArray(fc.record({ cause: fc.constantFrom('gone', 'active'), settled: fc.boolean() }), {
    selector: ({ cause }) => cause,
  }),
  others: fc.uniqueArray(fc.record({ at: fc.nat(2), state: fc.constantFrom('open', 'apart') }), {
    selector: ({ at }) => at,
  }),
  facts: fc.record({
    language: fc.constantFrom('fa', 'uz', null),
    city: fc.constantFrom('Tehran', null),
    consent: fc.constantFrom(true, false, null),
    cancelledAt: fc.constantFrom(new Date('2026-02-01T00:00:00Z'), new Date('2026-02-03T00:00:00Z'), null),
  }),
})
export type PersonSpec = typeof personArbitrary extends fc.Arbitrary<infer T> ? T : never
export const twoPeople = fc.record({ a: personArbitrary, b: personArbitrary, proposed: fc.boolean() })
export type Spec = typeof twoPeople extends fc.Arbitrary<infer T> ? T : never

export const CAMPAIGN = '00000000-0000-4000-8000-000000000002'
const DAY = (day: number) => new Date(Date.UTC(2026, 0, 1 + day, 9))
const AGENT = randomUUID()

async function seedPerson(
  db: PrismaClient,
  spec: PersonSpec,
  phoneIds: readonly string[],
  otherIds: readonly string[],
) {
  const id = randomUUID()
  await db.customer.create({
    data: {
      id,
      externalId: id,
      householdId: id,
      name: 'Zahra Karimi',
      searchName: 'zahra karimi',
      attributes: { [id]: 'own', segment: id },
      createdAt: DAY(0),
      ...spec.facts,
    },
  })
  await db.customerPhone.createMany({
    data: spec.phones.map(({ at, struck }, rank) => ({
      customerId: id,
      phoneId: phoneIds[at] ?? '',
      rank: rank + 1,
      struckAt: struck ? DAY(3) : null,
      struckWhy: struck ? 'N.WRONG' : null,
    })),
  })
  await db.purchase.createMany({
    data: spec.purchases.map((key) => ({ customerId: id, key, at: DAY(KEYS.indexOf(key)), amountMinor: 500n })),
  })
  await db.contactRecord.createMany({
    data: spec.contacts.map((key) => ({ customerId: id, key, kind: 'call', at: DAY(1), text: '' })),
  })
  await db.complaint.createMany({
    data: spec.complaints.map(({ key, status }) => ({
      id: randomUUID(),
      customerId: id,
      key,
      openedAt: DAY(1),
      status,
      text: '',
    })),
  })
  await db.promise.createMany({
    data: Array.from({ length: spec.promises }, () => ({
      id: randomUUID(),
      customerId: id,
      dispositionId: randomUUID(),
      what: '',
      ownerId: AGENT,
      dueAt: DAY(9),
      status: 'open',
      createdAt: DAY(2),
    })),
  })
  for (let n = 0; n < spec.past; n++) await seedLapse(db, id, phoneIds, { closed: true, day: n })
  if (spec.open) await seedLapse(db, id, phoneIds, { closed: false, day: spec.open.lapsedDay, ...spec.open }, spec)
  const at = DAY(4)
  await db.callBlock.createMany({ data: spec.blocks.map((rule) => ({ customerId: id, rule, params: {}, at })) })
  await db.stop.createMany({ data: spec.stops.map((kind) => ({ id: randomUUID(), kind, customerId: id, at })) })
  await db.dataFault.createMany({
    data: spec.faults.map(({ cause, settled }) => ({
      customerId: id,
      cause,
      raisedAt: at,
      settledAt: settled ? DAY(5) : null,
      settledById: settled ? AGENT : null,
    })),
  })
  for (const { at: n, state } of spec.others) {
    const [customerA = '', customerB = ''] = [id, otherIds[n] ?? ''].sort()
    const decided = state === 'apart' ? { decidedAt: DAY(5), decidedById: AGENT } : {}
    await db.mergeProposal.create({ data: { customerA, customerB, state, tier: 2, createdAt: at, ...decided } })
  }
  return id
}

type Lapse = { closed: boolean; day: number; state?: string; arm?: string | null; round?: boolean; callback?: boolean }

/** One lapse with a round, its call and what was written up; the round of an open lapse waits. */
async function seedLapse(
  db: PrismaClient,
  customerId: string,
  phoneIds: readonly string[],
  { closed, day, state = 'reached', arm = 'treat', round = true, callback = false }: Lapse,
  spec?: PersonSpec,
) {
  const [episodeId, workItemId, callId] = [randomUUID(), randomUUID(), randomUUID()]
  const at = DAY(day)
  const armAt = arm === null ? null : at
  const end = closed ? { closedAt: DAY(day + 1), closedAs: 'declined' } : {}
  const [lapsedAt, openedAt] = [at, at]
  const won = state === 'won' ? { wonAt: at, verifyBy: DAY(30) } : {}
  await db.episode.create({
    data: { id: episodeId, customerId, kind: 'dormant', state, lapsedAt, openedAt, arm, armAt, ...end, ...won },
  })
  await db.score.create({
    data: {
      episodeId,
      customerId,
      modelId: randomUUID(),
      scoredAt: at,
      zone: 'UTC',
      perMinuteMinor: 1,
      expectedMinor: 1n,
      body: {},
    },
  })
  const own = spec?.phones.find(({ struck }) => !struck)?.at
  const taken = new Set((await db.workItem.findMany({ where: { state: 'waiting' } })).map(({ phoneId }) => phoneId))
  const phoneId = (own === undefined ? phoneIds[0] : phoneIds[own]) ?? ''
  if (!round || (!closed && (taken.has(phoneId) || arm === 'holdout'))) return
  const life = closed ? { state: 'closed', closedAs: 'L.NOW', closedAt: DAY(day + 1) } : { state: 'waiting' }
  const item = { customerId, episodeId, campaignId: CAMPAIGN, phoneId, dueAt: at, fence: 1n, attempts: 1 }
  const waits = callback && !closed ? { reservedFor: AGENT, reservedUntil: DAY(9) } : {}
  await db.workItem.create({ data: { id: workItemId, ...item, createdAt: at, ...life, ...waits } })
  const dialled = { id: callId, workItemId, customerId, agentId: AGENT, mode: 'carrier' }
  await db.dialIntent.create({
    data: { ...dialled, fence: 1n, phoneId, state: 'done', createdAt: at, sentAt: at, settledAt: at, permit: {} },
  })
  await db.call.create({
    data: {
      ...dialled,
      state: 'ended',
      endedAs: 'no-answer',
      dialledAt: at,
      endedAt: at,
      muted: false,
      held: false,
    },
  })
  await db.attempt.create({ data: { id: callId, customerId, phoneId, at, counted: true } })
  await db.disposition.create({
    data: {
      id: randomUUID(),
      workItemId,
      callId,
      customerId,
      episodeId,
      campaignId: CAMPAIGN,
      outcome: 'L.NOW',
      setBy: 'agent',
      words: '',
      note: '',
      at,
      valueMinor: 0n,
      offersMinor: 0n,
    },
  })
  if (waits.reservedFor)
    await db.callback.create({
      data: {
        id: randomUUID(),
        workItemId,
        customerId,
        agentId: AGENT,
        dueAt: DAY(8),
        state: 'pending',
        note: '',
        createdAt: at,
      },
    })
}

/** Two people who may be one, with their numbers and three others whom they were compared with. */
export async function seedTwo(db: PrismaClient, { a, b, proposed }: Spec): Promise<{ a: string; b: string }> {
  const phoneIds = Array.from({ length: 4 }, () => randomUUID())
  await db.phone.createMany({
    data: phoneIds.map((id) => ({ id, e164: `+98${BigInt(`0x${id.replaceAll('-', '')}`) % 10n ** 11n}`, zones: [] })),
  })
  const otherIds = Array.from({ length: 3 }, () => randomUUID())
  await db.customer.createMany({
    data: otherIds.map((id) => ({
      id,
      householdId: id,
      name: 'Other',
      searchName: 'other',
      attributes: {},
      createdAt: DAY(0),
    })),
  })
  const [first, second] = [await seedPerson(db, a, phoneIds, otherIds), await seedPerson(db, b, phoneIds, otherIds)]
  const [customerA = '', customerB = ''] = [first, second].sort()
  if (proposed)
    await db.mergeProposal.create({ data: { customerA, customerB, state: 'open', tier: 1, createdAt: DAY(5) } })
  return { a: first, b: second }
}
