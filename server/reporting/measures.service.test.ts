import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RankingMeasures } from '#contract/measures'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { plantAssigned, plantClaims } from '../../test/harness/judged.ts'
import { readAttributeUses } from '../people/attributes.store.ts'
import { createProgramme } from '../programme/programme.service.ts'
import { createMeasures, type Measures } from './measures.service.ts'

/** A Monday, 10:00 in Tehran, where the week begins on Saturday. */
const NOW = '2026-11-23T06:30:00Z'
const THROUGH = new Date('2026-11-20T00:00:00Z')
const daysBefore = (days: number) => new Date(THROUGH.getTime() - days * 86_400_000)
const clock = createSteppedClock(NOW)
let database: Awaited<ReturnType<typeof createTestDatabase>>
let programme: ReturnType<typeof createProgramme>
let measures: Measures

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
    await plantAssigned(database, { arm: 'treat', count: 6_000, armAt: daysBefore(100), every: 4, afterDays: 10 })
    await plantAssigned(database, { arm: 'holdout', count: 1_500, armAt: daysBefore(100), every: 10, afterDays: 10 })
    await plantAssigned(database, { arm: 'treat', count: 300, armAt: daysBefore(50), every: 1, afterDays: 10 })
    await programme.setInstallation({ completeThrough: THROUGH })
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
    await plantClaims(database, {
      count: 1_000,
      at: new Date('2026-11-20T08:00:00Z'),
      offer: 'UPG',
      wins: 4,
      explored: false,
    })
    await plantClaims(database, {
      count: 1_000,
      at: new Date('2026-11-21T08:00:00Z'),
      offer: 'DSC.PCT',
      wins: 2,
      explored: true,
    })
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
    await plantClaims(database, {
      count: 200,
      at: new Date('2026-11-22T08:00:00Z'),
      offer: 'NON',
      wins: 1,
      explored: false,
    })
    const undrawn = { offer: 'UPG', wins: 9, explored: false, told: false }
    await plantClaims(database, { count: 300, at: new Date('2026-10-20T08:00:00Z'), ...undrawn })
    measures = create()
    const { offers, explored } = await read()
    const of = (policy: string, code: string | null) =>
      offers?.policies.find((one) => one.policy === policy && one.code === code)
    expect(offers).toMatchObject({ reached: 1_000, leastEffectiveSize: 200 }) // an offer that could not have been drawn says nothing
    expect(of('as-it-was', null)?.snips?.value).toBeCloseTo(0.3, 10)
    expect(of('best', null)?.snips?.value).toBeCloseTo(0.2, 10) // of two that are as likely, the first by name
    expect(of('offer', 'UPG')?.asItWas?.value).toBeCloseTo(0.3, 10)
    expect(of('offer', 'UPG')?.cases).toBe(1_000)
    expect(of('offer', 'UPG')?.snips?.value).toBeCloseTo(0.4, 10)
    expect(of('offer', 'DSC.PCT')?.doublyRobust?.value).toBeCloseTo(0.2, 10)
    expect(of('offer', 'DSC.PCT')?.effectiveSize).toBeCloseTo(500, 6)
    expect(explored).toMatchObject({
      drawn: { claims: 1_000, attempted: 1_000, reached: 500, won: 100 },
      ordered: { claims: 1_200, attempted: 1_200, reached: 600, won: 210 },
    })
  })

  it('show who is called against who could be, by language, city and what is protected', async () => {
    await database.db.$executeRawUnsafe(
      `INSERT INTO attribute (name, use, seen_at) VALUES ('gender', 'protected', '${NOW}'), ('size', 'feature', '${NOW}')`,
    )
    await database.db.$executeRawUnsafe(`INSERT INTO score (episode_id, customer_id, model_id, scored_at, zone, per_minute_minor, expected_minor, body)
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
