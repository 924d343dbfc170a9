import type { Problem } from '#contract/problem'
import type { ClockSetting } from '../../platform/clock.ts'
import { Refusal } from '../../platform/problem.ts'
import { runThread } from '../../platform/thread.process.ts'
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
export async function importInThread(input: ThreadInput, onStop: (stop: () => void) => void): Promise<void> {
  const thread = { entry: ENTRY, name: 'the importing thread', heapMb: HEAP_MB, youngHeapMb: 8 }
  const answer = await runThread<ThreadAnswer>({ ...thread, input, onStop })
  if (answer.ended === 'done') return
  if (answer.ended === 'stopped') throw new StoppedRun()
  if (answer.ended === 'lost') throw new LostRun()
  if (answer.ended === 'refused') throw new Refusal(422, answer.problem)
  throw new Error(answer.message)
}
