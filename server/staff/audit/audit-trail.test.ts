import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditFilter } from '#contract/audit'
import type { UserId } from '#contract/ids'
import { createSteppedClock } from '../../../test/harness/clock.ts'
import { createTestDatabase } from '../../../test/harness/database.ts'
import { sized } from '../../../test/harness/sized.ts'
import { prepareJobs } from '../../platform/jobs.pg.ts'
import { type AuditEntry, writeAudit } from '../audit.store.ts'
import { type AuditTrail, createAuditTrail } from './audit.service.ts'
import { trailSql } from './trail.store.ts'
import { trailRow } from './trail-sheet.ts'

const NOON = Date.parse('2026-11-22T12:00:00Z')
const LINES = sized(30_000, 1_000_000)
const MEMORY_MB = 60
const clock = createSteppedClock('2026-11-22T12:00:00Z')
const [leila, omid] = [randomUUID() as UserId, randomUUID() as UserId]
const [ali, sara, call] = [randomUUID(), randomUUID(), randomUUID()]
let database: Awaited<ReturnType<typeof createTestDatabase>>
let trail: AuditTrail

const write = (minute: number, line: Omit<AuditEntry, 'at'>) =>
  writeAudit(database.db, { at: new Date(NOON + minute * 60_000), ...line })
const told = async (filter: AuditFilter) =>
  (await trail.list(filter)).lines.map(({ action, subjectId }) => `${action} ${subjectId}`)

beforeAll(async () => {
  database = await createTestDatabase()
  await prepareJobs(database.url)
  trail = createAuditTrail({ database, clock })
  const user = { passwordHash: '', locale: 'fa', teamId: null, languages: [], active: true, createdAt: clock.now() }
  await database.db.user.createMany({
    data: [
      { ...user, id: leila, email: 'l@example.test', name: 'لیلا کریمی', role: 'agent' },
      { ...user, id: omid, email: 'o@example.test', name: '=Omid', role: 'admin' },
    ],
  })
  await write(1, { actorId: leila, action: 'card.viewed', subject: `customer:${ali}` })
  await write(2, { actorId: leila, action: 'number.shown', subject: `customer:${ali}`, detail: { call } })
  await write(3, { actorId: omid, action: 'staff.changed', subject: `user:${leila}`, detail: { active: true } })
  await write(4, { actorId: leila, action: 'card.viewed', subject: `customer:${sara}` })
})
afterAll(() => database.drop())

describe('the trail', () => {
  it('is told newest first, staff by name and customers by id', async () => {
    const { lines } = await trail.list({})
    expect(lines.map(({ actorName, subjectKind, subjectName }) => [actorName, subjectKind, subjectName])).toEqual([
      ['لیلا کریمی', 'customer', null],
      ['=Omid', 'user', 'لیلا کریمی'],
      ['لیلا کریمی', 'customer', null],
      ['لیلا کریمی', 'customer', null],
    ])
  })

  it('is found by act, by who did it, by what it is about or names, and by time', async () => {
    expect(await told({ action: 'card.viewed' })).toEqual([`card.viewed ${sara}`, `card.viewed ${ali}`])
    expect(await told({ actor: omid })).toEqual([`staff.changed ${leila}`])
    expect(await told({ about: ali })).toEqual([`number.shown ${ali}`, `card.viewed ${ali}`])
    expect(await told({ about: call })).toEqual([`number.shown ${ali}`])
    expect(await told({ about: leila })).toEqual([`staff.changed ${leila}`])
    const [from, to] = [2, 4].map((minute) => new Date(NOON + minute * 60_000).toISOString())
    expect(await told({ from, to, actor: leila })).toEqual([`number.shown ${ali}`])
    expect(await told({ about: randomUUID() })).toEqual([])
  })

  it('is exported with a reason, which is a line itself, and no spreadsheet runs a cell of it', async () => {
    const pages = await trail.take({ about: leila }, { reason: 'Asked by the court', userId: omid })
    const rows: string[][] = []
    for await (const lines of pages) rows.push(...lines.map(trailRow))
    expect(rows).toEqual([
      expect.arrayContaining(['staff.changed', leila, "'=Omid"]),
      expect.arrayContaining(['audit.exported']),
    ])
    const [line] = (await trail.list({ action: 'audit.exported' })).lines
    expect(line).toMatchObject({ actorName: '=Omid', reason: 'Asked by the court', detail: { about: leila } })
  })
})

