import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedSearchTown } from '../scripts/bench/search-town.ts'
import { searchCustomers } from '../server/people/search/search.service.ts'
import { slipsOf } from '../server/people/search/slips.ts'
import { createTestDatabase } from './harness/database.ts'
import { scannedBy } from './harness/scans.ts'

/** Enough for an index to be worth it; the million is measured by `npm run bench -- --only search`. */
const CUSTOMERS = 10_000
const TABLES = ['customer', 'customer_name', 'customer_phone', 'phone', 'name_word']

let database: Awaited<ReturnType<typeof createTestDatabase>>
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase(1)
  client = new pg.Client(database.url)
  await client.connect()
  await seedSearchTown(client, CUSTOMERS)
  await addWords(30_000)
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** Words that nobody is called: a town of many peoples. */
async function addWords(count: number): Promise<void> {
  const words = Array.from(
    { length: count },
    (_, n) =>
      `${n
        .toString(23)
        .padStart(4, 'q')
        .replace(/\d/g, (d) => 'bcdfghjklm'[Number(d)] ?? d)}`,
  )
  const rows = [...new Set(words)].map((word) => ({ word, slips: slipsOf(word) }))
  await client.query(
    `INSERT INTO name_word SELECT w.word, w.slips FROM jsonb_to_recordset($1::jsonb) AS w(word text, slips text[]) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  )
  await client.query('VACUUM ANALYZE name_word')
}

const scansDuring = (work: () => Promise<unknown>) => scannedBy({ client, database, tables: TABLES }, work)

describe('a search walks an index and never a table', () => {
  it.each([
    'علی محمدی',
    'علی',
    'Mohammad Karimi',
    'Abdullayev Sardor',
    'Xudoyberdiyiv',
    'qwrtp zxcvb',
    'a b c d e f',
    'محمد رضا '.repeat(22),
    '09100079190',
    '7919',
    'C-77',
    'c-',
    '%%ab%%',
  ])('%s', async (text) => {
    const search = () => searchCustomers(database.db, text, 'IR').catch(() => null)
    // Six times: from then on PostgreSQL may plan for any text rather than for this one.
    const often = async () => {
      for (let n = 0; n < 7; n++) await search()
    }
    expect(await scansDuring(often)).toEqual([])
  })

  it('control: a pattern that may stand anywhere reads the whole table', async () => {
    expect(
      await scansDuring(() => database.db.$queryRaw`SELECT place FROM customer_name WHERE folded LIKE '%zz%'`),
    ).toContain('customer_name')
  })
})
