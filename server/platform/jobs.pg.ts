import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import {
  Logger,
  makeWorkerUtils,
  type Runner,
  run,
  runMigrations,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import pg from 'pg'
import { z } from 'zod'
import { createClock } from './clock.machine.ts'
import { REAL_TIME } from './clock.ts'
import type { Tx } from './database.pg.ts'
import { watchWorkers } from './job-workers.pg.ts'
import type { Log } from './log.machine.ts'

/** Jobs run as soon as a worker is free: what must wait is a due row swept by the tick, in the product's own time. */
const AT_ONCE = new Date(0)
const CONCURRENCY = 2
const AGAIN_MS = 1_000
/** A job that takes longer than this to end is begun anew by the next process. */
const END_WITHIN_MS = 8_000
/** Any number that no other advisory lock of ours uses. */
const PREPARING = 0x6a6f6270

/**
 * Adds a job in the transaction of the fact it follows from: both happen or neither. Jobs of one `key` that wait are
 * one job, so every job must read what is there rather than trust its payload. Jobs of one name run one after another,
 * in whatever process.
 */
export async function addJob(
  tx: Tx,
  name: string,
  payload: Record<string, unknown> = {},
  key: string = name,
): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json, queue_name := ${name}, run_at := ${AT_ONCE}, job_key := ${key}, max_attempts := 10)`
}

/**
 * Takes the turn that began at this instant: null when some process has taken it or a later one, `first` when nobody ever
 * took one of this name. It is kept, so a turn that began while no server ran is taken by the next start.
 */
export async function takeTurn(tx: Tx, name: string, at: Date): Promise<'first' | 'next' | null> {
  const rows = await tx.$queryRaw<{ first: boolean }[]>`
    INSERT INTO job_turn AS t (name, at) VALUES (${name}, ${at})
    ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE t.at < excluded.at RETURNING xmax = 0 AS first`
  if (!rows[0]) return null
  return rows[0].first ? 'first' : 'next'
}

/** Makes or upgrades the job tables; before anything adds a job. One process after the other: together they trip over each other. */
export async function prepareJobs(url: string): Promise<void> {
  const turn = new pg.Client(url)
  await turn.connect()
  try {
    await turn.query('SELECT pg_advisory_lock($1)', [PREPARING])
    await runMigrations({ connectionString: url })
  } finally {
    await turn.end()
  }
}

const Depth = z.array(z.object({ name: z.string(), jobs: z.coerce.number(), oldest: z.coerce.date() }))

/** Jobs that wait or run, by name, with the age of the oldest. Made by the database's clock, so measured by the machine's. */
export async function readJobDepth(tx: Tx): Promise<{ name: string; jobs: number; oldestSeconds: number }[]> {
  const now = createClock(REAL_TIME).now().getTime()
  const rows = Depth.parse(
    await tx.$queryRaw`
      SELECT task_identifier AS name, count(*) AS jobs, min(created_at) AS oldest
      FROM graphile_worker.jobs WHERE attempts < max_attempts GROUP BY task_identifier`,
  )
  return rows.map(({ name, jobs, oldest }) => ({ name, jobs, oldestSeconds: (now - oldest.getTime()) / 1000 }))
}

/** Whether a job of this name waits or runs. */
export async function hasJob(tx: Tx, name: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = ${name} AND attempts < max_attempts LIMIT 1`
  return rows.length > 0
}

/**
 * Runs jobs until it is stopped. A worker that cannot say how its job ended, because the database went away meanwhile, is
 * given up by graphile-worker and replaced by nobody: then all begin anew, and what it held runs again at once, not
 * after hours. So does what a killed process held.
 */
export async function startJobs(url: string, log: Log, tasks: TaskList): Promise<{ stop: () => Promise<void> }> {
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') log.error({ message }, 'job.failed')
  })
  const lost = new Set<string>()
  const workers = new Set<string>()
  const watch = watchWorkers(url, log, workers)
  let stopping = false
  let replacing: Promise<void> | null = null

  const begin = async (): Promise<Runner> => {
    workers.clear()
    const events: WorkerEvents = new EventEmitter()
    events.on('worker:create', ({ worker }) => workers.add(worker.workerId))
    const runner = await run({
      connectionString: url,
      taskList: tasks,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      pollInterval: 2_000,
      useNodeTime: true,
      logger,
      events,
    })
    events.on('worker:fatalError', ({ worker }) => {
      lost.add(worker.workerId)
      replacing ??= replace().finally(() => {
        replacing = null
      })
    })
    return runner
  }

  const unlock = async (workers: Set<string>): Promise<void> => {
    const utils = await makeWorkerUtils({ connectionString: url, logger })
    try {
      await utils.forceUnlockWorkers([...workers])
      workers.clear()
    } finally {
      await utils.release()
    }
  }

  const replace = async (): Promise<void> => {
    log.warn('jobs.replaced')
    await runner.stop().catch(() => {})
    while (!stopping) {
      try {
        await unlock(lost)
        runner = await begin()
        return
      } catch {
        await wait(AGAIN_MS) // the database is still away
      }
    }
  }

  let runner = await begin()
  return {
    stop: async () => {
      stopping = true
      if (replacing) await replacing
      const stopped = runner.stop().then(
        () => true,
        () => true, // stopped already, when its successor never came
      )
      const ended = await Promise.race([stopped, wait(END_WITHIN_MS, false, { ref: false })])
      if (!ended) {
        log.warn('jobs.given-back')
        await unlock(workers).catch(() => {})
      }
      await watch.stop() // last: until then what runs here is nobody else's
    },
  }
}
