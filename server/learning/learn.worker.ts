import { parentPort, workerData } from 'node:worker_threads'
import { openPlainSql } from '../platform/plain-sql.pg.ts'
import { type ExampleKey, FIRST_EXAMPLE, readExamples } from './examples.store.ts'
import type { CallExample } from './examples.ts'
import { learn } from './learn.ts'
import type { LearnAnswer, LearnInput } from './learn-thread.service.ts'

const PAGE = 2_000

const { databaseUrl, from, zone, reasons, inUse } = workerData as LearnInput
const port = parentPort
if (!port) throw new Error('this is a thread of the server, not a program')

const work = async (): Promise<LearnAnswer> => {
  const database = openPlainSql(databaseUrl, 1)
  try {
    const calls: CallExample[] = []
    for (let after: ExampleKey | null = { ...FIRST_EXAMPLE, at: new Date(from) }; after; ) {
      const page: Awaited<ReturnType<typeof readExamples>> = await readExamples(database.db, after, zone, PAGE)
      calls.push(...page.examples)
      after = page.next
    }
    const last = calls.at(-1)
    return last ? { ended: 'done', lesson: learn(calls, { reasons, inUse }), learnedTo: last.at } : { ended: 'nothing' }
  } catch (error) {
    return { ended: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  } finally {
    await database.close().catch(() => {})
  }
}

port.postMessage(await work())
port.close()
