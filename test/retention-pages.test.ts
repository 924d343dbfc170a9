import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Clock } from '../server/platform/clock.ts'
import { claimExpiring, expireOlder, readUnsettled } from '../server/telephony/recordings.store.ts'
import { createRetention } from '../server/telephony/retention.service.ts'
import { createTestDatabase } from './harness/database.ts'
import { fillerOf, rowId } from './harness/fill.ts'
import { scannedBy } from './harness/scans.ts'

/** Enough for an index to be worth it. */
const CALLS = 20_000
const TABLES = ['recording', 'call', 'dial_intent']
const NOW = new Date('2026-03-02T07:00:00Z')
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

let database: Awaited<ReturnType<typeof createTestDatabase>>
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase(4)
  client = new pg.Client(database.url)
  await client.connect()
  const at = `timestamptz '${NOW.toISOString()}' - i * interval '6 minutes'` // the oldest is 83 days old
  const fill = fillerOf(client, CALLS)
  await client.query('SET session_replication_role = replica')
  await fill(
    'dial_intent',
    'id, work_item_id, fence, customer_id, phone_id, agent_id, mode, state, created_at, permit',
    `${rowId('l')}, ${rowId('w')}, 1, ${rowId('c')}, ${rowId('p')}, ${rowId('a')}, 'carrier', 'done', ${at}, '{}'`,
  )
  await fill(
    'call',
    'id, work_item_id, customer_id, agent_id, mode, state, ended_as, dialled_at, ended_at, muted, held',
    `${rowId('l')}, ${rowId('w')}, ${rowId('c')}, ${rowId('a')}, 'carrier', 'ended', 'completed', ${at}, ${at}, false, false`,
  )
  await fill(
    'recording',
    'id, call_id, sid, state, started_at, asked_at, wish',
    `${rowId('r')}, ${rowId('l')}, 'RE' || md5('r' || i), 'kept', ${at}, ${at}, 'on'`,
  )
  await fill(
    'customer',
    'id, household_id, name, search_name, attributes, created_at',
    `${rowId('c')}, ${rowId('c')}, 'A', 'a', '{}', ${at}`,
    10,
  )
  await client.query('SET session_replication_role = DEFAULT')
  await client.query(`VACUUM ANALYZE ${TABLES.join(', ')}`)
})
afterAll(async () => {
  await client.query(`TRUNCATE ${TABLES.join(', ')}, erasure, customer CASCADE`)
  await client.end()
  await database.drop()
})

const ageOf = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS)
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * MINUTE_MS)
const countOf = (state: string) => database.db.recording.count({ where: { state } })

describe('what is asked twice a second walks indexes and never a table', () => {
  // Seven times: from the sixth on PostgreSQL may plan for any time rather than for this one.
  const often = async (work: () => Promise<unknown>) => {
    for (let n = 0; n < 7; n++) await work()
  }
  const scanned = (work: () => Promise<unknown>) => scannedBy({ client, database, tables: TABLES }, () => often(work))

  it('what is not as it is wished to be', async () => {
    expect(await scanned(() => readUnsettled(database.db))).toEqual([])
  })
  it('what is older than the house keeps it, and what the carrier is asked for', async () => {
    const page = async () => {
      expect(await expireOlder(database.db, ageOf(50), 1_000)).toBe(1_000)
      expect(await claimExpiring(database.db, NOW, ageOf(1), 10)).toHaveLength(10)
    }
    expect(await scanned(page)).toEqual([])
  })
  it('control: counting them reads the whole table', async () => {
    expect(await scanned(() => database.db.recording.count({ where: { seconds: 77 } }))).toEqual(['recording'])
  })
})

