import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import express from 'express'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api } from '#contract/api'
import { UserId } from '#contract/ids'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { type Caller, type Handlers, mountApi, problemHandler } from '../platform/http.express.ts'
import { casesRoutes } from './cases.routes.ts'
import { createPeople } from './people.service.ts'

const log = pino({ level: 'silent' })
const clock = createSteppedClock('2026-11-22T08:00:00Z')
const userId = UserId.parse('00000000-0000-4000-8000-0000000000aa')
const caller: Caller = { userId, name: 'S', role: 'supervisor', teamId: null, locale: 'en' }
const [customerId, promiseId, complaintId] = [randomUUID(), randomUUID(), randomUUID()]
const told: string[] = []
let failing = false
let database: Awaited<ReturnType<typeof createTestDatabase>>
let server: Server
let base: string

beforeAll(async () => {
  database = await createTestDatabase()
  const at = clock.now()
  const name = 'Ali'
  await database.db.customer.create({
    data: { id: customerId, householdId: customerId, name, searchName: 'ali', attributes: {}, createdAt: at },
  })
  const [first, second] = [new Date('2026-11-20T08:00:00Z'), new Date('2026-11-24T08:00:00Z')]
  await database.db.complaint.createMany({
    data: [
      { id: randomUUID(), customerId, key: 'file:2', openedAt: at, status: 'open', text: 'Still dear' },
      { id: complaintId, customerId, key: 'file:1', openedAt: first, status: 'open', text: 'Too dear' },
      { id: randomUUID(), customerId, key: 'file:3', openedAt: first, status: 'solved', text: 'Old' },
    ],
  })
  const made = { customerId, dispositionId: randomUUID(), what: 'a filter', ownerId: userId, createdAt: first }
  await database.db.promise.createMany({
    data: [
      { ...made, id: randomUUID(), dueAt: second, status: 'open' },
      { ...made, id: promiseId, dueAt: first, status: 'open' },
      { ...made, id: randomUUID(), dueAt: first, status: 'kept' },
    ],
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
  const absent = Object.fromEntries(Object.keys(api).map((name) => [name, async () => ({})])) as unknown as Handlers
  const routes = casesRoutes({
    people,
    database,
    clock,
    audit: async (_tx, { action, subject, detail }) => void told.push(`${action} ${subject} ${detail?.status}`),
    afterSettled: async (_tx, whose) => {
      if (failing) throw new Error('no')
      told.push(`settled ${whose}`)
    },
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

const settle = async (path: string, body: object): Promise<number> => {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${base}/${path}/settle`, { method: 'POST', headers, body: JSON.stringify(body) })).status
}

describe('open cases', () => {
  it('are listed the oldest first, with a name and no number, and say what is overdue', async () => {
    const { promises, complaints } = await (await fetch(`${base}/cases`)).json()
    expect(promises.map(({ id, overdue }: { id: string; overdue: boolean }) => [id === promiseId, overdue])).toEqual([
      [true, true],
      [false, false],
    ])
    expect(complaints).toHaveLength(2)
    expect(complaints[0]).toEqual({
      id: complaintId,
      customerName: 'Ali',
      text: 'Too dear',
      openedAt: '2026-11-20T08:00:00.000Z',
      status: 'open',
    })
  })

  it('are settled once, audited, and whoever waited for it is told', async () => {
    expect(await settle(`promises/${promiseId}`, { status: 'kept' })).toBe(200)
    expect(await settle(`promises/${promiseId}`, { status: 'broken' })).toBe(409)
    expect(await settle(`complaints/${complaintId}`, { status: 'closed', note: ' moved away ' })).toBe(200)
    expect(await settle(`complaints/${complaintId}`, { status: 'solved', note: '' })).toBe(409)
    expect(told).toEqual([
      `promise.settled customer:${customerId} kept`,
      `settled ${customerId}`,
      `complaint.settled customer:${customerId} closed`,
      `settled ${customerId}`,
    ])
    const { db } = database
    expect(await db.promise.findUnique({ where: { id: promiseId } })).toMatchObject({
      status: 'kept',
      settledAt: clock.now(),
    })
    expect(await db.complaint.findUnique({ where: { id: complaintId } })).toMatchObject({
      status: 'closed',
      closedAt: clock.now(),
      note: 'moved away',
    })
  })

  it('are refused when unknown or misspelt, and stay open when what follows fails', async () => {
    expect(await settle(`promises/${randomUUID()}`, { status: 'kept' })).toBe(404)
    expect(await settle(`complaints/${randomUUID()}`, { status: 'solved', note: '' })).toBe(404)
    const { id } = await database.db.complaint.findFirstOrThrow({ where: { key: 'file:2' } })
    expect(await settle(`complaints/${id}`, { status: 'solved', note: 'x'.repeat(501) })).toBe(422)
    expect(await settle(`complaints/${id}`, { status: 'open', note: '' })).toBe(422)
    failing = true
    expect(await settle(`complaints/${id}`, { status: 'solved', note: '' })).toBe(500)
    expect(await database.db.complaint.findUnique({ where: { id } })).toMatchObject({ status: 'open', closedAt: null })
  })
})
