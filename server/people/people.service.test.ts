import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'
import { openPlainSql } from '../platform/plain-sql.pg.ts'
import { settlePromise } from './cases.store.ts'
import { addContactRecord, strikePhone } from './contact.store.ts'
import { addEpisode, addEpisodes, moveEpisode, openEpisodes, setArms } from './episodes.store.ts'
import {
  countCustomers,
  listCustomers,
  listSomeCustomers,
  readHistories,
  readPurchasesOf,
  SHARES,
} from './histories.store.ts'
import { addPromise, lockPerson, readCardFacts } from './person.store.ts'
import { readTimeline } from './timeline.store.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const [ali, sara, agent] = ['a0', 'b0', 'c0'].map((head) => `${head}000000-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
]
const phone = randomUUID()
const day = (text: string) => new Date(`${text}T12:00:00Z`)

beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  const person = (id: string, externalId: string) => ({
    id,
    externalId,
    householdId: id,
    name: externalId,
    searchName: externalId,
    joinedAt: day('2025-01-01'),
    cancelledAt: id === ali ? day('2026-05-01') : null,
    attributes: { segment: 'gold' },
    createdAt: day('2026-11-01'),
  })
  await db.customer.createMany({ data: [person(ali, '1'), person(sara, '2')] })
  await db.user.create({
    data: {
      id: agent,
      email: 'a@example.com',
      name: 'Nodira',
      passwordHash: '',
      role: 'agent',
      locale: 'uz',
      languages: [],
      active: true,
      createdAt: day('2026-11-01'),
    },
  })
  await db.outcome.create({
    data: {
      code: 'L.NOW',
      labels: { en: 'Not now', fa: 'فعلاً نه', uz: 'Hozir emas' },
      layer: 'agent',
      rightParty: true,
      closesWorkItem: true,
      closesEpisode: false,
      note: '',
      retry: {},
      position: 1,
    },
  })
  await db.phone.create({ data: { id: phone, e164: '+989992000000', zones: [] } })
  await db.customerPhone.createMany({
    data: [
      { customerId: ali, phoneId: phone, rank: 1 },
      { customerId: sara, phoneId: phone, rank: 1 },
    ],
  })
  await db.purchase.createMany({
    data: ['2026-01-01', '2026-01-11', '2026-02-10'].map((at, i) => ({
      customerId: ali,
      key: String(i),
      at: day(at),
      amountMinor: 9_000_000_000n,
    })),
  })
  await db.complaint.create({
    data: { id: randomUUID(), customerId: ali, key: 'k', openedAt: day('2026-02-12'), status: 'open', text: 'late' },
  })
})
afterAll(() => database.drop())

