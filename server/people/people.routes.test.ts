import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api } from '#contract/api'
import { UserId } from '#contract/ids'
import { ImportPreview, ImportRun } from '#contract/people'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { type Caller, type Handlers, mountApi, problemHandler } from '../platform/http.express.ts'
import { peopleRoutes } from './people.routes.ts'
import { createPeople, type People } from './people.service.ts'

const log = pino({ level: 'silent' })
const clock = createSteppedClock('2026-11-22T08:00:00Z')
const caller: Caller = {
  userId: UserId.parse('00000000-0000-4000-8000-0000000000aa'),
  name: 'S',
  role: 'supervisor',
  teamId: null,
  locale: 'en',
}
const audited: string[] = []
let database: Awaited<ReturnType<typeof createTestDatabase>>
let folder: string
let people: People
let server: Server
let base: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'bazgasht-routes-'))
  people = createPeople({
    database,
    clock,
    log,
    events: { emit: () => {} },
    programme: {
      installation: async () => ({ region: 'IR', zone: 'Asia/Tehran', currency: 'IRR' }),
      setCompleteThrough: async () => {},
    },
    dataDir: folder,
    afterImport: async () => {},
  })
  const absent = Object.fromEntries(Object.keys(api).map((name) => [name, async () => ({})])) as unknown as Handlers
  const app = express()
  const audit = async (_tx: unknown, { action, subject }: { action: string; subject: string }) =>
    void audited.push(`${action} ${subject}`)
  const routes = peopleRoutes({ people, database, clock, audit, maySee: async () => false })
  mountApi(app, { ...absent, ...routes }, async () => caller)
  app.use(problemHandler(log))
  server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((go) => server.once('listening', go))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
})
afterAll(async () => {
  server.close()
  await people.stop()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const post = async (path: string, body: string | Buffer) => {
  const answer = await fetch(`${base}${path}`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: { 'content-type': 'application/octet-stream' },
  })
  return { status: answer.status, body: await answer.json() }
}
const start = (body: string | Buffer, mapping = '', bytes = Buffer.byteLength(body), kind = 'customers') =>
  post(`/imports?${new URLSearchParams({ kind, fileName: 'f.csv', mapping, bytes: String(bytes) })}`, body)

describe('imports over HTTP', () => {
  it('preview, start, are read and tell their faults, which is audited', async () => {
    const file = 'id,who,mobile\n1,=cmd(),09121234567\n2,Sara,+9\n'
    const mapping = JSON.stringify({ external_id: 'id', name: 'who', phone: 'mobile' })
    const preview = await post(`/imports/preview?${new URLSearchParams({ kind: 'customers', mapping })}`, file)
    expect(preview.status).toBe(200)
    expect(ImportPreview.parse(preview.body).rows.map(({ faults }) => faults.length)).toEqual([0, 1])
    const { status, body } = await start(file, mapping)
    expect(status).toBe(200)
    const { id } = ImportRun.parse(body)
    await expect.poll(async () => (await people.read(id)).state).toBe('done')
    const sheet = await fetch(`${base}/imports/${id}/faults.csv`)
    expect(sheet.headers.get('content-type')).toContain('text/csv')
    expect(sheet.headers.get('content-disposition')).toContain('attachment')
    expect((await sheet.text()).split('\n')[1]).toMatch(/^3,phone,.*phone\.(short|invalid).*,2,Sara,'\+9$/)
    expect(audited).toEqual([`import.faults-exported import:${id}`])
  })

  it('refuse what cannot be read with what and where, never with a 500', async () => {
    const told = [
      await start('id,name\n1,2\n'),
      await start('id,name,phone,name\n'),
      await start(''),
      await start(Buffer.from('PK\x03\x04')),
      await start('id,name,phone\n', '{'),
      await start('id,name,phone\n', '{"a":[]}'),
      await start('id,name,phone\n', '', 99),
      await start('x', '', 999_999_999_999),
      await start('x', '', 1, 'people'),
      await post('/imports/preview?kind=customers', Buffer.from([0, 1, 2, 3, 0, 0])),
      await post('/imports/preview?kind=customers', 'x'.repeat(300_000)),
    ]
    expect(told.map(({ status, body }) => [status, body.problem.code])).toEqual([
      [422, 'csv.missing-column'],
      [422, 'csv.duplicate-header'],
      [422, 'csv.empty'],
      [422, 'csv.unreadable'],
      [422, 'validation'],
      [422, 'validation'],
      [422, 'csv.incomplete'],
      [413, 'too-large'],
      [422, 'validation'],
      [422, 'csv.unreadable'],
      [413, 'too-large'],
    ])
    expect(await fetch(`${base}/imports/00000000-0000-4000-8000-000000000000`)).toMatchObject({ status: 404 })
    expect(await fetch(`${base}/imports/x`)).toMatchObject({ status: 422 })
  })

  it('show no timeline to who may not see the customer', async () => {
    const answer = await fetch(`${base}/customers/00000000-0000-4000-8000-000000000000/timeline`)
    expect(answer.status).toBe(404)
  })
})
