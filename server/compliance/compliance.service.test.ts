import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CustomerId, PhoneId, UserId } from '#contract/ids'
import { createTestDatabase } from '../../test/harness/database.ts'
import { lockPerson } from '../people/person.store.ts'
import type { Database } from '../platform/database.pg.ts'
import { readRounds } from '../queue/rounds.store.ts'
import { type Compliance, createCompliance } from './compliance.service.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const ANN = '33333333-3333-4333-8333-333333333333' as UserId

let database: Database & { drop: () => Promise<void> }
let compliance: Compliance
let number = 0
beforeAll(async () => {
  database = await createTestDatabase()
  compliance = createCompliance({
    installation: async () => ({ zone: 'Europe/London', callsOwnFormerCustomers: true }),
    lockPerson,
    roundsOf: readRounds,
  })
})
afterAll(() => database.drop())

async function addPerson(given?: PhoneId): Promise<{ customerId: CustomerId; phoneId: PhoneId }> {
  const [customerId, phoneId] = [randomUUID() as CustomerId, given ?? (randomUUID() as PhoneId)]
  const { db } = database
  await db.customer.create({
    data: {
      id: customerId,
      householdId: randomUUID(),
      name: 'A',
      searchName: 'a',
      country: 'GB',
      zone: 'Europe/London',
      consent: true,
      attributes: {},
      createdAt: NOW,
    },
  })
  if (!given)
    await db.phone.create({ data: { id: phoneId, e164: `+44207946${1_000 + number++}`, country: 'GB', zones: [] } })
  await db.customerPhone.create({ data: { customerId, phoneId, rank: 0 } })
  return { customerId, phoneId }
}
const rulesOf = async (pair: { customerId: CustomerId; phoneId: PhoneId; agreedAt?: Date }) => {
  const permit = await compliance.permitFor(database.db, pair, NOW)
  return permit.allowed ? [] : permit.denials.map(({ rule }) => rule)
}

describe('the gate', () => {
  it('answers many in the order asked, and denies whom nobody knows', async () => {
    const [free, struck] = [await addPerson(), await addPerson()]
    await database.db.customerPhone.updateMany({ where: struck, data: { struckAt: NOW, struckWhy: 'N.WRONG' } })
    const unknown = { customerId: randomUUID() as CustomerId, phoneId: free.phoneId }
    const permits = await compliance.permitMany(database.db, [struck, unknown, free], NOW)
    expect(permits.map(({ allowed }) => allowed)).toEqual([false, false, true])
    expect(await rulesOf(struck)).toEqual(['phone.struck'])
    expect(await rulesOf(unknown)).toEqual(['phone.none'])
  })

  it('reads what the database knows against a call', async () => {
    const pair = await addPerson()
    const { customerId } = pair
    const { db } = database
    await db.complaint.create({
      data: { id: randomUUID(), customerId, key: 'k', openedAt: NOW, status: 'open', text: 'late' },
    })
    await db.episode.create({
      data: {
        id: randomUUID(),
        customerId,
        kind: 'dormant',
        state: 'assigned',
        lapsedAt: NOW,
        openedAt: NOW,
        arm: 'holdout',
      },
    })
    await db.contactRecord.create({
      data: {
        customerId,
        key: 'r',
        kind: 'disposition',
        direction: 'out',
        at: new Date(+NOW - 86_400_000),
        text: '',
        code: 'L.NOW',
      },
    })
    expect((await rulesOf(pair)).sort()).toEqual(['complaint.open', 'holdout', 'refusal.rest'])
  })

  it('does not take what a customer said to stop us for a question of hers', async () => {
    const { customerId, phoneId } = await addPerson()
    const record = { customerId, direction: 'in', at: new Date(+NOW - 86_400_000), text: '' }
    await database.db.contactRecord.create({ data: { ...record, key: 's', kind: 'stop', code: 'S.CALL' } })
    const asked = () => compliance.contextOf(database.db, { customerId, phoneId }, NOW)
    expect((await asked())?.lastInquiryAt).toBeNull()
    await database.db.contactRecord.create({ data: { ...record, key: 'm', kind: 'message' } })
    expect((await asked())?.lastInquiryAt).toEqual(record.at)
  })

  it('counts attempts for the person and for the number, but not what our own line failed', async () => {
    const one = await addPerson()
    const two = await addPerson(one.phoneId)
    const ids = [randomUUID(), randomUUID()]
    for (const id of ids) await compliance.addAttempt(database.db, { id, ...one, at: new Date(+NOW - 3_600_000) })
    for (const id of ids) await compliance.addAttempt(database.db, { id, ...one, at: NOW })
    expect(await rulesOf(one)).toContain('cap')
    expect(await rulesOf(two)).toContain('cap')
    expect(await rulesOf({ ...one, agreedAt: new Date(+NOW - 60_000) })).toEqual([])
    await compliance.settleAttempt(database.db, ids[0] ?? '', { counted: false, outcome: 'X.FAIL' })
    expect(await rulesOf(two)).toEqual([])
  })
})

