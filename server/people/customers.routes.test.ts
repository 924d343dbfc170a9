import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import express from 'express'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api } from '#contract/api'
import { CustomerHits, CustomerPage } from '#contract/customers'
import { CustomerId, PhoneId, UserId } from '#contract/ids'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { createCompliance } from '../compliance/compliance.service.ts'
import { type Caller, type Handlers, mountApi, problemHandler } from '../platform/http.express.ts'
import { readRounds } from '../queue/rounds.store.ts'
import { readLastViewed, writeAudit } from '../staff/audit.store.ts'
import { customersRoutes } from './customers.routes.ts'
import { createPeople } from './people.service.ts'
import { lockPerson } from './person.store.ts'
import { addKnown } from './search/search.test-base.ts'

const log = pino({ level: 'silent' })
const clock = createSteppedClock('2026-11-28T08:00:00Z')
const userId = UserId.parse('00000000-0000-4000-8000-0000000000aa')
const caller: Caller = { userId, name: 'S', role: 'supervisor', teamId: null, locale: 'en' }
let database: Awaited<ReturnType<typeof createTestDatabase>>
let server: Server
let base: string
let ali = ''
let sara = ''

beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  const known = [
    { name: 'علی محمدی', externalId: 'C-1', e164: ['+989121234567', '+989350000001'], city: 'تهران' },
    { name: 'Sara Karimi', externalId: 'C-2', e164: ['+989350000001'] },
  ]
  ;[ali = '', sara = ''] = await addKnown(database, known, clock.now())
  await db.customer.updateMany({ data: { householdId: ali } })
  await db.customerPhone.updateMany({
    where: { customerId: ali, rank: 1 },
    data: { struckAt: clock.now(), struckWhy: 'X.WRONG' },
  })
  const at = new Date('2026-01-05T08:00:00Z')
  await db.purchase.create({ data: { customerId: ali, key: '1', at, amountMinor: 5_000n } })
  await db.complaint.create({
    data: { id: randomUUID(), customerId: ali, key: '1', openedAt: at, status: 'open', text: '<b>dear</b>' },
  })
  await db.episode.create({
    data: {
      id: randomUUID(),
      customerId: ali,
      kind: 'dormant',
      state: 'assigned',
      arm: 'holdout',
      lapsedAt: at,
      openedAt: at,
    },
  })
  const compliance = createCompliance({
    installation: async () => ({ zone: 'Asia/Tehran', callsOwnFormerCustomers: true }),
    lockPerson,
    roundsOf: readRounds,
  })
  const people = createPeople({
    database,
    clock,
    log,
    events: { emit: () => {} },
    programme: {
      installation: async () => ({ region: 'IR', zone: 'Asia/Tehran', currency: 'IRR' }),
      setCompleteThrough: async () => {},
    },
    dataDir: tmpdir(),
    afterImport: async () => {},
  })
  const phones = await db.customerPhone.findMany({ where: { customerId: ali } })
  const phoneIds = phones.map(({ phoneId }) => PhoneId.parse(phoneId))
  const customerId = CustomerId.parse(ali)
  await database.tx((tx) => compliance.recordStop(tx, { kind: 'call', customerId, phoneIds, byUserId: userId, at }))
  const absent = Object.fromEntries(Object.keys(api).map((name) => [name, async () => ({})])) as unknown as Handlers
  const routes = customersRoutes({
    people,
    database,
    clock,
    audit: writeAudit,
    region: async () => 'IR',
    lastViewed: readLastViewed,
    stopsOf: compliance.stopsOf,
  })
  const app = express()
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

const search = async (text: string) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${base}/customers/search`, { method: 'POST', headers, body: JSON.stringify({ text }) })
  return { status: answer.status, body: await answer.json() }
}
const lines = (action: string) => database.db.auditLine.findMany({ where: { action }, orderBy: { id: 'asc' } })

describe('a customer’s page', () => {
  it('shows all that is known, with masked numbers and why one was struck out', async () => {
    const answer = await fetch(`${base}/customers/${ali}`)
    const text = await answer.text()
    const page = CustomerPage.parse(JSON.parse(text))
    expect(page).toMatchObject({
      name: 'علی محمدی',
      phones: [
        { masked: '+98 912 *** 4567', shared: false, struckAt: null, struckWhy: null },
        { masked: '+98 935 *** 0001', shared: true, struckAt: '2026-11-28T08:00:00.000Z', struckWhy: 'X.WRONG' },
      ],
      household: [{ id: sara, name: 'Sara Karimi' }],
      firstLife: { valueMinor: '5000', orders: 1 },
      complaints: [{ status: 'open' }],
      stops: [{ kind: 'call', scope: 'person', liftedAt: null }],
      episodes: [{ kind: 'dormant', arm: 'holdout', closedAt: null }],
    })
    expect(page.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['purchase', 'complaint', 'lapsed']))
    for (const number of ['9121234567', '9350000001']) expect(text).not.toContain(number)
  })

  it('leaves a line each time, of ids alone', async () => {
    const before = (await lines('customer.viewed')).length
    await fetch(`${base}/customers/${sara}`)
    const seen = await lines('customer.viewed')
    expect(seen.slice(before)).toMatchObject([{ actorId: userId, subject: `customer:${sara}`, detail: {} }])
  })

  it('is refused for who does not exist, and leaves no line', async () => {
    const before = (await lines('customer.viewed')).length
    expect((await fetch(`${base}/customers/${randomUUID()}`)).status).toBe(404)
    expect((await fetch(`${base}/customers/1%27`)).status).toBe(422)
    expect((await lines('customer.viewed')).length).toBe(before)
  })

  it('is remembered for who looked at it, the last first, each once', async () => {
    for (const id of [ali, sara, ali]) await fetch(`${base}/customers/${id}`)
    const recent = await (await fetch(`${base}/customers/recent`)).json()
    expect(recent.map(({ name }: { name: string }) => name)).toEqual(['علی محمدی', 'Sara Karimi'])
    expect(JSON.stringify(recent)).not.toContain('1234567')
  })
})

describe('a search', () => {
  it('by name leaves no line', async () => {
    const { body } = await search('mohammadi')
    expect(CustomerHits.parse(body)).toMatchObject({ hits: [{ id: ali, matchedBy: 'sound' }], more: false })
    expect(await lines('customer.searched')).toEqual([])
  })

  it('by number leaves one, which holds no number', async () => {
    await search('۰۹۱۲۱۲۳۴۵۶۷')
    await search('00000000')
    const told = await lines('customer.searched')
    expect(told).toMatchObject([
      { actorId: userId, subject: 'endpoint:customer.search', detail: { by: 'number', hits: 1, customers: ali } },
      { subject: 'endpoint:customer.search', detail: { by: 'number', hits: 0, customers: '' } },
    ])
    expect(JSON.stringify(told.map(({ detail }) => detail))).not.toMatch(/\d{7}(?![-\da-f])/)
  })

  it('that is too short, too long or no text is told so', async () => {
    expect(await search('a')).toEqual({
      status: 422,
      body: { problem: { code: 'search.short', params: { least: 2 } } },
    })
    expect((await search('a'.repeat(201))).status).toBe(422)
    expect((await search({} as string)).status).toBe(422)
  })
})