/** A UUID of version 4 from a text. */
const sqlId = (text: string) => `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`

describe('at size', () => {
  beforeAll(async () => {
    // Two minutes a line: months of a busy floor, of a hundred people and a tenth as many customers as lines.
    await database.db.$executeRawUnsafe(`
      INSERT INTO audit_line (at, actor_id, action, subject, detail)
      SELECT '${new Date(NOON).toISOString()}'::timestamptz - n * interval '2 minutes', ${sqlId("'user' || n % 100")},
        CASE WHEN n % 1000 = 0 THEN 'stop.pressed' WHEN n % 3 = 0 THEN 'timeline.viewed' ELSE 'card.viewed' END,
        'customer:' || ${sqlId(`'customer' || n % ${LINES / 10}`)},
        CASE WHEN n % 10 = 0 THEN jsonb_build_object('call', ${sqlId("'call' || n")}) ELSE '{}' END
      FROM generate_series(1, ${LINES}) n`)
    await database.db.$executeRaw`ANALYZE audit_line`
    await trail.chain.seal()
  }, 600_000)

  it('is checked in pages: memory does not grow with the trail', async () => {
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    let highest = before
    let pages = 0
    const began = performance.now()
    const { head, fault } = await trail.chain.verify(() => {
      pages += 1
      if (pages % 10 === 0) globalThis.gc?.()
      highest = Math.max(highest, process.memoryUsage().heapUsed)
    })
    const seconds = (performance.now() - began) / 1_000
    console.info(
      `${head.position} lines checked in ${seconds.toFixed(1)} s, heap + ${((highest - before) / 2 ** 20).toFixed(0)} MB`,
    )
    expect(fault).toBeNull()
    expect(Number(head.position)).toBeGreaterThan(LINES)
    if (globalThis.gc) expect((highest - before) / 2 ** 20).toBeLessThan(MEMORY_MB)
  }, 600_000)

  it('is asked for and answered as a job, whose finding the auditor sees', async () => {
    expect((await trail.askCheck(omid)).check).toMatchObject({ finishedAt: null, fault: null })
    await trail.check()
    const { check, sealed } = await trail.status()
    expect(check).toMatchObject({ position: sealed, fault: null })
    expect(check?.finishedAt).not.toBeNull()
  }, 600_000)

  it('is filtered by its indexes: no filter reads the trail whole', async () => {
    const [customer, user, oneCall] = await database.db.$queryRawUnsafe<{ id: string }[]>(
      ["'customer7'", "'user7'", "'call70'"].map((what) => `SELECT ${sqlId(what)}::text AS id`).join(' UNION ALL '),
    )
    const filters: AuditFilter[] = [
      {},
      { action: 'stop.pressed' },
      { actor: user?.id as UserId },
      { about: customer?.id },
      { about: oneCall?.id },
      { action: 'stop.pressed', actor: user?.id as UserId },
      { from: new Date(NOON - LINES * 60_000).toISOString(), to: new Date(NOON - LINES * 50_000).toISOString() },
    ]
    for (const filter of filters) {
      await trail.list(filter)
      const plan = await database.db.$queryRaw<{ 'QUERY PLAN': string }[]>`EXPLAIN ${trailSql(filter, null, 50)}`
      expect(plan.map((row) => row['QUERY PLAN']).join('\n')).not.toContain('Seq Scan on audit_line')
    }
  })
})
