import { Worker } from 'node:worker_threads'
import type { RankingReason } from '../ranking/reasons.ts'
import type { LearnOptions, Lesson } from './learn.ts'

export type LearnInput = {
  databaseUrl: string
  /** Claims from then on are learned from; milliseconds since 1970. */
  from: number
  /** Of the centre, for customers whose zone is not known. */
  zone: string
  reasons: readonly RankingReason[]
  inUse: LearnOptions['inUse']
}
export type LearnAnswer =
  | { ended: 'done'; lesson: Lesson; learnedTo: number }
  | { ended: 'nothing' }
  | { ended: 'failed'; message: string }

const ENTRY = new URL('./learn.boot.mjs', import.meta.url)
const HEAP_MB = 512

/** Reads the calls and learns from them in a thread of its own, beside the one that serves requests. */
export function learnInThread(input: LearnInput): Promise<Exclude<LearnAnswer, { ended: 'failed' }>> {
  return new Promise((done, fail) => {
    const worker = new Worker(ENTRY, {
      workerData: input,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    })
    let answer: LearnAnswer | null = null
    worker.on('message', (message: LearnAnswer) => {
      answer = message
    })
    worker.once('error', fail)
    worker.once('exit', (code) => {
      if (!answer) fail(new Error(`the learning thread ended without a word (${code})`))
      else if (answer.ended === 'failed') fail(new Error(answer.message))
      else done(answer)
    })
  })
}
