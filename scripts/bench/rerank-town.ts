import type pg from 'pg'
import { bulkLoad } from './claims-town.ts'

export const COMPLETE_THROUGH = '2026-11-20T00:00:00Z'
export const RANKED_AT = new Date('2026-11-20T09:00:00Z')

/** A number below `below` that belongs to this text, the same in every run. */
const chance = (text: string, below: number) => `(abs(hashtext(${text})::bigint) % ${below})`
const id = (kind: string) => `overlay(overlay(md5('${kind}' || i) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`
const MOST_PURCHASES = 9

/**
 * So many customers with 1 to 9 purchases each, five on average, each at a rhythm of her own that she keeps by half and half;
 * the last one up to two years ago. Three of four have an address with a zone.
 */
export async function seedBuyers(client: pg.Client, size: number): Promise<void> {
  await client.query('SET session_replication_role = replica')
  await client.query(`SET maintenance_work_mem = '256MB'`)
  await bulkLoad(client, ['customer', 'purchase'], async () => {
    await client.query(`
      INSERT INTO customer (id, household_id, name, search_name, zone, attributes, created_at)
      SELECT ${id('buyer')}, ${id('household')}, 'Buyer ' || i, 'buyer', CASE WHEN i % 4 > 0 THEN 'Asia/Tehran' END, '{}',
        timestamptz '2024-01-01' FROM generate_series(1, ${size}) AS i`)
    await client.query(`
      INSERT INTO purchase (customer_id, key, at, amount_minor)
      SELECT ${id('buyer')}, 'o' || k, timestamptz '${COMPLETE_THROUGH}' - interval '1 minute' * (
          60 + ${chance(`'last' || i`, 700 * 1440)} + k * (5 + ${chance(`'gap' || i`, 60)}) * 1440
          + ${chance(`i || 'jitter' || k`, 5 * 1440)}), 1000 + ${chance(`'usual' || i`, 20_000)} + ${chance(`i || 'paid' || k`, 3_000)}
      FROM generate_series(1, ${size}) AS i, generate_series(0, ${MOST_PURCHASES - 1}) AS k
      WHERE k <= ${chance(`'often' || i`, MOST_PURCHASES)}`)
  })
  await client.query('SET session_replication_role = DEFAULT')
  await client.query(`UPDATE installation SET complete_through = '${COMPLETE_THROUGH}', zone = 'Asia/Tehran'`)
  await client.query('VACUUM ANALYZE customer, purchase')
}
