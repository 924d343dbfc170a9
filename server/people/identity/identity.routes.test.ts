import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api } from '#contract/api'
import { UserId } from '#contract/ids'
import { createSteppedClock } from '../../../test/harness/clock.ts'
import { createTestDatabase } from '../../../test/harness/database.ts'
import { repointers } from '../../app.repointers.ts'
import { type Caller, type Handlers, mountApi, problemHandler } from '../../platform/http.express.ts'
import { writeAudit } from '../../staff/audit.store.ts'
import { raiseFault } from '../data-faults.store.ts'
import { writeEntries } from '../import/import-batch.store.ts'
import type { Entries } from '../import/import-intake.ts'
import { identityRoutes } from './identity.routes.ts'
import { createIdentity } from './identity.service.ts'

const log = pino({ level: 'silent' })
const clock = createSteppedClock('2026-11-22T08:00:00Z')
const userId = UserId.parse('00000000-0000-4000-8000-0000000000aa')
const caller: Caller = { userId, name: 'S', role: 'supervisor', teamId: null, locale: 'en' }
let database: Awaited<ReturnType<typeof createTestDatabase>>
let server: Server
let base: string

beforeAll(async () => {
  database = await createTestDatabase()
  const identity = createIdentity({
    database,
    clock,
    repointers,
    audit: writeAudit,
    afterChange: async () => {},
  })
  const absent = Object.fromEntries(Object.keys(api).map((name) => [name, async () => ({})])) as unknown as Handlers
  const app = express()
  const routes = identityRoutes({ identity, database, clock, region: async () => 'IR' })
  mountApi(app, { ...absent, ...routes }, async () => caller)
  app.use(problemHandler(log))
  server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((go) => server.once('listening', go))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
})
afterAll(async () => {
  server.close()
  await database.drop()
})

