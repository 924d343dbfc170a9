import { Logger, type Runner, run, runMigrations, type TaskList } from 'graphile-worker'
import type { Tx } from './database.pg.ts'
import type { Log } from './log.machine.ts'

/** Jobs run as soon as a worker is free: what must wait is a due row swept by the tick, in the product's own time. */
const AT_ONCE = new Date(0)
const CONCURRENCY = 2

/**
 * Adds a job in the transaction of the fact it follows from: both happen or neither. Jobs of one `key` that wait are
 * one job, so every job must read what is there rather than trust its payload.
 */
export async function addJob(
  tx: Tx,
  name: string,
  payload: Record<string, unknown> = {},
  key: string = name,
): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json, run_at := ${AT_ONCE}, job_key := ${key}, max_attempts := 10)`
}

/** Makes or upgrades the job tables; before anything adds a job. */
export const prepareJobs = (url: string): Promise<void> => runMigrations({ connectionString: url })

export async function startJobs(url: string, log: Log, tasks: TaskList): Promise<Runner> {
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') log.error({ message }, 'job.failed')
  })
  return run({
    connectionString: url,
    taskList: tasks,
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 2_000,
    useNodeTime: true,
    logger,
  })
}
