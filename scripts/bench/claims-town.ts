import type pg from 'pg'

export const CAMPAIGN = '00000000-0000-4000-8000-000000000002'
/** Heads kept for a zone: as the shortlist keeps them. */
export const HEADS_PER_ZONE = 2_000

/** Ids as they come in life: scattered over the index, yet the same in every run. */
const id = (kind: string) => `md5('${kind}' || i)::uuid`
const AT = `'2026-11-01T00:00:00Z'::timestamptz`

/** So many customers who wait, each with a number, an episode and a score, over so many zones; then their heads. */
export async function seedTown(client: pg.Client, size: number, zones: number): Promise<void> {
  const series = `generate_series(1, ${size}) AS i`
  await client.query(`SET session_replication_role = replica`) // foreign keys hold by construction
  await client.query(
    `TRUNCATE customer, phone, customer_phone, episode, score, work_item, queue_head, callback, skip, draft CASCADE`,
  )
  await client.query(`INSERT INTO customer (id, household_id, name, search_name, language, zone, attributes, created_at)
    SELECT ${id('c')}, ${id('c')}, 'Customer ' || i, 'customer', CASE i % 5 WHEN 0 THEN 'fa' WHEN 1 THEN 'uz' ELSE 'en' END, 'Etc/GMT+' || i % 12, '{}', ${AT} FROM ${series}`)
  await client.query(
    `INSERT INTO phone (id, e164, zones) SELECT ${id('p')}, '+9989' || lpad(i::text, 8, '0'), '{}' FROM ${series}`,
  )
  await client.query(
    `INSERT INTO customer_phone (customer_id, phone_id, rank) SELECT ${id('c')}, ${id('p')}, 0 FROM ${series}`,
  )
  await client.query(`INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at, arm)
    SELECT ${id('e')}, ${id('c')}, 'dormant', 'assigned', ${AT}, ${AT}, 'treat' FROM ${series}`)
  await client.query(`INSERT INTO score (episode_id, customer_id, model_id, scored_at, zone, per_minute_minor, expected_minor, body)
    SELECT ${id('e')}, ${id('c')}, ${id('m')}, ${AT}, 'zone-' || i % ${zones}, abs(hashint4(i)) % 100000, 1, '{}' FROM ${series}`)
  await client.query(`INSERT INTO work_item (id, customer_id, episode_id, campaign_id, phone_id, state, due_at, fence, attempts, created_at)
    SELECT ${id('w')}, ${id('c')}, ${id('e')}, '${CAMPAIGN}', ${id('p')}, 'waiting', ${AT}, 0, 0, ${AT} FROM ${series}`)
  await client.query(`SET session_replication_role = DEFAULT`)
  await client.query('VACUUM ANALYZE customer, phone, customer_phone, episode, score, work_item')
  await client.query(`INSERT INTO queue_head (work_item_id, campaign_id, zone, language, rank, open_until)
    SELECT w.id, w.campaign_id, s.zone, c.language, s.per_minute_minor, 'infinity' FROM (
      SELECT *, row_number() OVER (PARTITION BY zone ORDER BY per_minute_minor DESC) AS n FROM score) s
    JOIN work_item w ON w.customer_id = s.customer_id JOIN customer c ON c.id = w.customer_id WHERE s.n <= ${HEADS_PER_ZONE}`)
  await client.query('VACUUM ANALYZE queue_head')
  await client.query('CHECKPOINT')
}

/** Gives what was leased back to the queue, so that it never drains; with its head when asked. Returns how many. */
export async function recycle(client: pg.Client, heads: boolean): Promise<number> {
  const back = `UPDATE work_item SET state = 'waiting', agent_id = NULL, lease_until = NULL WHERE state = 'leased' RETURNING id, campaign_id, customer_id`
  if (!heads) return (await client.query(back)).rowCount ?? 0
  const { rowCount } = await client.query(`WITH back AS (${back})
    INSERT INTO queue_head (work_item_id, campaign_id, zone, language, rank, open_until)
    SELECT b.id, b.campaign_id, s.zone, c.language, s.per_minute_minor, 'infinity' FROM back b
    JOIN score s ON s.customer_id = b.customer_id JOIN customer c ON c.id = b.customer_id ON CONFLICT DO NOTHING`)
  return rowCount ?? 0
}