type Answer = { status: number; code?: string; body: Record<string, unknown> }
const post = async (path: string, body?: object): Promise<Answer> => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${base}/${path}`, {
    method: 'POST',
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  const read = await answer.json()
  return { status: answer.status, code: read.problem?.code, body: read }
}
const told = async (action: string) => (await database.db.auditLine.findMany({ where: { action } })).length
const said = (answer: Answer) => [answer.status, answer.code]

/** A file of customers as the import reads it: external id, name, number, city. */
const importPeople = (rows: [externalId: string, name: string, e164: string, city?: string][]) =>
  database.tx((tx) =>
    writeEntries(
      tx,
      {
        kind: 'customers',
        rows: rows.map(([externalId, name, e164, city = null], line) => ({
          at: { line, cells: [] },
          value: {
            externalId,
            name,
            searchName: name.toLowerCase(),
            phones: [{ e164, country: 'IR' }],
            language: null,
            city,
            country: 'IR',
            zone: null,
            joinedAt: null,
            cancelledAt: null,
            attributes: {},
            append: false,
          },
        })),
      } as unknown as Entries,
      clock.now(),
    ),
  )
const importPurchases = (rows: [externalId: string, key: string, amountMinor: bigint][]) =>
  database.tx((tx) =>
    writeEntries(
      tx,
      {
        kind: 'purchases',
        rows: rows.map(([externalId, key, amountMinor], line) => ({
          at: { line, cells: [] },
          value: { externalId, key, at: new Date('2026-01-01T08:00:00Z'), amountMinor, items: null },
        })),
      } as unknown as Entries,
      clock.now(),
    ),
  )
let number = 0
const aNumber = () => `+98912${String(3_000_000 + number++)}`
const idOf = async (externalId: string) => (await database.db.customer.findUniqueOrThrow({ where: { externalId } })).id
/** Two people with one number. */
const aPair = async (name = 'Ali Rezaei', other = 'Ali Rezaei') => {
  const [x, y, shared] = [randomUUID(), randomUUID(), aNumber()]
  await importPeople([[x, name, shared]])
  await importPeople([[y, other, shared]])
  return { x, y, shared, a: await idOf(x), b: await idOf(y) }
}
const proposals = async () =>
  (await (await fetch(`${base}/proposals`)).json()).rows as { a: { id: string }; b: { id: string }; sign: string }[]
const between = async (a: string, b: string) =>
  (await proposals()).find((row) => [row.a.id, row.b.id].sort().join() === [a, b].sort().join())

describe('proposals', () => {
  it('say why: a number with the name, a rare name in one city, a number alone; the surest first, numbers masked', async () => {
    const same = await aPair('Mina Sadr', 'Mina Sadr')
    const family = await aPair('Ali Rezaei', 'Hasan Rezaei')
    const names = [randomUUID(), randomUUID()] as const
    await importPeople([[names[0], 'Laleh Golestani', aNumber(), 'Yazd']])
    await importPeople([[names[1], 'Laleh Golestani', aNumber(), 'Yazd']])
    expect((await between(same.a, same.b))?.sign).toBe('number-name')
    expect((await between(family.a, family.b))?.sign).toBe('number')
    expect((await between(await idOf(names[0]), await idOf(names[1])))?.sign).toBe('name-city')
    const signs = (await proposals()).map(({ sign }) => sign)
    const order = ['number-name', 'name-city', 'number']
    expect(signs).toEqual([...signs].sort((p, q) => order.indexOf(p) - order.indexOf(q)))
    expect(JSON.stringify(await proposals())).not.toContain(same.shared)
  })

  it('do not come of a name that many bear in a city, nor of a single word', async () => {
    const many = Array.from({ length: 4 }, () => randomUUID())
    await importPeople(many.map((id) => [id, 'Reza Mohammadi', aNumber(), 'Tehran']))
    const short = [randomUUID(), randomUUID()]
    await importPeople(short.map((id) => [id, 'Reza', aNumber(), 'Tehran']))
    const ids = new Set(await Promise.all([...many, ...short].map(idOf)))
    expect((await proposals()).filter(({ a, b }) => ids.has(a.id) || ids.has(b.id))).toEqual([])
  })

  it('once kept apart never come again, whatever number is imported', async () => {
    const { a, b, x, y } = await aPair()
    expect(await post('merges/keep-apart', { a, b })).toMatchObject({ status: 200 })
    expect(said(await post('merges/keep-apart', { a, b }))).toEqual([409, 'conflict'])
    const another = aNumber()
    await importPeople([[x, 'Ali Rezaei', another]])
    await importPeople([[y, 'Ali Rezaei', another]])
    expect(await between(a, b)).toBeUndefined()
    expect(await told('customer.kept-apart')).toBe(2)
    const homes = await database.db.customer.findMany({ where: { id: { in: [a, b] } } })
    expect(new Set(homes.map(({ householdId }) => householdId)).size).toBe(1) // still one household, one arm
  })
})

describe('a merge', () => {
  it('is refused with a reason: oneself, a stranger, one who was merged, one on a desk', async () => {
    const { a, b } = await aPair()
    expect(said(await post('merges', { fromId: a, intoId: a }))).toEqual([422, 'merge.self'])
    expect(said(await post('merges', { fromId: randomUUID(), intoId: a }))).toEqual([404, 'not-found'])
    expect(said(await post('merges', { fromId: 'x', intoId: a }))).toEqual([422, 'validation'])
    expect(said(await post('merges', { fromId: a, intoId: b, force: true }))).toEqual([422, 'validation.unknown'])
    const item = await onDesk(a)
    expect(said(await post('merges', { fromId: a, intoId: b }))).toEqual([409, 'merge.on-desk'])
    expect(said(await post('merges', { fromId: b, intoId: a }))).toEqual([409, 'merge.on-desk'])
    await database.db.workItem.update({
      where: { id: item },
      data: { state: 'waiting', agentId: null, leaseUntil: null },
    })
    expect((await post('merges', { fromId: a, intoId: b })).status).toBe(200)
    expect(said(await post('merges', { fromId: a, intoId: b }))).toEqual([409, 'merge.already'])
    expect(said(await post('merges', { fromId: b, intoId: a }))).toEqual([409, 'merge.already'])
    expect(said(await post(`customers/${a}/numbers`, { number: '09123456789' }))).toEqual([409, 'merge.already'])
  })

  it('of two supervisors at once is made by one; the other hears that it changed meanwhile', async () => {
    const { a, b } = await aPair()
    const answers = await Promise.all([
      post('merges', { fromId: a, intoId: b }),
      post('merges', { fromId: b, intoId: a }),
      post('merges', { fromId: a, intoId: b }),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const one of answers.filter(({ status }) => status !== 200)) {
      expect(one.status).toBe(409)
      expect(['conflict', 'merge.already']).toContain(one.code)
    }
    expect(await database.db.customerMerge.count({ where: { OR: [{ fromId: a }, { fromId: b }] } })).toBe(1)
  })

  it('of a chain is undone from its end, once', async () => {
    const { a, b } = await aPair()
    const { a: c } = await aPair()
    const first = (await post('merges', { fromId: a, intoId: b })).body.id
    const second = (await post('merges', { fromId: b, intoId: c })).body.id
    expect((await database.db.customer.findUniqueOrThrow({ where: { id: a } })).mergedInto).toBe(c)
    expect(said(await post(`merges/${first}/undo`))).toEqual([409, 'merge.later'])
    const undone = await Promise.all([post(`merges/${second}/undo`), post(`merges/${second}/undo`)])
    expect(undone.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await database.db.customer.findUniqueOrThrow({ where: { id: a } })).mergedInto).toBe(b)
    expect((await post(`merges/${first}/undo`)).status).toBe(200)
    expect(said(await post(`merges/${first}/undo`))).toEqual([409, 'merge.undone'])
    expect(said(await post('merges/999999/undo'))).toEqual([404, 'not-found'])
    const { rows } = await (await fetch(`${base}/merges`)).json()
    expect(rows.slice(0, 2).map((row: { id: string; undoneAt: string }) => [row.id, row.undoneAt !== null])).toEqual([
      [second, true],
      [first, true],
    ])
  })

  it('sends what is imported for the merged row to the survivor, and the same file twice changes nothing', async () => {
    const { a, b, x, y } = await aPair()
    const file: [string, string, bigint][] = [
      [x, 'order-1', 500n],
      [x, '2026-01-01|500|1', 500n],
      [y, '2026-01-01|500|1', 500n],
    ]
    await importPurchases(file)
    await post('merges', { fromId: a, intoId: b })
    expect(await importPurchases(file)).toMatchObject({ fresh: 0, changed: 0, same: 3 })
    expect(await importPurchases([[x, 'order-2', 700n]])).toMatchObject({ fresh: 1 })
    const another = aNumber()
    await importPeople([[x, 'Ali Rezaei', another]])
    const owned = async (customerId: string) => ({
      purchases: await database.db.purchase.count({ where: { customerId } }),
      numbers: await database.db.customerPhone.count({ where: { customerId } }),
    })
    expect(await owned(a)).toEqual({ purchases: 0, numbers: 0 })
    expect(await owned(b)).toEqual({ purchases: 4, numbers: 2 })
  })

  it('writes its lines in the audit, with ids and no names', async () => {
    expect(await told('customer.merged')).toBeGreaterThan(2)
    expect(await told('customer.unmerged')).toBe(4)
    const lines = await database.db.auditLine.findMany()
    expect(JSON.stringify(lines.map(({ subject, detail }) => [subject, detail]))).not.toMatch(/Rezaei|\+98/)
  })
})

describe('a number', () => {
  it('is struck and taken up again with a reason, and a struck one comes back by no import', async () => {
    const { a, x, shared } = await aPair()
    const { phoneId } = await database.db.customerPhone.findFirstOrThrow({ where: { customerId: a } })
    const path = `customers/${a}/numbers/${phoneId}`
    expect(said(await post(`${path}/strike`, { why: 'boring' }))).toEqual([422, 'validation'])
    expect((await post(`${path}/strike`, { why: 'N.WRONG' })).status).toBe(200)
    expect(said(await post(`${path}/strike`, { why: 'N.WRONG' }))).toEqual([409, 'conflict'])
    await importPeople([[x, 'Ali Rezaei', shared]])
    const link = { customerId_phoneId: { customerId: a, phoneId } }
    expect(await database.db.customerPhone.findUnique({ where: link })).toMatchObject({ struckWhy: 'N.WRONG' })
    expect(said(await post(`customers/${a}/numbers`, { number: shared }))).toEqual([409, 'number.struck'])
    expect(said(await post(`customers/${a}/numbers/${randomUUID()}/unstrike`, { why: 'mistake' }))[0]).toBe(404)
    expect((await post(`${path}/unstrike`, { why: 'confirmed' })).status).toBe(200)
    expect(said(await post(`${path}/unstrike`, { why: 'confirmed' }))).toEqual([409, 'conflict'])
    expect(await database.db.customerPhone.findUnique({ where: link })).toMatchObject({ struckAt: null })
    const lines = await database.db.auditLine.findMany({ where: { subject: `customer:${a}` }, orderBy: { id: 'asc' } })
    expect(lines.map(({ action, detail }) => [action, detail])).toEqual([
      ['number.struck', { phone: phoneId, why: 'N.WRONG' }],
      ['number.restored', { phone: phoneId, why: 'confirmed' }],
    ])
  })

  it('is added as the first to try, in Persian digits too; what is none is refused by name', async () => {
    const { a } = await aPair()
    expect((await post(`customers/${a}/numbers`, { number: '۰۹۱۲ ۷۶۵ ۴۳۲۱' })).status).toBe(200)
    const [first] = await database.db.customerPhone.findMany({ where: { customerId: a }, orderBy: { rank: 'asc' } })
    const phone = await database.db.phone.findUniqueOrThrow({ where: { id: first?.phoneId ?? '' } })
    expect(phone.e164).toBe('+989127654321')
    expect(said(await post(`customers/${a}/numbers`, { number: '09127654321' }))).toEqual([409, 'number.known'])
    expect(said(await post(`customers/${a}/numbers`, { number: '110' }))).toEqual([422, 'phone.emergency'])
    expect(said(await post(`customers/${randomUUID()}/numbers`, { number: '09127654321' }))).toEqual([404, 'not-found'])
  })
})

it('a data fault is settled once, and stands open again when it is told again', async () => {
  const { a } = await aPair()
  const raise = () => database.tx((tx) => raiseFault(tx, { customerId: a, cause: 'gone', at: clock.now() }))
  const settle = () => post(`customers/${a}/faults/settle`, { cause: 'gone' })
  expect((await settle()).status).toBe(409)
  await raise()
  expect((await settle()).status).toBe(200)
  expect((await settle()).status).toBe(409)
  await raise()
  expect((await settle()).status).toBe(200)
  expect((await post(`customers/${a}/language`, { language: 'fa' })).status).toBe(200)
  expect((await database.db.customer.findUniqueOrThrow({ where: { id: a } })).language).toBe('fa')
})

async function onDesk(customerId: string): Promise<string> {
  const at = clock.now()
  const [episodeId, id] = [randomUUID(), randomUUID()]
  const { phoneId } = await database.db.customerPhone.findFirstOrThrow({ where: { customerId } })
  await database.db.episode.create({
    data: { id: episodeId, customerId, kind: 'dormant', state: 'assigned', lapsedAt: at, openedAt: at, arm: 'treat' },
  })
  const campaignId = '00000000-0000-4000-8000-000000000002'
  const lease = { state: 'leased', agentId: randomUUID(), leaseUntil: at }
  await database.db.workItem.create({
    data: {
      id,
      customerId,
      episodeId,
      campaignId,
      phoneId,
      dueAt: at,
      fence: 1n,
      attempts: 0,
      createdAt: at,
      ...lease,
    },
  })
  return id
}
