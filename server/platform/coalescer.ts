/** Where a waiting call's answer goes. */
type Waiter<I, O> = { input: I; done: (answer: O) => void; fail: (error: unknown) => void }

const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done))

/**
 * Calls that wait together share one run of `work`. A run begins at the end of the turn in which it was asked for, so that all who ask in
 * that turn share it (those just answered ask again in the same turn); whoever asks while it runs is served by the next. Rejected: a run
 * begun at once, which served one and let the others wait for a second run; a timer, which costs every lone call its length. `work` answers
 * in the order asked.
 *
 * A run that fails fails all whom it served; with `eachAlone` they are tried again one by one, so that one who cannot be served does not
 * take the others along.
 */
export function createCoalescer<I, O>(
  work: (inputs: I[]) => Promise<O[]>,
  maxBatch: number,
  { eachAlone = false } = {},
): (input: I) => Promise<O> {
  let waiting: Waiter<I, O>[] = []
  let running = false

  const serve = async (batch: Waiter<I, O>[]): Promise<void> => {
    try {
      const answers = await work(batch.map(({ input }) => input))
      for (const [index, { done }] of batch.entries()) done(answers[index] as O)
    } catch (error) {
      if (eachAlone && batch.length > 1) for (const one of batch) await serve([one])
      else for (const { fail } of batch) fail(error)
    }
  }

  const runAll = async (): Promise<void> => {
    await nextTurn()
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch)
      waiting = waiting.slice(maxBatch)
      await serve(batch)
      await nextTurn()
    }
    running = false
  }

  return (input) =>
    new Promise((done, fail) => {
      waiting.push({ input, done, fail })
      if (running) return
      running = true
      void runAll()
    })
}
