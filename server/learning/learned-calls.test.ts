import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { plantToldCalls } from '../../test/harness/told-calls.ts'
import { prepareJobs } from '../platform/jobs.pg.ts'
import { createProgramme } from '../programme/programme.service.ts'
import { createLessons } from '../ranking/lessons.store.ts'
import { type LearnedParams, lessonsOf } from '../ranking/lessons.ts'
import { reachIn } from '../ranking/reach.ts'
import { writeAudit } from '../staff/audit.store.ts'
import { FIRST_EXAMPLE, readExamples } from './examples.store.ts'
import { createLearning, type Learning } from './learning.service.ts'

const FROM = new Date('2026-06-01T00:00:00Z')
const clock = createSteppedClock('2026-08-01T03:00:00Z')
/** London is an hour ahead of UTC in summer. */
const [MONDAY_MORNING, MONDAY_EVENING] = [5, 10]
let database: Awaited<ReturnType<typeof createTestDatabase>>
let learning: Learning

beforeAll(async () => {
  database = await createTestDatabase()
  await prepareJobs(database.url)
  const programme = createProgramme({ database })
  await programme.loadDefaults()
  await programme.setInstallation({ zone: 'Europe/London' })
  learning = createLearning({ database, clock, audit: writeAudit, log: { info: () => {} }, programme })
})
afterAll(() => database.drop())

const plant = (count: number, from: Date) =>
  database.tx((tx) => plantToldCalls(tx, { count, from, agentId: randomUUID() }))

describe('learning from calls', () => {
  it('has nothing to learn from where nobody was called', async () => {
    expect(await database.tx((tx) => learning.isDue(tx))).toBe(false)
    expect(await learning.learn()).toBeNull()
    expect((await learning.models()).candidate).toBeNull()
  })

  it('reads every claim that was followed by a call, once, whatever the page', async () => {
    await plant(1800, FROM)
    const whole = await readExamples(database.db, FIRST_EXAMPLE, 'UTC', 5_000)
    expect(whole.examples).toHaveLength(1800)
    expect(whole.next).toBeNull()
    const first = await readExamples(database.db, FIRST_EXAMPLE, 'UTC', 700)
    if (!first.next) throw new Error('no further page')
    const second = await readExamples(database.db, first.next, 'UTC', 700)
    expect([...first.examples, ...second.examples]).toEqual(whole.examples.slice(0, 1400))
    const talks = whole.examples.flatMap(({ talk }) => talk ?? [])
    expect(talks.length).toBe(whole.examples.filter(({ reached }) => reached).length)
    expect(talks.every(({ offerCode, pUnaided }) => offerCode === 'FLX' && pUnaided > 0)).toBe(true)
    expect(new Set(talks.map(({ reasonCode }) => reasonCode))).toEqual(new Set(['PRC.HIGH', null]))
  })

  it('puts a model into use that is better for certain, with figures on calls that it had not seen', async () => {
    expect(await database.tx((tx) => learning.isDue(tx))).toBe(true)
    const learned = await learning.learn()
    expect(learned).toMatchObject({ verdict: 'better', adopted: true })
    const { inUse, candidate } = await learning.models()
    expect(candidate).toBeNull()
    expect(inUse).toMatchObject({ id: learned?.modelId, usedBy: null })
    expect(inUse?.figures).toMatchObject({ attempts: 1800, blocks: 4, reach: { by: 'curve' } })
    for (const part of [inUse?.figures.reach, inUse?.figures.win]) {
      expect(part?.gain?.low).toBeGreaterThan(0)
      expect(part?.withinBlockAuc ?? 0).toBeGreaterThan(part?.inUseWithinBlockAuc ?? 1)
    }
    expect(await database.tx((tx) => learning.isDue(tx))).toBe(false)
  })

  it('gives the scores the hour and the customers whom it has learned about', async () => {
    const lessons = await createLessons()(database.db)
    const at = (slot: number) => reachIn(lessons.reach, -1 + lessons.reach.base, slot, 0)
    expect(at(MONDAY_EVENING)).toBeGreaterThan(at(MONDAY_MORNING) + 0.1)
    const [vip, retail] = lessonsOf(lessons, [{ 'attribute:segment': 'vip' }, { 'attribute:segment': 'retail' }])
    expect((vip?.['attribute:segment'] ?? 0) - (retail?.['attribute:segment'] ?? 0)).toBeGreaterThan(0.8)
    expect(lessons.tried.offers.FLX).toBeGreaterThan(10)
  })

  it('keeps as a candidate what is not better than the model in use, and counts the new calls beside that', async () => {
    await plant(300, new Date('2026-07-05T00:00:00Z'))
    const before = await learning.models()
    const standing = await createLessons()(database.db)
    const learned = await learning.learn()
    expect(learned?.adopted).toBe(false)
    const { inUse, candidate } = await learning.models()
    expect(inUse?.id).toBe(before.inUse?.id)
    expect(candidate).toMatchObject({ id: learned?.modelId, figures: { verdict: 'not-better' } })
    const lessons = await createLessons()(database.db)
    expect(lessons.id).toBe(inUse?.id)
    expect(lessons.reach).not.toEqual(standing.reach)
    expect(lessons.effects.fits['PRC|FLX']).not.toBe(standing.effects.fits['PRC|FLX'])
  })
  it('drops what was counted beside another model when a person puts one into use', async () => {
    const { candidate } = await learning.models()
    const row = await database.db.learnedModel.findFirstOrThrow({ where: { id: candidate?.id ?? '' } })
    const { reach } = row.params as unknown as LearnedParams
    await learning.adopt(row.id, null)
    const lessons = await createLessons()(database.db)
    expect(lessons.id).toBe(row.id)
    expect(lessons.reach).toEqual(reach)
    expect(lessons.tried.offers.FLX).toBeGreaterThan(10)
  })
})
