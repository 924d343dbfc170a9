import { runThread } from '../platform/thread.process.ts'
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

/** Reads the calls and learns from them in a thread of its own. */
export async function learnInThread(input: LearnInput): Promise<Exclude<LearnAnswer, { ended: 'failed' }>> {
  const thread = { entry: ENTRY, name: 'the learning thread', heapMb: HEAP_MB }
  const answer = await runThread<LearnAnswer>({ ...thread, input })
  if (answer.ended === 'failed') throw new Error(answer.message)
  return answer
}
