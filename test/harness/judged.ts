import { randomUUID } from 'node:crypto'
import type { Database } from '../../server/platform/database.pg.ts'

type Where = Pick<Database, 'db'>
const CAMPAIGN = '00000000-0000-4000-8000-000000000002'

/** `every`: each so-many-th of them buys for 3,000 within the horizon, so many days after the assignment. */
export type Assigned = { arm: 'treat' | 'holdout'; count: number; armAt: Date; every: number; afterDays: number }

/** Customers drawn to an arm, each tried once, with purchases on the instant of the draw and after 91 days that count for nothing. */
export async function plantAssigned({ db }: Where, { arm, count, armAt, every, afterDays }: Assigned): Promise<void> {
  const at = `'${armAt.toISOString()}'::timestamptz`
  await db.$executeRawUnsafe(`
    WITH c AS (INSERT INTO customer (id, household_id, name, search_name, language, city, attributes, created_at)
      SELECT gen_random_uuid(), gen_random_uuid(), 'C', 'c', 'fa', 'city ' || n % 12, jsonb_build_object('gender', CASE n % 2 WHEN 0 THEN 'f' ELSE 'm' END), ${at}
      FROM generate_series(1, ${count}) n RETURNING id),
    n AS (SELECT id, row_number() OVER () AS n FROM c),
    e AS (INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at, arm, arm_at)
      SELECT gen_random_uuid(), id, 'dormant', 'assigned', ${at}, ${at}, '${arm}', ${at} FROM n),
    a AS (INSERT INTO attempt (id, customer_id, phone_id, at, counted, outcome)
      SELECT gen_random_uuid(), id, gen_random_uuid(), ${at} + interval '1 day', true, 'X.NA' FROM n)
    INSERT INTO purchase (customer_id, key, at, amount_minor)
    SELECT id, 'within', ${at} + interval '${afterDays} days', 3000 FROM n WHERE n % ${every} = 0
    UNION ALL SELECT id, 'before', ${at}, 900000 FROM n
    UNION ALL SELECT id, 'late', ${at} + interval '91 days', 900000 FROM n`)
}

/** `wins`: of ten who are reached. `explored`: drawn by lot. `told`: why she left, so that the offer was drawn; else it was not. */
export type Claimed = { count: number; at: Date; offer: string; wins: number; explored: boolean; told?: boolean }

/** Claims of one hour with what was said of them: every second is reached, for whom 0.7 was said; of the others 0.3. */
export async function plantClaims(
  { db }: Where,
  { count, at, offer, wins, explored, told = true }: Claimed,
): Promise<void> {
  const when = `'${at.toISOString()}'::timestamptz`
  const agent = randomUUID()
  await db.$executeRawUnsafe(`
    WITH n AS MATERIALIZED (SELECT n, gen_random_uuid() AS customer, gen_random_uuid() AS episode, gen_random_uuid() AS item, gen_random_uuid() AS phone,
        gen_random_uuid() AS call, CASE WHEN n % 2 = 1 THEN 'X.NA' WHEN (n / 2) % 10 < ${wins} THEN 'W.NOW' ELSE 'L.NEED' END AS outcome
      FROM generate_series(1, ${count}) n),
    c AS (INSERT INTO customer (id, household_id, name, search_name, language, city, attributes, created_at)
      SELECT customer, customer, 'C', 'c', 'en', NULL, '{"gender": "m"}', ${when} FROM n),
    p AS (INSERT INTO phone (id, e164, zones) SELECT phone, '+98' || substr(phone::text, 1, 8), '{}' FROM n),
    e AS (INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at, closed_at, closed_as)
      SELECT episode, customer, 'dormant', 'contacting', ${when}, ${when}, ${when}, 'declined' FROM n),
    w AS (INSERT INTO work_item (id, customer_id, episode_id, campaign_id, phone_id, state, due_at, fence, attempts, created_at, closed_at, closed_as)
      SELECT item, customer, episode, '${CAMPAIGN}', phone, 'closed', ${when}, 1, 1, ${when}, ${when}, 'test' FROM n),
    i AS (INSERT INTO dial_intent (id, work_item_id, fence, customer_id, phone_id, agent_id, mode, state, created_at, settled_at, permit)
      SELECT call, item, 1, customer, phone, '${agent}', 'manual', 'done', ${when}, ${when}, '{}' FROM n),
    l AS (INSERT INTO call (id, work_item_id, customer_id, agent_id, mode, state, ended_as, dialled_at, ended_at, muted, held)
      SELECT call, item, customer, '${agent}', 'manual', 'ended', 'completed', ${when}, ${when}, false, false FROM n),
    a AS (INSERT INTO attempt (id, customer_id, phone_id, at, counted, outcome) SELECT call, customer, phone, ${when}, true, outcome FROM n)
    INSERT INTO decision (work_item_id, fence, at, agent_id, episode_id, rank, explored_of, contact, offer, told_reason, propensities, why, permit)
    SELECT item, 1, ${when} + n * interval '1 ms', '${agent}', episode, 1, ${explored ? 50 : 'NULL'}, CASE WHEN n % 2 = 0 THEN 0.7 END, '${offer}', ${told ? "'PRC.HIGH'" : 'NULL'},
      '{"UPG": 0.5, "DSC.PCT": 0.5}', '{"pContact": 0.3, "pWin": 0.25, "offers": [
        {"code": "UPG", "netMinor": "200", "pWin": 0.35}, {"code": "DSC.PCT", "netMinor": "100", "pWin": 0.25}]}', '{}' FROM n`)
}
