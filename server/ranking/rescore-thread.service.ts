import { Worker } from 'node:worker_threads'
import { StoppedRescore } from './fit-base.service.ts'
import { LostRescore } from './rescore-run.service.ts'
import type { Held } from './rescore-runs.store.ts'

export type ThreadInput = { databaseUrl: string; held: Held; pageSize: number }
export type ThreadAnswer =
  | { ended: 'done'; learned: boolean }
  | { ended: 'stopped' }
  | { ended: 'lost' }
  | { ended: 'failed'; message: string }

const ENTRY = new URL('./rescore.boot.mjs', import.meta.url)
/** Its heap: what is learned from is bounded (`FIT_CUSTOMERS`), and so are two pages. */
const HEAP_MB = 288

/** Performs a run in a thread of its own, beside the one that serves requests; ends as `performRun` ends. `onStop` is told how to stop it. */
export function performInThread(input: ThreadInput, onStop: (stop: () => void) => void): Promise<boolean> {
  return new Promise((done, fail) => {
    const worker = new Worker(ENTRY, {
      workerData: input,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 16 },
    })
    onStop(() => worker.postMessage('stop'))
    let answer: ThreadAnswer | null = null
    worker.on('message', (message: ThreadAnswer) => {
      answer = message
    })
    worker.once('error', fail)
    worker.once('exit', (code) => {
      if (!answer) return fail(new Error(`the scoring thread ended without a word (${code})`))
      if (answer.ended === 'done') return done(answer.learned)
      if (answer.ended === 'stopped') return fail(new StoppedRescore())
      if (answer.ended === 'lost') return fail(new LostRescore())
      fail(new Error(answer.message))
    })
  })
}
