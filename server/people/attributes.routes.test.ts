import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api } from '#contract/api'
import { UserId } from '#contract/ids'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { type Caller, type Handlers, mountApi, problemHandler } from '../platform/http.express.ts'
import { writeAudit } from '../staff/audit.store.ts'
import { attributesRoutes } from './attributes.routes.ts'
import { noteAttributes, readAttributeUses } from './attributes.store.ts'

const clock = createSteppedClock('2026-11-22T08:00:00Z')
const userId = UserId.parse(randomUUID())
const caller: Caller = { userId, name: 'S', role: 'supervisor', teamId: null, locale: 'en' }
let database: Awaited<ReturnType<typeof createTestDatabase>>
let server: Server
let base: string
let followed = 0
let failing = false

beforeAll(async () => {
  database = await createTestDatabase()
  const absent = Object.fromEntries(Object.keys(api).map((name) => [name, async () => ({})])) as unknown as Handlers
  const routes = attributesRoutes({
    database,
    clock,
    audit: writeAudit,
    afterUse: async () => {
      if (failing) throw new Error('no')
      followed++
    },
  })
  const app = express()
  mountApi(app, { ...absent, ...routes }, async () => caller)
  app.use(problemHandler(pino({ level: 'silent' })))
  server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((go) => server.once('listening', go))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
  await noteAttributes(database.db, ['tariff', 'gender', 'tariff'], clock.now())
})
afterAll(async () => {
  server.close()
  await database.drop()
})

const say = async (name: string, use: string): Promise<number> => {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${base}/attributes/use`, { method: 'POST', headers, body: JSON.stringify({ name, use }) }))
    .status
}

describe('attributes of customers', () => {
  it('are listed by name, ignored until somebody says what they may be used for', async () => {
    expect(await (await fetch(`${base}/attributes`)).json()).toEqual([
      { name: 'gender', use: 'ignore', seenAt: '2026-11-22T08:00:00.000Z' },
      { name: 'tariff', use: 'ignore', seenAt: '2026-11-22T08:00:00.000Z' },
    ])
    expect(await say('gender', 'protected')).toBe(200)
    expect(await say('tariff', 'feature')).toBe(200)
    expect(await readAttributeUses(database.db)).toEqual(
      new Map([
        ['gender', 'protected'],
        ['tariff', 'feature'],
      ]),
    )
  })

  it('leave a line for each change, and ranking follows; the same again changes nothing', async () => {
    const before = followed
    expect(await say('gender', 'protected')).toBe(200)
    expect(followed).toBe(before)
    expect(await say('gender', 'ignore')).toBe(200)
    expect(followed).toBe(before + 1)
    const lines = await database.db.auditLine.findMany({
      where: { subject: 'attribute:gender' },
      orderBy: { id: 'asc' },
    })
    expect(lines.map(({ action, actorId, detail }) => [action, actorId, detail])).toEqual([
      ['attribute.used', userId, { use: 'protected', before: 'ignore' }],
      ['attribute.used', userId, { use: 'ignore', before: 'protected' }],
    ])
  })

  it('are refused when unknown, and stay as they were when what follows fails', async () => {
    expect(await say('shoe size', 'feature')).toBe(404)
    expect(await say('tariff', 'anything')).toBe(422)
    failing = true
    expect(await say('tariff', 'protected')).toBe(500)
    expect((await readAttributeUses(database.db)).get('tariff')).toBe('feature')
  })
})
