import { constants, getPriority, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { openPlainSql } from '../platform/plain-sql.pg.ts'
import { StoppedRescore } from './fit-base.service.ts'
import { LostRescore, performRun } from './rescore-run.service.ts'
import type { ThreadAnswer, ThreadInput } from './rescore-thread.service.ts'

/** Two write pages while the third reads the next. */
const CONNECTIONS = 3

// Whoever waits for an answer goes first. On Linux the priority is this thread's, elsewhere it would be the whole server's.
if (process.platform === 'linux') setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL))

const { databaseUrl, held, pageSize } = workerData as ThreadInput
const port = parentPort
if (!port) throw new Error('this is a thread of the server, not a program')
let stopping = false
port.on('message', () => {
  stopping = true
})
const database = openPlainSql(databaseUrl, CONNECTIONS, { byKey: true, repeatable: true })

const work = async (): Promise<ThreadAnswer> => {
  try {
    return { ended: 'done', learned: await performRun(database, held, { pageSize, isStopping: () => stopping }) }
  } catch (error) {
    if (error instanceof StoppedRescore) return { ended: 'stopped' }
    if (error instanceof LostRescore) return { ended: 'lost' }
    return { ended: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

const answer = await work()
await database.close().catch(() => {})
port.postMessage(answer)
port.close()
