import { z } from 'zod'
import type { UserId } from '#contract/ids'
import type { ModelFigures, Models } from '#contract/ranking'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { addJob, hasJob } from '../platform/jobs.pg.ts'
import type { Log } from '../platform/log.machine.ts'
import { refuse } from '../platform/problem.ts'
import type { Programme } from '../programme/programme.service.ts'
import { isLearned } from '../ranking/lessons.store.ts'
import type { LearnedParams } from '../ranking/lessons.ts'
import { adoptModel, insertCandidate, readInUse, readModels, rollBackModel } from '../ranking/models.store.ts'
import { readModel } from '../ranking/ranking.store.ts'
import { ask, findOpenRun, isAsked } from '../ranking/rescore-runs.store.ts'
import type { Audit } from '../staff/audit.store.ts'
import { countClaims } from './examples.store.ts'
import { isDue, type LearnOptions } from './learn.ts'
import { learnInThread } from './learn-thread.service.ts'

const Learned = z.custom<LearnedParams>(isLearned)

export const LEARN_JOB = 'learning.learn'

/** Calls older than this say little of those to come. */
const LEARNED_DAYS = 730
const DAY_MS = 86_400_000

export type LearningNeeds = {
  database: Database
  clock: Clock
  audit: Audit
  log: Pick<Log, 'info'>
  programme: Pick<Programme, 'installation' | 'taxonomy'>
}
/** `adopted`: it was better than what was in use. */
export type Learned = { modelId: string; verdict: ModelFigures['verdict']; adopted: boolean }
export type Learning = ReturnType<typeof createLearning>

/** What was learned from the outcomes of calls, and which of it orders the queue. */
export function createLearning({ database, clock, audit, log, programme }: LearningNeeds) {
  const { db } = database

  const readScoring = async (): Promise<Models['scoring']> => {
    const run = await findOpenRun(db)
    if (run) return { done: Math.min(run.done, run.total), total: run.total }
    return (await isAsked(db)) ? { done: 0, total: 0 } : null
  }

  /** In the caller's transaction: into use with it, and the base is scored anew. */
  const adopt = async (tx: Tx, id: string, userId: UserId | null): Promise<void> => {
    const at = clock.now()
    const done = await adoptModel(tx, id, userId, at)
    if (done === 'unknown') return refuse(404, 'not-found', { what: 'model' })
    if (done === 'in-use') return refuse(409, 'model.in-use')
    await audit(tx, { at, actorId: userId, action: 'model.adopted', subject: `model:${id}` })
    await ask(tx)
  }

  const readStanding = async (): Promise<LearnOptions['inUse']> => {
    const inUse = await readInUse(db)
    return inUse && { id: inUse.id, params: Learned.parse(inUse.params), learnedTo: inUse.learnedTo.getTime() }
  }

  return {
    /** Whether there is enough that the newest model has not seen: asked every night. */
    isDue: async (tx: Tx): Promise<boolean> => {
      const [newest] = [...(await readModels(tx))].sort((a, b) => b.number - a.number)
      const last = { calls: newest?.figures.attempts ?? 0, at: newest ? Date.parse(newest.madeAt) : 0 }
      return isDue({ calls: await countClaims(tx), at: clock.now().getTime() }, last)
    },

    /**
     * Learns from the calls so far, keeps the model with its figures, and puts it into use where it is better for certain.
     * What was counted is used either way, so the base is scored anew. Null where nobody has been called yet.
     */
    learn: async (): Promise<Learned | null> => {
      const { zone } = await programme.installation()
      const { reasons } = await programme.taxonomy()
      const from = clock.now().getTime() - LEARNED_DAYS * DAY_MS
      const inUse = await readStanding()
      const answer = await learnInThread({ databaseUrl: database.url, from, zone, reasons, inUse })
      if (answer.ended === 'nothing') return null
      const { params, figures } = answer.lesson
      const model = { params, figures, learnedTo: new Date(answer.learnedTo), madeAt: clock.now() }
      const adopted = figures.verdict === 'better'
      const modelId = await database.tx(async (tx) => {
        const id = await insertCandidate(tx, model)
        if (adopted) await adopt(tx, id, null)
        else await ask(tx)
        return id
      })
      const learned = { modelId, verdict: figures.verdict, adopted }
      log.info(learned, 'learning.learned')
      return learned
    },

    models: async (): Promise<Models> => {
      const [models, learning, scoring, base] = await Promise.all([
        readModels(db),
        hasJob(db, LEARN_JOB),
        readScoring(),
        readModel(db),
      ])
      const of = (state: (typeof models)[number]['state']) => models.filter((model) => model.state === state)
      return {
        inUse: of('in_use')[0] ?? null,
        candidate: of('candidate')[0] ?? null,
        earlier: of('retired'),
        learning,
        scoring,
        secondLives: base?.model.secondLives ?? null,
      }
    },

    /** Puts a model into use and has the base scored anew by it. `userId` null: the weekly job, since it is better. */
    adopt: (id: string, userId: UserId | null): Promise<void> => database.tx((tx) => adopt(tx, id, userId)),

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
