import type pg from 'pg'

export const CAMPAIGN = '00000000-0000-4000-8000-000000000002'
/** Heads kept for a zone: as the shortlist keeps them. */
export const HEADS_PER_ZONE = 2_000

/** Ids as they come in life: random ones, scattered over the index, yet the same in every run. */
const id = (kind: string) => `overlay(overlay(md5('${kind}' || i) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`
const AT = `'2026-11-01T00:00:00Z'::timestamptz`

/** Loads with no index but the primary keys, which are then built again: sorting is quicker than a million scattered insertions. */
export async function bulkLoad(client: pg.Client, tables: readonly string[], load: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE schemaname = 'public' AND tablename = ANY($1) AND indexname NOT LIKE '%_pkey'`,
    [tables],
  )
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
  await load()
  for (const { definition } of rows) await client.query(definition)
}

/** So many customers who wait, each with an episode and its score, over so many zones; then their heads. Numbers and histories are left out: no claim reads them. */
export async function seedTown(client: pg.Client, size: number, zones: number): Promise<void> {
  const series = `generate_series(1, ${size}) AS i`
  await client.query(`SET session_replication_role = replica`) // foreign keys: the numbers are left out
  await client.query(`SET maintenance_work_mem = '256MB'`)
  await client.query(`TRUNCATE customer, episode, score, work_item, queue_head, callback CASCADE`)
  await bulkLoad(client, ['customer', 'episode', 'score', 'work_item'], async () => {
    await client.query(`INSERT INTO customer (id, household_id, name, search_name, language, zone, attributes, created_at)
      SELECT ${id('c')}, ${id('c')}, 'Customer ' || i, 'customer', CASE i % 5 WHEN 0 THEN 'fa' WHEN 1 THEN 'uz' ELSE 'en' END, 'Asia/Tehran', '{}', ${AT} FROM ${series} ORDER BY 1`)
    await client.query(`INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at, arm, arm_at)
      SELECT ${id('e')}, ${id('c')}, 'dormant', 'assigned', ${AT}, ${AT}, 'treat', ${AT} FROM ${series} ORDER BY 1`)
    await client.query(`INSERT INTO score (episode_id, customer_id, model_id, scored_at, zone, per_minute_minor, expected_minor, body)
      SELECT ${id('e')}, ${id('c')}, ${id('m')}, ${AT}, 'zone-' || i % ${zones}, abs(hashint4(i)) % 100000, 1, '{}' FROM ${series} ORDER BY 1`)
    await client.query(`INSERT INTO work_item (id, customer_id, episode_id, campaign_id, phone_id, state, due_at, fence, attempts, created_at)
      SELECT ${id('w')}, ${id('c')}, ${id('e')}, '${CAMPAIGN}', ${id('p')}, 'waiting', ${AT}, 0, 0, ${AT} FROM ${series} ORDER BY 1`)
  })
  await client.query(`SET session_replication_role = DEFAULT`)
  await client.query('VACUUM ANALYZE customer, episode, score, work_item')
  await client.query(`INSERT INTO queue_head (work_item_id, campaign_id, zone, language, rank, open_until)
    SELECT w.id, w.campaign_id, s.zone, c.language, s.per_minute_minor, 'infinity' FROM (
      SELECT *, row_number() OVER (PARTITION BY zone ORDER BY per_minute_minor DESC) AS n FROM score) s
    JOIN work_item w ON w.customer_id = s.customer_id JOIN customer c ON c.id = w.customer_id WHERE s.n <= ${HEADS_PER_ZONE}`)
  await client.query('VACUUM ANALYZE queue_head')
}

/**
 * Gives what was leased back to the queue, so that it never drains; when asked, with its head at the end of the line, so that claims
 * go through all heads in turn and not the same few at the top. Returns how many.
 */
export async function recycle(client: pg.Client, lap: number | null): Promise<number> {
  const back = `UPDATE work_item SET state = 'waiting', agent_id = NULL, lease_until = NULL WHERE state = 'leased' RETURNING id, campaign_id`
  if (lap === null) return (await client.query(back)).rowCount ?? 0
  const { rowCount } = await client.query(`WITH back AS (${back})
    INSERT INTO queue_head (work_item_id, campaign_id, zone, language, rank, open_until)
    SELECT id, campaign_id, 'zone-0', NULL, -${lap}, 'infinity' FROM back ON CONFLICT DO NOTHING`)
  return rowCount ?? 0
}
