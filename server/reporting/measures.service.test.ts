import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RankingMeasures } from '#contract/measures'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { readAttributeUses } from '../people/attributes.store.ts'
import { createProgramme } from '../programme/programme.service.ts'
import { createMeasures, type Measures } from './measures.service.ts'

const CAMPAIGN = '00000000-0000-4000-8000-000000000002'
const AGENT = randomUUID()
/** A Monday, 10:00 in Tehran, where the week begins on Saturday. */
const NOW = '2026-11-23T06:30:00Z'
const clock = createSteppedClock(NOW)
let database: Awaited<ReturnType<typeof createTestDatabase>>
let programme: ReturnType<typeof createProgramme>
let measures: Measures

const ask = (sql: string) => database.db.$executeRawUnsafe(sql)
/** `count` customers assigned to an arm so many days before purchases are complete; every `each`-th buys 30.00 so many days later. */
const assign = async (arm: string, count: number, daysAgo: number, each: number, after: number): Promise<void> => {
  const armAt = `'2026-11-20T00:00:00Z'::timestamptz - interval '${daysAgo} days'`
  await ask(`
    WITH c AS (INSERT INTO customer (id, household_id, name, search_name, language, city, attributes, created_at)
      SELECT gen_random_uuid(), gen_random_uuid(), 'C', 'c', 'fa', 'city ' || n % 12, jsonb_build_object('gender', CASE n % 2 WHEN 0 THEN 'f' ELSE 'm' END), '${NOW}'
      FROM generate_series(1, ${count}) n RETURNING id),
    n AS (SELECT id, row_number() OVER () AS n FROM c),
    e AS (INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at, arm, arm_at)
      SELECT gen_random_uuid(), id, 'dormant', 'assigned', ${armAt}, ${armAt}, '${arm}', ${armAt} FROM n),
    a AS (INSERT INTO attempt (id, customer_id, phone_id, at, counted, outcome)
      SELECT gen_random_uuid(), id, gen_random_uuid(), ${armAt} + interval '1 day', true, 'X.NA' FROM n)
    INSERT INTO purchase (customer_id, key, at, amount_minor)
    SELECT id, 'within', ${armAt} + interval '${after} days', 3000 FROM n WHERE n % ${each} = 0
    UNION ALL SELECT id, 'before', ${armAt}, 900000 FROM n
    UNION ALL SELECT id, 'late', ${armAt} + interval '91 days', 900000 FROM n`)
}

/** `count` claims of one hour, every second reached; of the reached `wins` of ten are won. */
const claim = (count: number, at: string, offer: string, wins: number, explored: boolean) =>
  ask(`
    WITH n AS MATERIALIZED (SELECT n, gen_random_uuid() AS customer, gen_random_uuid() AS episode, gen_random_uuid() AS item, gen_random_uuid() AS phone,
        gen_random_uuid() AS call, CASE WHEN n % 2 = 1 THEN 'X.NA' WHEN (n / 2) % 10 < ${wins} THEN 'W.NOW' ELSE 'L.NEED' END AS outcome
      FROM generate_series(1, ${count}) n),
    c AS (INSERT INTO customer (id, household_id, name, search_name, language, city, attributes, created_at)
      SELECT customer, customer, 'C', 'c', 'en', NULL, '{"gender": "m"}', '${NOW}' FROM n),
    p AS (INSERT INTO phone (id, e164, zones) SELECT phone, '+98' || substr(phone::text, 1, 8), '{}' FROM n),
    e AS (INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at)
      SELECT episode, customer, 'dormant', 'contacting', '${NOW}', '${NOW}' FROM n),
    w AS (INSERT INTO work_item (id, customer_id, episode_id, campaign_id, phone_id, state, due_at, fence, attempts, created_at, closed_at, closed_as)
      SELECT item, customer, episode, '${CAMPAIGN}', phone, 'closed', '${at}', 1, 1, '${at}', '${at}', 'test' FROM n),
    i AS (INSERT INTO dial_intent (id, work_item_id, fence, customer_id, phone_id, agent_id, mode, state, created_at, settled_at, permit)
      SELECT call, item, 1, customer, phone, '${AGENT}', 'manual', 'done', '${at}', '${at}', '{}' FROM n),
    l AS (INSERT INTO call (id, work_item_id, customer_id, agent_id, mode, state, ended_as, dialled_at, ended_at, muted, held)
      SELECT call, item, customer, '${AGENT}', 'manual', 'ended', 'completed', '${at}', '${at}', false, false FROM n),
    a AS (INSERT INTO attempt (id, customer_id, phone_id, at, counted, outcome) SELECT call, customer, phone, '${at}', true, outcome FROM n)
    INSERT INTO decision (work_item_id, fence, at, agent_id, customer_id, episode_id, rank, explored_of, contact, offer, propensities, why, permit)
    SELECT item, 1, '${at}'::timestamptz + n * interval '1 ms', '${AGENT}', customer, episode, 1, ${explored ? 50 : 'NULL'}, CASE WHEN n % 2 = 0 THEN 0.7 END, '${offer}',
      '{"UPG": 0.5, "DSC.PCT": 0.5}', '{"pContact": 0.3, "pWin": 0.25, "offers": [
        {"code": "UPG", "netMinor": "200", "pWin": 0.35, "propensity": 0.5}, {"code": "DSC.PCT", "netMinor": "100", "pWin": 0.25, "propensity": 0.5}]}', '{}' FROM n`)

beforeAll(async () => {
  database = await createTestDatabase()
  programme = createProgramme({ database })
  await programme.loadDefaults()
  const house = { completeThrough: null, horizonDays: 90, marginPercent: 30, zone: 'Asia/Tehran', weekStart: 6 }
  await programme.setInstallation({ ...house, attemptMinor: 2n, agentHourMinor: 1_200n })
  measures = create()
})
afterAll(() => database.drop())

