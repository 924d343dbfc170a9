import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'
import { fillerOf, idOf, rowId } from '../../test/harness/fill.ts'
import { scannedBy } from '../../test/harness/scans.ts'
import {
  countCustomers,
  listCustomers,
  listSomeCustomers,
  readHistories,
  readPurchasesOf,
} from '../people/histories.store.ts'
import { readSecondLives } from '../people/second-lives.store.ts'
import { openPlainSql } from '../platform/plain-sql.pg.ts'
import type { Sql } from '../platform/sql.pg.ts'
import { readModel, type ScoreRow, writeScores } from './ranking.store.ts'
import { readStandings } from './standing.store.ts'

/** Enough for an index to be worth it; the million is measured by `npm run bench -- --only rerank`. */
const CUSTOMERS = 20_000
const TABLES = [
  'customer',
  'purchase',
  'contact_record',
  'complaint',
  'disposition',
  'attempt',
  'stop',
  'episode',
  'customer_phone',
  'phone',
]

let database: Awaited<ReturnType<typeof createTestDatabase>>
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase(1)
  client = new pg.Client(database.url)
  await client.connect()
  const at = `timestamptz '2026-01-01' - i % 700 * interval '1 day'`
  const fill = fillerOf(client, CUSTOMERS)
  await client.query('SET session_replication_role = replica')
  await fill(
    'customer',
    'id, household_id, name, search_name, attributes, created_at',
    `${rowId('c')}, ${rowId('c')}, 'A', 'a', '{}', ${at}`,
  )
  await fill(
    'purchase',
    'customer_id, key, at, amount_minor',
    `${idOf(`'c' || i % ${CUSTOMERS} + 1`)}, i, ${at}, 500`,
    5 * CUSTOMERS,
  )
  await fill(
    'contact_record',
    'customer_id, key, kind, direction, at, text',
    `${rowId('c')}, i, 'call', 'out', ${at}, ''`,
  )
  await fill(
    'complaint',
    'id, customer_id, key, opened_at, status, text',
    `${rowId('q')}, ${rowId('c')}, i, ${at}, 'open', ''`,
  )
  await fill(
    'disposition',
    'id, work_item_id, customer_id, episode_id, campaign_id, outcome, set_by, words, note, at, value_minor, offers_minor',
    `${rowId('d')}, ${rowId('w')}, ${rowId('c')}, ${rowId('e')}, ${rowId('k')}, 'N.BUSY', 'agent', '', '', ${at}, 0, 0`,
  )
  await fill(
    'attempt',
    'id, customer_id, phone_id, at, counted',
    `${rowId('a')}, ${rowId('c')}, ${rowId('p')}, ${at}, true`,
  )
  await fill('stop', 'id, kind, customer_id, at', `${rowId('s')}, 'call', ${rowId('c')}, ${at}`)
  await fill(
    'episode',
    'id, customer_id, kind, state, lapsed_at, opened_at, arm, arm_at, won_at',
    `${rowId('e')}, ${rowId('c')}, 'dormant', CASE WHEN i % 100 = 0 THEN 'verified' ELSE 'assigned' END, ${at}, ${at}, 'treat', ${at},
      CASE WHEN i % 100 = 0 THEN ${at} END`,
  )
  await fill('phone', 'id, e164, zones', `${rowId('p')}, '+98900' || 1000000 + i, ARRAY['Asia/Tehran']`)
  await fill('customer_phone', 'customer_id, phone_id, rank', `${rowId('c')}, ${rowId('p')}, 1`)
  await client.query('SET session_replication_role = DEFAULT')
  await client.query(`VACUUM ANALYZE ${TABLES.join(', ')}`)
})
afterAll(async () => {
  await client.query(`TRUNCATE ${TABLES.join(', ')} CASCADE`)
  await client.end()
  await database.drop()
})

const scanned = (work: () => Promise<unknown>) => scannedBy({ client, database, tables: TABLES }, work)

