import { runThread } from '../platform/thread.process.ts'
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
/** Its heap: what is learned from is bounded (`FIT_CUSTOMERS`), and so are the four pages that are read, judged and written. */
const HEAP_MB = 288

/** Performs a run in a thread of its own; ends as `performRun` ends. `onStop` is told how to stop it. */
export async function performInThread(input: ThreadInput, onStop: (stop: () => void) => void): Promise<boolean> {
  const thread = { entry: ENTRY, name: 'the scoring thread', heapMb: HEAP_MB, youngHeapMb: 64 }
  const answer = await runThread<ThreadAnswer>({ ...thread, input, onStop })
  if (answer.ended === 'done') return answer.learned
  if (answer.ended === 'stopped') throw new StoppedRescore()
  if (answer.ended === 'lost') throw new LostRescore()
  throw new Error(answer.message)
}
