import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'
import { scannedBy } from '../../test/harness/scans.ts'
import {
  countCustomers,
  listCustomers,
  listSomeCustomers,
  readHistories,
  readPurchasesOf,
} from '../people/histories.store.ts'
import { readModel } from './ranking.store.ts'
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
  const idOf = (text: string) => `overlay(overlay(md5(${text}) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`
  const id = (kind: string) => idOf(`'${kind}' || i`)
  const at = `timestamptz '2026-01-01' - i % 700 * interval '1 day'`
  const fill = (table: string, columns: string, values: string, count = CUSTOMERS) =>
    client.query(`INSERT INTO ${table} (${columns}) SELECT ${values} FROM generate_series(1, ${count}) AS i`)
  await client.query('SET session_replication_role = replica')
  await fill(
    'customer',
    'id, household_id, name, search_name, attributes, created_at',
    `${id('c')}, ${id('c')}, 'A', 'a', '{}', ${at}`,
  )
  await fill(
    'purchase',
    'customer_id, key, at, amount_minor',
    `${idOf(`'c' || i % ${CUSTOMERS} + 1`)}, i, ${at}, 500`,
    5 * CUSTOMERS,
  )
  await fill('contact_record', 'customer_id, key, kind, direction, at, text', `${id('c')}, i, 'call', 'out', ${at}, ''`)
  await fill(
    'complaint',
    'id, customer_id, key, opened_at, status, text',
    `${id('q')}, ${id('c')}, i, ${at}, 'open', ''`,
  )
  await fill(
    'disposition',
    'id, work_item_id, customer_id, episode_id, campaign_id, outcome, set_by, words, note, at, value_minor, offers_minor',
    `${id('d')}, ${id('w')}, ${id('c')}, ${id('e')}, ${id('k')}, 'N.BUSY', 'agent', '', '', ${at}, 0, 0`,
  )
  await fill('attempt', 'id, customer_id, phone_id, at, counted', `${id('a')}, ${id('c')}, ${id('p')}, ${at}, true`)
  await fill('stop', 'id, kind, customer_id, at', `${id('s')}, 'call', ${id('c')}, ${at}`)
  await fill(
    'episode',
    'id, customer_id, kind, state, lapsed_at, opened_at, arm, arm_at',
    `${id('e')}, ${id('c')}, 'dormant', 'assigned', ${at}, ${at}, 'treat', ${at}`,
  )
  await fill('phone', 'id, e164, zones', `${id('p')}, '+98900' || 1000000 + i, ARRAY['Asia/Tehran']`)
  await fill('customer_phone', 'customer_id, phone_id, rank', `${id('c')}, ${id('p')}, 1`)
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
    }
    expect(await scanned(() => often(page))).toEqual([])
  })

  it('control: counting them reads the whole table', async () => {
    expect(await scanned(() => countCustomers(database.db))).toEqual(['customer'])
  })
})