describe('a customer', () => {
  it('has one timeline, newest first, in one query', async () => {
    const { db } = database
    await addContactRecord(db, {
      customerId: ali,
      key: 'd1',
      kind: 'disposition',
      at: day('2026-06-01'),
      text: 'dear',
      code: 'L.NOW',
      byUserId: agent,
    })
    await addPromise(db, {
      customerId: ali,
      dispositionId: randomUUID(),
      what: 'call the depot',
      ownerId: agent,
      dueAt: day('2026-06-09'),
      at: day('2026-06-02'),
    })
    await addEpisode(db, { customerId: ali, kind: 'cancelled', lapsedAt: day('2026-05-02') }, day('2026-05-20'))
    let queries = 0
    const counted = database.db.$extends({
      query: {
        $allOperations: ({ args, query }) => {
          queries += 1
          return query(args)
        },
      },
    })
    const entries = await readTimeline(counted as never, ali, null)
    expect(queries).toBe(1)
    expect(entries.map(({ kind, at }) => [kind, at.slice(0, 10)])).toEqual([
      ['promise', '2026-06-02'],
      ['disposition', '2026-06-01'],
      ['lapsed', '2026-05-02'],
      ['cancelled', '2026-05-01'],
      ['complaint', '2026-02-12'],
      ['purchase', '2026-02-10'],
      ['purchase', '2026-01-11'],
      ['purchase', '2026-01-01'],
    ])
    expect(entries[1]).toMatchObject({ code: 'L.NOW', codeLabels: { en: 'Not now' }, by: 'Nodira', text: 'dear' })
    expect(entries[0]?.params).toEqual({ dueAt: '2026-06-09T12:00:00.000Z' })
    expect(entries[5]?.amountMinor).toBe('9000000000')
    const older = await readTimeline(database.db, ali, day('2026-02-10'))
    expect(older.map(({ at }) => at.slice(0, 10))).toEqual(['2026-01-11', '2026-01-01'])
  })

  it('pages through a long timeline without losing what happened at one instant', async () => {
    const at = (i: number) => new Date(Date.UTC(2024, 0, 1 + Math.floor(i / 60)))
    await database.db.contactRecord.createMany({
      data: Array.from({ length: 250 }, (_, i) => ({
        customerId: sara,
        key: String(i),
        kind: 'message',
        direction: 'out',
        at: at(i),
        text: '',
      })),
    })
    const seen: string[] = []
    for (let before: Date | null = null; ; ) {
      const page = await readTimeline(database.db, sara, before)
      const last = page.at(-1)
      if (!last) break
      seen.push(...page.map(({ id }) => id))
      before = new Date(last.at)
    }
    expect(new Set(seen).size).toBe(250)
    expect(seen).toHaveLength(250)
  })

  it('is found by index among many: no table of history is read through', async () => {
    await database.db.$executeRaw`
      INSERT INTO purchase (customer_id, key, at, amount_minor)
      SELECT ${sara}::uuid, 'many' || i, '2020-01-01'::timestamptz + i * interval '1 hour', 1 FROM generate_series(1, 30000) i`
    await database.db.$executeRaw`
      INSERT INTO contact_record (customer_id, key, kind, at, text)
      SELECT ${sara}::uuid, 'many' || i, 'call', '2020-01-01'::timestamptz + i * interval '1 hour', '' FROM generate_series(1, 30000) i`
    await database.db.$executeRaw`ANALYZE`
    const scans = await database.tx(async (tx) => {
      for (const id of [ali, sara]) expect(await readTimeline(tx, id, null)).not.toEqual([])
      return tx.$queryRaw<{ relname: string }[]>`
        SELECT relname FROM pg_stat_xact_user_tables WHERE seq_scan > 0 AND relname IN ('purchase', 'contact_record')`
    })
    expect(scans).toEqual([])
    await database.db.purchase.deleteMany({ where: { customerId: sara } })
    await database.db.contactRecord.deleteMany({ where: { customerId: sara, kind: 'call' } })
  })

  it('is told by the facts of the card, up to the lapse', async () => {
    const facts = await readCardFacts(database.db, ali, day('2026-02-01'))
    expect(facts?.firstLife).toEqual({
      valueMinor: 18_000_000_000n,
      orders: 2,
      firstPurchaseAt: day('2026-01-01'),
      lastPurchaseAt: day('2026-01-11'),
      tenureDays: 375,
      usualGapDays: 10,
    })
    expect(facts?.phones).toMatchObject([{ id: phone, rank: 1, shared: true, struckAt: null }])
    expect(facts?.complaints).toMatchObject([{ status: 'open' }])
    expect(await readCardFacts(database.db, randomUUID())).toBeNull()
  })

  it('is locked with all numbers: a second locker of a shared number waits', async () => {
    const order: string[] = []
    let release = () => {}
    const held = new Promise<void>((go) => {
      release = go
    })
    const first = database.tx(async (tx) => {
      expect(await lockPerson(tx, ali)).toBe(true)
      order.push('ali')
      await held
      order.push('ali ends')
    })
    await expect.poll(() => order.length).toBe(1)
    const second = database.tx(async (tx) => {
      await lockPerson(tx, sara)
      order.push('sara')
    })
    await expect
      .poll(() =>
        database.db.$queryRaw<unknown[]>`SELECT 1 FROM pg_locks WHERE NOT granted`.then((rows) => rows.length),
      )
      .toBeGreaterThan(0)
    release()
    await Promise.all([first, second])
    expect(order).toEqual(['ali', 'ali ends', 'sara'])
    expect(await database.tx((tx) => lockPerson(tx, randomUUID()))).toBe(false)
  })

  it('has a record written once by its key, and a number struck once', async () => {
    const record = { customerId: ali, key: 'once', kind: 'stop', at: day('2026-06-03'), text: '' } as const
    expect(await addContactRecord(database.db, record)).toBe(true)
    expect(await addContactRecord(database.db, record)).toBe(false)
    expect(await strikePhone(database.db, ali, phone, 'X.WRONG', day('2026-06-03'))).toBe(true)
    expect(await strikePhone(database.db, ali, phone, 'X.WRONG', day('2026-06-04'))).toBe(false)
  })
})

