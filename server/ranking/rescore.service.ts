import { randomUUID } from 'node:crypto'
import { countCustomers } from '../people/histories.store.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Events } from '../platform/events.ts'
import type { Log } from '../platform/log.machine.ts'
import { openPlainSql } from '../platform/plain-sql.pg.ts'
import { withSessionLock } from '../platform/session-lock.pg.ts'
import { StoppedRescore } from './fit-base.service.ts'
import { performRun } from './rescore-run.service.ts'
import {
  ask,
  beginRun,
  type Counts,
  endRun,
  findOpenRun,
  type Held,
  isAsked,
  NO_COUNTS,
  RESCORE_JOB,
  readLastRun,
  readOpenRun,
  type Skipped,
  takeAsks,
  takeRun,
} from './rescore-runs.store.ts'
import { performInThread } from './rescore-thread.service.ts'
import type { House } from './run.ts'

export type RescoreDeps = {
  database: Database
  clock: Pick<Clock, 'now'>
  events: Pick<Events, 'emit'>
  log: Pick<Log, 'info' | 'error'>
  readHouse: (now: Date) => Promise<House | null>
  /** In a thread of its own, beside the one that serves requests. */
  threaded?: boolean
  /** Customers read at once; numbers do not depend on it. */
  pageSize?: number
}
export type Rescored = Counts & {
  customers: number
  modelId: string | null
  skipped: Skipped | null
  /** What had to be assumed. */
  notes: string[]
}

/** A page's transaction stays well below a second, on a machine that has other work too (500 took up to 1.3 s there): a long snapshot slows every claim. */
const PAGE = 250
/** One that falls to a fault of ours so often has failed. */
const MOST_RESUMES = 5

/** Re-rankings of the whole base: one at a time, whatever process asks for it, and one that was left is gone on with first. */
export function createRescore({ database, clock, events, log, readHouse, threaded, pageSize = PAGE }: RescoreDeps) {
  const { db, url } = database
  let stopping = false
  let stopThread: (() => void) | null = null
  let line: Promise<unknown> = Promise.resolve()

  const perform = async (held: Held): Promise<boolean> => {
    if (threaded)
      return performInThread({ databaseUrl: url, held, pageSize }, (stop) => {
        stopThread = stop
        if (stopping) stop()
      }).finally(() => {
        stopThread = null
      })
    const plain = openPlainSql(url, 2, { byKey: true, repeatable: true })
    try {
      return await performRun(plain, held, { pageSize, isStopping: () => stopping })
    } finally {
      await plain.close()
    }
  }

  const complete = async (held: Held): Promise<Rescored> => {
    const learned = await perform(held)
    const skipped = learned ? null : 'no-purchases'
    await endRun(db, held, { state: 'done', at: clock.now(), skipped })
    const run = await readLastRun(db)
    const { counts = NO_COUNTS, done = 0, modelId = null, notes = [] } = run ?? {}
    const result: Rescored = { ...counts, customers: done, modelId, skipped, notes }
    log.info(result, learned ? 'ranking.scored' : 'ranking.skipped')
    if (learned) events.emit('ranking.scored', { scored: counts.scored })
    return result
  }

  /** Goes on with what a process left that is no more; the lock says that nobody else does. */
  const resume = async (): Promise<Rescored | null> => {
    const left = await findOpenRun(db)
    if (!left) return null
    const held = { id: left.id, owner: randomUUID() }
    if (!(await takeRun(db, held))) return null
    if (left.resumes < MOST_RESUMES && (await readOpenRun(db, held))) {
      log.info({ run: left.id, done: left.done, total: left.total }, 'ranking.resumed')
      return complete(held)
    }
    await database.tx(async (tx) => {
      await endRun(tx, held, { state: 'failed', at: clock.now(), skipped: null })
      await ask(tx)
    })
    return null
  }

  const begin = async (now: Date): Promise<Rescored> => {
    const total = await countCustomers(db)
    const held = { id: randomUUID(), owner: randomUUID() }
    const began = await database.tx(async (tx) => {
      // First what was asked, then how things stand: what is asked meanwhile may be too late for this run, and is for the next.
      await takeAsks(tx)
      const house = await readHouse(now)
      if (house) await beginRun(tx, held, house, total)
      return house !== null
    })
    if (began) return complete(held)
    log.info({ why: 'no-complete-through' }, 'ranking.skipped')
    return { ...NO_COUNTS, customers: 0, modelId: null, skipped: 'no-complete-through', notes: [] }
  }

  /** One after another in this process, and among processes by the lock. */
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = line.then(async () => {
      const done = await withSessionLock(
        url,
        RESCORE_JOB,
        async () => ({ it: await work() }),
        () => stopping,
      )
      if (!done) throw new StoppedRescore()
      return done.it
    })
    line = mine.catch(() => {})
    return mine
  }

  return {
    /** Fits, then judges and scores every customer. */
    rescoreAll: (now: Date): Promise<Rescored> =>
      inLine(async () => {
        await resume()
        return begin(now)
      }),
    /** Goes on with what was left, and begins anew if anybody has asked for it since the last one began; null where neither was the case. */
    rescoreAsked: (now: Date): Promise<Rescored | null> =>
      inLine(async () => {
        const resumed = await resume()
        return (await isAsked(db)) ? begin(now) : resumed
      }),
    /** In the transaction of the fact that makes the scores old. */
    ask,
    /** How far the last run has come, or how it ended. */
    progress: readLastRun,
    /** Lets a page that is being written end; the next process goes on after it. Throws `StoppedRescore` in whoever waits for the run. */
    stop: async (): Promise<void> => {
      stopping = true
      stopThread?.()
      await line
    },
  }
}
