import { Worker } from 'node:worker_threads'
import type { Problem } from '#contract/problem'
import type { ClockSetting } from '../../platform/clock.ts'
import { Refusal } from '../../platform/problem.ts'
import { LostRun, StoppedRun, type StoredInput } from './import-run.service.ts'

/** What a thread needs to open the same database at the same time of day. */
export type ThreadSetting = { databaseUrl: string; clock: ClockSetting; erasureKey: string | null }
export type ThreadInput = Omit<StoredInput, 'isStopping' | 'progress'> & ThreadSetting
export type ThreadAnswer =
  | { ended: 'done' }
  | { ended: 'stopped' }
  | { ended: 'lost' }
  | { ended: 'refused'; problem: Problem }
  | { ended: 'failed'; message: string }

const ENTRY = new URL('./import-rows.boot.mjs', import.meta.url)
/** Its heap; what it remembers of a file lies outside (`occurrences.ts`) and is bounded by the parts of a file. */
const HEAP_MB = 112

/** Imports a run in a thread of its own; ends as `importStored` ends. `onStop` is told how to stop it. */
export function importInThread(input: ThreadInput, onStop: (stop: () => void) => void): Promise<void> {
  return new Promise<void>((done, fail) => {
    const worker = new Worker(ENTRY, {
      workerData: input,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 8 },
    })
    onStop(() => worker.postMessage('stop'))
    let answer: ThreadAnswer | null = null
    worker.on('message', (message: ThreadAnswer) => {
      answer = message
    })
    worker.once('error', fail)
    worker.once('exit', (code) => {
      if (!answer) return fail(new Error(`the importing thread ended without a word (${code})`))
      if (answer.ended === 'done') return done()
      if (answer.ended === 'stopped') return fail(new StoppedRun())
      if (answer.ended === 'lost') return fail(new LostRun())
      if (answer.ended === 'refused') return fail(new Refusal(422, answer.problem))
      fail(new Error(answer.message))
    })
  })
}
