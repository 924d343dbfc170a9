import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { SESSION_OPTIONS } from './session-options.ts'

/** Any number that no other advisory lock of ours uses. */
const LOCKS = 0x6c6f636b
const AGAIN_MS = 250

/**
 * Does this while no other process, and nobody else in this one, does what has the same name. The lock is a session's: it
 * ends with its process, however that ends, and a slow machine does not lose it. Asked again and again rather than waited
 * for: a statement that waits holds a snapshot open, and a long snapshot slows every claim.
 */
export async function withSessionLock<T>(
  url: string,
  name: string,
  work: () => Promise<T>,
  isStopping: () => boolean = () => false,
): Promise<T | null> {
  const session = new pg.Client({ connectionString: url, keepAlive: true, options: SESSION_OPTIONS })
  session.on('error', () => {}) // the lock is gone; whoever takes it finds what was left, and the owner of a row is looked at
  await session.connect()
  try {
    for (;;) {
      const { rows } = await session.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS held', [
        LOCKS,
        name,
      ])
      if (rows[0]?.held) return await work()
      if (isStopping()) return null
      await wait(AGAIN_MS)
    }
  } finally {
    await session.end().catch(() => {})
  }
}
