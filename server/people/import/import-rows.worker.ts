import { parentPort, workerData } from 'node:worker_threads'
import { createClock } from '../../platform/clock.machine.ts'
import { openPlainSql } from '../../platform/plain-sql.pg.ts'
import { Refusal } from '../../platform/problem.ts'
import { createErasedKeys } from '../erasure/erased-keys.store.ts'
import { importStored, LostRun, StoppedRun } from './import-run.service.ts'
import type { ThreadAnswer, ThreadInput } from './import-thread.service.ts'

const CONNECTIONS = 2

/** The rows of one large file, read and written beside the server's own thread, so that no push waits for them. */
const input = workerData as ThreadInput
const port = parentPort
if (!port) throw new Error('this is a thread of the server, not a program')
let stopping = false
port.on('message', () => {
  stopping = true
})
const database = openPlainSql(input.databaseUrl, CONNECTIONS)

const work = async (): Promise<ThreadAnswer> => {
  try {
    const deps = { database, clock: createClock(input.clock), keys: createErasedKeys(input.erasureKey) }
    await importStored(deps, { ...input, isStopping: () => stopping })
    return { ended: 'done' }
  } catch (error) {
    if (error instanceof StoppedRun) return { ended: 'stopped' }
    if (error instanceof LostRun) return { ended: 'lost' }
    if (error instanceof Refusal) return { ended: 'refused', problem: error.problem }
    return { ended: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

const answer = await work()
await database.close().catch(() => {})
port.postMessage(answer)
port.close()
