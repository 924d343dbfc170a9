import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import type { ModelFigures } from '#contract/ranking'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { prepareJobs } from '../platform/jobs.pg.ts'
import { createProgramme } from '../programme/programme.service.ts'
import { insertCandidate } from '../ranking/models.store.ts'
import { writeAudit } from '../staff/audit.store.ts'
import { createLearning, type Learning } from './learning.service.ts'

const part = {
  by: 'prior' as const,
  cases: 0,
  successes: 0,
  logLoss: null,
  inUseLogLoss: null,
  gain: null,
  withinBlockAuc: null,
  inUseWithinBlockAuc: null,
}
const figures: ModelFigures = { attempts: 0, reached: 0, wins: 0, blocks: 0, verdict: 'better', reach: part, win: part }
const clock = createSteppedClock('2026-11-22T08:00:00Z')
const sara = randomUUID() as UserId
let database: Awaited<ReturnType<typeof createTestDatabase>>
let learning: Learning

beforeAll(async () => {
  database = await createTestDatabase()
  await prepareJobs(database.url)
  learning = createLearning({
    database,
    clock,
    audit: writeAudit,
    log: { info: () => {} },
    programme: createProgramme({ database }),
  })
})
beforeEach(async () => {
  await database.db.learnedModel.deleteMany()
  await database.db.$executeRaw`DELETE FROM graphile_worker._private_jobs`
  await database.db.$executeRaw`DELETE FROM rescore_ask`
  clock.advance(60_000)
})
afterAll(() => database.drop())

const learn = (): Promise<string> => {
  const at = clock.now()
  return database.tx((tx) => insertCandidate(tx, { params: {}, figures, learnedTo: at, madeAt: at }))
}
const told = async () =>
  (await database.db.auditLine.findMany({ where: { at: clock.now() }, orderBy: { id: 'asc' } })).map(
    ({ action, actorId, subject, detail }) => ({ action, actorId, subject, detail }),
  )

describe('the model that orders the queue', () => {
  it('is adopted and rolled back by a person, each with a line in the trail and a new scoring of the base', async () => {
    const id = await learn()
    expect(await learning.models()).toMatchObject({ inUse: null, candidate: { id }, scoring: null })
    await learning.adopt(id, sara)
    expect(await learning.models()).toMatchObject({ inUse: { id }, candidate: null, scoring: { done: 0, total: 0 } })
    await learning.rollBack(id, sara)
    expect(await learning.models()).toMatchObject({ inUse: null, candidate: null, earlier: [{ id }] })
    expect(await told()).toEqual([
      { action: 'model.adopted', actorId: sara, subject: `model:${id}`, detail: {} },
      { action: 'model.rolled-back', actorId: sara, subject: `model:${id}`, detail: { backTo: null } },
    ])
  })

  it('is refused where it is unknown, in use already, or not in use any more, and nothing is written', async () => {
    const id = await learn()
    await learning.adopt(id, null)
    await database.db.$executeRaw`DELETE FROM rescore_ask`
    clock.advance(1_000)
    await expect(learning.adopt(randomUUID(), sara)).rejects.toMatchObject({ status: 404 })
    await expect(learning.adopt(id, sara)).rejects.toMatchObject({ problem: { code: 'model.in-use' } })
    await expect(learning.rollBack(randomUUID(), sara)).rejects.toMatchObject({ problem: { code: 'model.not-in-use' } })
    expect(await told()).toEqual([])
    expect(await learning.models()).toMatchObject({ inUse: { id, usedBy: null }, scoring: null })
  })

  it('says that learning waits, once however often it is asked for', async () => {
    expect((await learning.models()).learning).toBe(false)
    await learning.ask()
    await learning.ask()
    expect((await learning.models()).learning).toBe(true)
    const jobs = await database.db
      .$queryRaw`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'learning.learn'`
    expect(jobs).toHaveLength(1)
  })
})
