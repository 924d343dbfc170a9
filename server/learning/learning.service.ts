import type { UserId } from '#contract/ids'
import type { Models } from '#contract/ranking'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import { addJob, hasJob } from '../platform/jobs.pg.ts'
import { refuse } from '../platform/problem.ts'
import { adoptModel, readModels, rollBackModel } from '../ranking/models.store.ts'
import { ask, findOpenRun, isAsked } from '../ranking/rescore-runs.store.ts'
import type { Audit } from '../staff/audit.store.ts'

export const LEARN_JOB = 'learning.learn'

export type LearningNeeds = { database: Database; clock: Clock; audit: Audit }
export type Learning = ReturnType<typeof createLearning>

/** What was learned from the outcomes of calls, and which of it orders the queue. */
export function createLearning({ database, clock, audit }: LearningNeeds) {
  const { db } = database

  const readScoring = async (): Promise<Models['scoring']> => {
    const run = await findOpenRun(db)
    if (run) return { done: Math.min(run.done, run.total), total: run.total }
    return (await isAsked(db)) ? { done: 0, total: 0 } : null
  }

  return {
    models: async (): Promise<Models> => {
      const [models, learning, scoring] = await Promise.all([readModels(db), hasJob(db, LEARN_JOB), readScoring()])
      const of = (state: (typeof models)[number]['state']) => models.filter((model) => model.state === state)
      return {
        inUse: of('in_use')[0] ?? null,
        candidate: of('candidate')[0] ?? null,
        earlier: of('retired'),
        learning,
        scoring,
      }
    },

    /** Puts a model into use and has the base scored anew by it. `userId` null: the weekly job, since it is better. */
    adopt: (id: string, userId: UserId | null): Promise<void> =>
      database.tx(async (tx) => {
        const at = clock.now()
        const done = await adoptModel(tx, id, userId, at)
        if (done === 'unknown') return refuse(404, 'not-found', { what: 'model' })
        if (done === 'in-use') return refuse(409, 'model.in-use')
        await audit(tx, { at, actorId: userId, action: 'model.adopted', subject: `model:${id}` })
        await ask(tx)
      }),

    /** Back to the model before this one, or to our priors, and the base is scored anew. */
    rollBack: (id: string, userId: UserId): Promise<void> =>
      database.tx(async (tx) => {
        const at = clock.now()
        const done = await rollBackModel(tx, id, at)
        if (!done) return refuse(409, 'model.not-in-use')
        const detail = { backTo: done.backTo }
        await audit(tx, { at, actorId: userId, action: 'model.rolled-back', subject: `model:${id}`, detail })
        await ask(tx)
      }),

    /** Learns as soon as a worker is free. */
    ask: (): Promise<void> => database.tx((tx) => addJob(tx, LEARN_JOB)),
  }
}
