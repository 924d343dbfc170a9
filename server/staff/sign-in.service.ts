import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import { writeAudit } from './audit.store.ts'
import { clearGuard, easeGuard, forgetGuards, holdGuard, writeGuard } from './guard.store.ts'
import { ACCOUNT_RULE, ADDRESS_RULE, countTry, FORGET_SECONDS } from './guard.ts'
import { checkPassword, hashToken } from './secrets.argon.ts'
import { readSecret, type User } from './staff.store.ts'

/** One spelling of an e-mail: sign-in does not ask for capitals. */
export const foldEmail = (email: string): string => email.normalize('NFKC').trim().toLowerCase()

export type SignIn = ReturnType<typeof createSignIn>

export function createSignIn({ database, clock }: { database: Database; clock: Clock }) {
  const wall = clock.wall

  /** Counts the try for the account and the address at once; answers the seconds to wait, or 0. */
  const count = async (tx: Tx, account: string, address: string, now: Date): Promise<number> => {
    // Always the account first: two tries never wait for each other crosswise.
    const ofAccount = countTry(await holdGuard(tx, account, now), ACCOUNT_RULE, now, wall)
    const ofAddress = countTry(await holdGuard(tx, address, now), ADDRESS_RULE, now, wall)
    if (ofAccount.allowed && ofAddress.allowed) {
      await writeGuard(tx, account, ofAccount.next)
      await writeGuard(tx, address, ofAddress.next)
      return 0
    }
    return Math.max(...[ofAccount, ofAddress].map((verdict) => (verdict.allowed ? 0 : verdict.waitSeconds)))
  }

  return {
    /** The person with this password, or 401 with the same words, after the same time, for whatever was wrong. */
    prove: async (given: { email: string; password: string }, address: string): Promise<User> => {
      const email = foldEmail(given.email)
      const account = `account:${hashToken(email)}` as const
      const from = `address:${hashToken(address)}`
      const at = clock.now()
      const seconds = await database.tx((tx) => count(tx, account, from, at))
      if (seconds > 0) {
        await writeAudit(database.db, {
          at,
          actorId: null,
          action: 'session.held-off',
          subject: account,
          detail: { seconds },
        })
        return refuse(429, 'auth.locked', { seconds })
      }
      // PostgreSQL keeps no NUL: such an e-mail is nobody's.
      const secret = email.includes('\0') ? null : await readSecret(database.db, email)
      const right = await checkPassword(secret?.passwordHash ?? null, given.password)
      if (!secret || !right || !secret.user.active) {
        const subject = secret ? (`user:${secret.user.id}` as const) : account
        await writeAudit(database.db, { at, actorId: null, action: 'session.failed', subject, detail: { from } })
        return refuse(401, secret && right ? 'auth.disabled' : 'auth.invalid')
      }
      const { user } = secret
      await database.tx(async (tx) => {
        await clearGuard(tx, account)
        await easeGuard(tx, from, at)
        await writeAudit(tx, { at, actorId: user.id, action: 'session.signed-in', subject: `user:${user.id}` })
      })
      return user
    },

    /** Counts that no longer matter. */
    sweep: (now: Date): Promise<void> =>
      forgetGuards(database.db, new Date(now.getTime() - wall(FORGET_SECONDS * 1_000))),
  }
}
