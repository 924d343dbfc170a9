import { Worker } from 'node:worker_threads'

export type ThreadOptions = {
  /** A `.boot.mjs` that registers TypeScript and then does the work. */
  entry: URL
  /** For what fails without a word: 'the scoring thread'. */
  name: string
  heapMb: number
  youngHeapMb?: number
  input: unknown
  /** Told how to stop it: the thread hears 'stop' and ends where it may. */
  onStop?: (stop: () => void) => void
}

/** Runs a thread beside the one that serves requests, to its end; the one message that it sent. Rejects when it fell, or said nothing. */
export function runThread<Answer>({ entry, name, heapMb, youngHeapMb, input, onStop }: ThreadOptions): Promise<Answer> {
  return new Promise((done, fail) => {
    const worker = new Worker(entry, {
      workerData: input,
      execArgv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: heapMb,
        ...(youngHeapMb !== undefined && { maxYoungGenerationSizeMb: youngHeapMb }),
      },
    })
    onStop?.(() => worker.postMessage('stop'))
    let answer: Answer | null = null
    worker.on('message', (message: Answer) => {
      answer = message
    })
    worker.once('error', fail)
    worker.once('exit', (code) =>
      answer === null ? fail(new Error(`${name} ended without a word (${code})`)) : done(answer),
    )
  })
}
