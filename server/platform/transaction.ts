const lastSteps = new WeakMap<object, (() => Promise<void>)[]>()

/** Has this done as the last thing before the commit of this transaction; false outside one. */
export function atLast(tx: object, step: () => Promise<void>): boolean {
  const steps = lastSteps.get(tx)
  steps?.push(step)
  return steps !== undefined
}

/** The work of a transaction, and then what was put off to its end. */
export const withLastSteps =
  <Tx extends object, T>(work: (tx: Tx) => Promise<T>) =>
  async (tx: Tx): Promise<T> => {
    const steps: (() => Promise<void>)[] = []
    lastSteps.set(tx, steps)
    const result = await work(tx)
    for (const step of steps) await step()
    return result
  }

const RETRIES = 4

const saysOneOf = (error: unknown, codes: RegExp): boolean =>
  error instanceof Error && codes.test(`${'code' in error ? error.code : ''} ${error.message}`)

/** `40001` and `40P01` are PostgreSQL's serialisation failure and deadlock; Prisma wraps them as P2034. */
const isConflict = (error: unknown): boolean => saysOneOf(error, /P2034|40001|40P01|deadlock detected/)

/** Somebody else has written the row that there may be one of: `23505`, which Prisma wraps as P2002. */
export const isUniqueViolation = (error: unknown): boolean => saysOneOf(error, /P2002|23505|[Uu]nique constraint/)

/** Runs a whole transaction again when it fell to a conflict or a deadlock. */
export async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt > RETRIES || !isConflict(error)) throw error
    }
  }
}
