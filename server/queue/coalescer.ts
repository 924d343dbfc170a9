/** Where a waiting call's answer goes. */
type Waiter<I, O> = { input: I; done: (answer: O) => void; fail: (error: unknown) => void }

/**
 * Calls that wait together share one run of `work`. Nothing waits for a timer: the first call runs at once, and whoever asks while it runs
 * is served by the next run. `work` answers in the order asked.
 */
export function createCoalescer<I, O>(work: (inputs: I[]) => Promise<O[]>, maxBatch: number): (input: I) => Promise<O> {
  let waiting: Waiter<I, O>[] = []
  let running = false

  const runAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch)
      waiting = waiting.slice(maxBatch)
      try {
        const answers = await work(batch.map(({ input }) => input))
        for (const [index, { done }] of batch.entries()) done(answers[index] as O)
      } catch (error) {
        for (const { fail } of batch) fail(error)
      }
      await Promise.resolve() // those just answered may ask again in this turn, and then share the next run
    }
    running = false
  }

  return (input) =>
    new Promise((done, fail) => {
      waiting.push({ input, done, fail })
      if (running) return
      running = true
      queueMicrotask(() => void runAll())
    })
}