describe('an episode', () => {
  it('is open once for a customer, and its arm is drawn once', async () => {
    const { db } = database
    expect(
      (await addEpisodes(db, [{ customerId: sara, kind: 'dormant', lapsedAt: day('2026-03-01') }], day('2026-06-01')))
        .size,
    ).toBe(1)
    expect(
      await addEpisode(db, { customerId: sara, kind: 'dormant', lapsedAt: day('2026-03-01') }, day('2026-06-01')),
    ).toBeNull()
    const episode = [...(await openEpisodes(db, [sara])).values()][0]
    const id = episode?.id ?? expect.fail('has no episode')
    expect(await setArms(db, [{ episodeId: id, arm: 'holdout' }], day('2026-06-01'))).toBe(1)
    expect(await setArms(db, [{ episodeId: id, arm: 'treat' }], day('2026-06-02'))).toBe(0)
    expect([...(await openEpisodes(db, [sara])).values()][0]).toMatchObject({ arm: 'holdout', state: 'assigned' })
    expect(await moveEpisode(db, id, { closedAt: day('2026-07-01'), closedAs: 'returned' })).toBe(true)
    expect(await moveEpisode(db, id, { closedAs: 'declined' })).toBe(false)
  })
})

describe('a promise', () => {
  it('is settled once', async () => {
    const id = await addPromise(database.db, {
      customerId: sara,
      dispositionId: randomUUID(),
      what: 'x',
      ownerId: agent,
      dueAt: day('2026-06-09'),
      at: day('2026-06-02'),
    })
    expect(await settlePromise(database.db, id, 'kept', day('2026-06-05'))).toBe(true)
    expect(await settlePromise(database.db, id, 'broken', day('2026-06-10'))).toBe(false)
  })
})

describe('histories', () => {
  it('are paged by key, each customer once with all that happened', async () => {
    const { db } = database
    expect(await countCustomers(db)).toBe(2)
    expect(await listCustomers(db, null, 1)).toEqual([ali])
    expect(await listCustomers(db, ali, 10)).toEqual([sara])
    expect(await listCustomers(db, sara, 10)).toEqual([])
    const [first, second, ...none] = await readHistories(db, [sara, ali])
    expect(none).toEqual([])
    expect(first).toMatchObject({ customerId: ali, attributes: { segment: 'gold' } })
    const stored = await db.purchase.findMany({ where: { customerId: ali }, orderBy: { at: 'asc' } })
    expect(stored).toHaveLength(3)
    const bought = stored.map(({ at, amountMinor }) => ({ at, amountMinor }))
    expect(first?.purchases).toEqual(bought)
    expect(await readPurchasesOf(db, [ali, sara])).toEqual([bought])
    expect(first?.complaints).toMatchObject([{ status: 'open', closedAt: null }])
    expect(second?.customerId).toBe(sara)
    expect(second?.contacts).toHaveLength(250)
  })

  it('are read alike over a plain connection and over Prisma', async () => {
    const plain = openPlainSql(database.url, 1)
    try {
      expect(await readHistories(plain.db, [ali, sara])).toEqual(await readHistories(database.db, [ali, sara]))
      expect(await countCustomers(plain.db)).toBe(2)
    } finally {
      await plain.close()
    }
  })

  it('can be drawn for a part of all customers, always the same one', async () => {
    const { db } = database
    expect(await listSomeCustomers(db, null, 10, SHARES)).toEqual([ali, sara])
    expect(await listSomeCustomers(db, null, 10, 0)).toEqual([])
    for (let shares = 0; shares < SHARES; shares += SHARES / 16) {
      const some = await listSomeCustomers(db, null, 10, shares)
      expect(await listSomeCustomers(db, null, 10, shares + SHARES / 16)).toEqual(expect.arrayContaining(some))
    }
  })
})