describe('a page of a run walks indexes and never a table', () => {
  // Seven times: from the sixth on PostgreSQL may plan for any page rather than for this one.
  const often = async (work: () => Promise<unknown>) => {
    for (let n = 0; n < 7; n++) await work()
  }
  it.each([1, 500])('of %d', async (size) => {
    const { db } = database
    const page = async () => {
      const ids = await listCustomers(db, null, size)
      expect(ids).toHaveLength(size)
      expect(await readHistories(db, ids)).toHaveLength(size)
      expect((await readStandings(db, ids)).size).toBe(size)
      expect(await readPurchasesOf(db, await listSomeCustomers(db, ids[0] ?? null, size, 30_000))).toHaveLength(size)
      await readModel(db)
      expect(await readSecondLives(db, new Date())).toHaveLength(CUSTOMERS / 100)
    }
    expect(await scanned(() => often(page))).toEqual([])
  })

  it('control: counting them reads the whole table', async () => {
    expect(await scanned(() => countCustomers(database.db))).toEqual(['customer'])
  })
})

describe('a page written into tables that were empty when it was planned', () => {
  const PAGE = 250
  const idsOf = (kind: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `${kind}0000000-0000-4000-8000-${String(from + i).padStart(12, '0')}`)
  const addEpisodes = async (seeding: pg.Client, from: number, to: number) => {
    const [ids, customers] = [idsOf('e', from, to), idsOf('c', from, to)]
    await seeding.query(
      `INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at)
       SELECT e, c, 'dormant', 'lapsed', now(), now() FROM unnest($1::uuid[], $2::uuid[]) AS x (e, c)`,
      [ids, customers],
    )
    return ids.map((episodeId, i): ScoreRow => {
      const row = { episodeId, customerId: customers[i] ?? '', zone: 'Asia/Tashkent', perMinuteMinor: 1 }
      const blank = { learnedId: null, reachedMinor: null, fixedMinor: null, contactLogit: null, features: null }
      return { ...row, ...blank, expectedMinor: 1n, body: {} as ScoreRow['body'], triedSlots: [] }
    })
  }
  const seedQuietly = async (seeding: pg.Client) => {
    await seeding.connect()
    for (const table of ['episode', 'score']) await seeding.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`)
    await seeding.query('VACUUM ANALYZE episode, score')
    await seeding.query('SET session_replication_role = replica')
  }
  /** Rows and index entries that this connection has read of both tables so far. */
  const countRead = async (seeding: pg.Client, plain: { db: Sql }): Promise<number> => {
    await plain.db.$queryRaw`SELECT pg_stat_force_next_flush()::text`
    await plain.db.$queryRaw`SELECT 1`
    const { rows } = await seeding.query<{ read: string }>(
      `SELECT (SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables WHERE relname IN ('episode', 'score'))
        + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname IN ('episode', 'score')) AS read`,
    )
    return Number(rows[0]?.read)
  }

  /** What the eleventh page reads once 5,000 others stand in both tables, for each of its rows. */
  const readByPage = async (byKey: boolean): Promise<number> => {
    const grown = await createTestDatabase(1)
    const seeding = new pg.Client(grown.url)
    await seedQuietly(seeding)
    const plain = openPlainSql(grown.url, 1, { byKey })
    try {
      const write = async (from: number) => {
        const rows = await addEpisodes(seeding, from, from + PAGE)
        const customers = rows.map(({ customerId }) => customerId)
        const model = { modelId: rows[0]?.episodeId ?? '', at: new Date() }
        expect(await writeScores(plain.db, customers, rows, model)).toBe(PAGE)
      }
      for (let page = 0; page < 10; page++) await write(page * PAGE)
      await addEpisodes(seeding, 5_000, 10_000)
      const before = await countRead(seeding, plain)
      await write(20_000)
      return ((await countRead(seeding, plain)) - before) / PAGE
    } finally {
      await plain.close()
      await seeding.end()
      await grown.drop()
    }
  }

  it('reads a few rows for each of its own', async () => {
    expect(await readByPage(true)).toBeLessThan(10)
  })

  it('control: reads both tables where the planner is left to itself', async () => {
    expect(await readByPage(false)).toBeGreaterThan(10)
  })
})