describe('a run', () => {
  const TOGETHER = 10
  const KEPT_DAYS = 1_000
  const STILL: Clock = { speed: 1, now: () => NOW, wall: (ms) => ms }
  const retention = (deletes: (sid: string) => boolean, { clock = STILL, days = KEPT_DAYS } = {}) => {
    const asked: string[] = []
    const port = {
      changeRecording: async () => true,
      deleteRecording: async (sid: string) => {
        asked.push(sid)
        return deletes(sid)
      },
    }
    return { asked, run: createRetention({ database, clock, port, days: async () => days }) }
  }
  /** So many are to be asked for, and no other. */
  const expire = async (count: number): Promise<string[]> => {
    await client.query("UPDATE recording SET state = 'expired', sid = NULL WHERE state = 'expiring'")
    const { rows } = await client.query<{ sid: string }>(
      `UPDATE recording SET state = 'expiring', asked_at = to_timestamp(0)
       WHERE id IN (SELECT id FROM recording WHERE state = 'kept' LIMIT $1) RETURNING sid`,
      [count],
    )
    return rows.map(({ sid }) => sid)
  }

  it('lets all that is old leave the players, and leaves a carrier alone that did not do a whole page', async () => {
    await expire(0)
    const old = await database.db.recording.count({ where: { state: 'kept', startedAt: { lte: ageOf(35) } } })
    expect(old).toBeGreaterThan(2_000)
    const { asked, run } = retention(() => false, { days: 35 })
    await run(NOW)
    expect([await countOf('expiring'), asked.length]).toEqual([old, TOGETHER])
    await run(later(1))
    expect(asked).toHaveLength(TOGETHER)
    await run(later(11))
    expect(asked).toHaveLength(2 * TOGETHER)
  })

  it('goes on page after page past what cannot be deleted, and so does the next', async () => {
    const sids = await expire(35)
    const { asked, run } = retention((sid) => sid !== sids[0])
    await run(NOW)
    expect([await countOf('expiring'), asked.length]).toEqual([1, 35])
    await client.query(
      `UPDATE recording SET state = 'expiring', asked_at = to_timestamp(0) WHERE id IN (SELECT id FROM recording WHERE state = 'kept' LIMIT 1)`,
    )
    await run(later(1))
    expect([await countOf('expiring'), asked.length]).toEqual([1, 36])
  })

  it('ends after some seconds, and the next goes on', async () => {
    await expire(35)
    let at = NOW.getTime()
    const { asked, run } = retention(
      () => {
        at += 1_000
        return true
      },
      { clock: { speed: 1, now: () => new Date(at), wall: (ms) => ms } },
    )
    await run(NOW)
    expect(asked).toHaveLength(TOGETHER)
    await run(NOW)
    expect(asked).toHaveLength(2 * TOGETHER)
  })
})

it('upgrade: whoever was forgotten before, and whoever is one with them, leaves no voice behind', async () => {
  const { db } = database
  const told = async () =>
    (
      await client.query(
        `SELECT r.state FROM recording r JOIN dial_intent i ON i.id = r.call_id JOIN customer c ON c.id = i.customer_id
         ORDER BY r.started_at DESC`,
      )
    ).rows.map(({ state }) => state)
  const [first, second, third] = await db.customer.findMany({ orderBy: { createdAt: 'desc' } })
  const ids = [first, second, third].map((one) => one?.id ?? '')
  await client.query("UPDATE recording SET state = 'kept', sid = 'RE' || md5(id::text), wish = 'on'")
  await client.query('UPDATE customer SET merged_into = $1 WHERE id = $2', [ids[0], ids[1]])
  await client.query(
    "UPDATE recording SET state = 'ended' WHERE call_id = (SELECT id FROM dial_intent WHERE customer_id = $1)",
    [ids[1]],
  )
  await db.erasure.create({
    data: {
      ...{ id: ids[2] ?? '', customerId: ids[0] ?? '', reason: 'asked', byUserId: ids[2] ?? '' },
      beganAt: NOW,
      step: 9,
      cursor: 0n,
    },
  })
  const file = new URL('../prisma/migrations/20261204120000_recording_retention/migration.sql', import.meta.url)
  const updates = (await readFile(file, 'utf8')).match(/^UPDATE [^;]+;/gm) ?? []
  for (const update of updates) await client.query(update)
  expect((await told()).slice(0, 4)).toEqual(['expiring', 'expiring', 'kept', 'kept'])
  expect(await claimExpiring(db, NOW, ageOf(1), 10)).toHaveLength(2)
})