const create = () =>
  createMeasures({
    database,
    clock,
    log: { error: () => {} },
    programme,
    people: { attributeUses: readAttributeUses },
  })
const read = async (): Promise<RankingMeasures> => {
  await expect.poll(async () => (await measures.read()).asOf, { timeout: 20_000 }).not.toBeNull()
  return measures.read()
}

describe('the measures of ranking', () => {
  it('say what is missing while nobody has been assigned and no purchases have come', async () => {
    expect(await read()).toMatchObject({
      lift: {
        completeThrough: null,
        assigned: { treat: 0, holdout: 0 },
        firstCompleteAt: null,
        share: null,
        net: null,
      },
      weeks: [],
      offers: { reached: 0, policies: [] },
      inclusion: { totals: { scored: 0, queued: 0, claimed: 0 } },
    })
  })

  it('count lift over everybody whose horizon is over, by purchases within it and nothing else', async () => {
    await assign('treat', 6_000, 100, 4, 10)
    await assign('holdout', 1_500, 100, 10, 10)
    await assign('treat', 300, 50, 1, 10)
    await programme.setInstallation({ completeThrough: new Date('2026-11-20T00:00:00Z') })
    const { lift } = await read()
    expect(lift).toMatchObject({
      completeThrough: '2026-11-20T00:00:00.000Z',
      assigned: { treat: 6_300, holdout: 1_500 },
      firstCompleteAt: '2026-11-10T00:00:00.000Z',
      treat: { customers: 6_000, buyers: 1_500 },
      holdout: { customers: 1_500, buyers: 150 },
      enough: true,
      needed: 7_500,
    })
    expect(lift?.share?.value).toBeCloseTo(0.15, 10)
    // 30 % of 30.00 from each buyer; one attempt of 2 at each who was assigned to be called.
    expect(lift?.margin?.value).toBeCloseTo(900 * 0.15, 6)
    expect(lift?.net?.value).toBeCloseTo(900 * 0.15 - 2, 6)
    expect(lift?.margin?.low).toBeGreaterThan(100)
  })

  it('set what was said of claims beside what happened, week by week from the first day of the house’s week', async () => {
    await claim(1_000, '2026-11-20T08:00:00Z', 'UPG', 4, false)
    await claim(1_000, '2026-11-21T08:00:00Z', 'DSC.PCT', 2, true)
    measures = create()
    const { weeks } = await read()
    const cases = { cases: 1_000, said: 500, happened: 500, auc: 1 }
    expect(weeks).toMatchObject([
      {
        from: '2026-11-20T20:30:00.000Z',
        reach: { ...cases },
        win: { cases: 500, said: 125, happened: 100, auc: 0.5 },
      },
      {
        from: '2026-11-13T20:30:00.000Z',
        reach: { ...cases },
        win: { cases: 500, said: 125, happened: 200, auc: 0.5 },
      },
    ])
  })

  it('judge each offer by what was recommended with a known probability, and refuse where that was hardly done', async () => {
    await claim(200, '2026-11-22T08:00:00Z', 'NON', 1, false)
    measures = create()
    const { offers, explored } = await read()
    const of = (policy: string, code: string | null) =>
      offers?.policies.find((one) => one.policy === policy && one.code === code)
    expect(offers).toMatchObject({ reached: 1_000, leastEffectiveSize: 200 }) // an offer that could not have been drawn says nothing
    expect(of('as-it-was', null)?.snips?.value).toBeCloseTo(0.3, 10)
    expect(of('best', null)?.snips?.value).toBeCloseTo(0.4, 10)
    expect(of('offer', 'UPG')?.snips?.value).toBeCloseTo(0.4, 10)
    expect(of('offer', 'DSC.PCT')?.doublyRobust?.value).toBeCloseTo(0.2, 10)
    expect(of('offer', 'DSC.PCT')?.effectiveSize).toBeCloseTo(500, 6)
    expect(explored).toMatchObject({
      drawn: { claims: 1_000, attempted: 1_000, reached: 500, won: 100 },
      ordered: { claims: 1_200, attempted: 1_200, reached: 600, won: 210 },
    })
  })

  it('show who is called against who could be, by language, city and what is protected', async () => {
    await ask(
      `INSERT INTO attribute (name, use, seen_at) VALUES ('gender', 'protected', '${NOW}'), ('size', 'feature', '${NOW}')`,
    )
    await ask(`INSERT INTO score (episode_id, customer_id, model_id, scored_at, zone, per_minute_minor, expected_minor, body)
      SELECT id, customer_id, id, '${NOW}', 'Asia/Tehran', 1, 1, '{}' FROM episode WHERE arm IS NOT NULL`)
    const { inclusion } = await read()
    expect(inclusion?.totals).toEqual({ scored: 6_300, queued: 0, claimed: 2_200 })
    const [language, city, gender] = inclusion?.groups ?? []
    expect(language?.segments).toEqual([
      { kind: 'value', value: 'fa', scored: 6_300, queued: 0, claimed: 0 },
      { kind: 'value', value: 'en', scored: 0, queued: 0, claimed: 2_200 },
    ])
    expect(city?.segments).toHaveLength(12)
    expect(city?.segments.slice(-2)).toMatchObject([
      { kind: 'rest', value: null, scored: 1_050 },
      { kind: 'none', value: null, scored: 0, claimed: 2_200 },
    ])
    expect(gender).toMatchObject({ by: 'attribute', name: 'gender' })
    expect(gender?.segments).toEqual([
      { kind: 'value', value: 'm', scored: 3_150, queued: 0, claimed: 2_200 },
      { kind: 'value', value: 'f', scored: 3_150, queued: 0, claimed: 0 },
    ])
  })
})