describe('a stop', () => {
  it('binds the person and each of her numbers, and stands once however often it is pressed', async () => {
    const one = await addPerson()
    const other = await addPerson(one.phoneId)
    const stop = { kind: 'call' as const, customerId: one.customerId, phoneIds: [one.phoneId], byUserId: ANN, at: NOW }
    expect(await database.tx((tx) => compliance.recordStop(tx, stop))).toBe(true)
    expect(await database.tx((tx) => compliance.recordStop(tx, stop))).toBe(false)
    const stops = await database.db.stop.findMany({
      where: { OR: [{ customerId: one.customerId }, { phoneId: one.phoneId }] },
    })
    expect(stops.map(({ customerId, phoneId }) => [customerId, phoneId]).sort()).toEqual(
      [
        [one.customerId, null],
        [null, one.phoneId],
      ].sort(),
    )
    expect(await rulesOf(one)).toEqual(['stop', 'stop'])
    expect(await rulesOf(other)).toEqual(['stop'])
  })

  it('is lifted by a supervisor, never by an agent, and one for all contact by nobody', async () => {
    const pair = await addPerson()
    const press = (kind: 'abuse' | 'all') =>
      database.tx((tx) =>
        compliance.recordStop(tx, {
          kind,
          customerId: pair.customerId,
          phoneIds: [pair.phoneId],
          byUserId: ANN,
          at: NOW,
        }),
      )
    const lift = (kind: 'abuse' | 'all', role: 'agent' | 'supervisor') =>
      database.tx((tx) =>
        compliance.liftStop(tx, { kind, customerId: pair.customerId, by: { userId: ANN, role }, at: NOW }),
      )
    await press('abuse')
    await expect(lift('abuse', 'agent')).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    await lift('abuse', 'supervisor')
    expect(await rulesOf(pair)).toEqual([])
    await press('all')
    await expect(lift('all', 'supervisor')).rejects.toMatchObject({ problem: { code: 'stop.standing' } })
    expect(await rulesOf(pair)).toEqual(['stop', 'stop'])
  })

  it('waits for a dial that asks at the same instant, and the next one sees it', async () => {
    const pair = await addPerson()
    const order: string[] = []
    let pressed: Promise<unknown> | null = null
    await database.tx(async (tx) => {
      await lockPerson(tx, pair.customerId)
      expect((await compliance.permitFor(tx, pair, NOW)).allowed).toBe(true)
      const stop = {
        kind: 'all' as const,
        customerId: pair.customerId,
        phoneIds: [pair.phoneId],
        byUserId: ANN,
        at: NOW,
      }
      pressed = database.tx((inner) => compliance.recordStop(inner, stop)).then(() => order.push('stop'))
      await new Promise((done) => setTimeout(done, 150))
      order.push('dial')
    })
    await pressed
    expect(order).toEqual(['dial', 'stop'])
    expect(await rulesOf(pair)).toEqual(['stop', 'stop'])
  })
})

describe('blocks', () => {
  it('become exactly what was found last', async () => {
    const pair = await addPerson()
    const block = (rule: string) => ({ customerId: pair.customerId, rule, params: {}, at: NOW, retryAt: null })
    await compliance.writeBlocks(database.db, [pair.customerId], [block('hours'), block('cap.day')])
    await compliance.writeBlocks(database.db, [pair.customerId], [block('cap.day'), block('consent')])
    expect((await compliance.blockCounts(database.db)).map(({ rule }) => rule).sort()).toEqual(['cap.day', 'consent'])
    await compliance.clearBlocks(database.db, [pair.customerId])
    expect(await compliance.blockCounts(database.db)).toEqual([])
  })
})
