import { randomUUID } from 'node:crypto'
import { UserId } from '#contract/ids'
import type { Locale } from '#contract/values'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import type { Programme } from '../programme/programme.service.ts'
import { writeAudit } from './audit.store.ts'
import { isWeak } from './password.ts'
import { hashPassword, hashToken, isSameToken, makeToken } from './secrets.argon.ts'
import { foldEmail } from './sign-in.service.ts'
import { addFirstUser, countUsers, type NewUser, readFirstTeam } from './staff.store.ts'

const TOKEN_BYTES = 16

export type Setup = ReturnType<typeof createSetup>
export type SetupInput = { token: string; name: string; email: string; password: string; locale: Locale }

/** The first administrator: there are no default accounts, only a token that the console shows once. */
export function createSetup({
  database,
  clock,
  programme,
}: {
  database: Database
  clock: Clock
  programme: Programme
}) {
  let tokenHash: string | null = null

  const needed = async (): Promise<boolean> => (await countUsers(database.db)) === 0

  return {
    needed,

    /** A new token to print, when nobody can sign in yet; only its hash stays in memory. An earlier one ends. */
    issue: async (): Promise<string | null> => {
      if (!(await needed())) return null
      const token = makeToken(TOKEN_BYTES)
      tokenHash = hashToken(token)
      return token
    },

    use: async (input: SetupInput): Promise<NewUser> => {
      if (tokenHash === null || !isSameToken(input.token.trim(), tokenHash)) return refuse(403, 'auth.token')
      const email = foldEmail(input.email)
      const house = (await programme.installation()).name
      if (isWeak(input.password, { name: input.name, email, house })) return refuse(422, 'auth.weak')
      const at = clock.now()
      const user: NewUser = {
        id: UserId.parse(randomUUID()),
        email,
        name: input.name,
        role: 'admin',
        locale: input.locale,
        teamId: await readFirstTeam(database.db),
        languages: [input.locale],
        skills: [],
        createdAt: at,
        passwordHash: await hashPassword(input.password),
      }
      const added = await database.tx(async (tx) => {
        if (!(await addFirstUser(tx, user))) return false
        await writeAudit(tx, { at, actorId: user.id, action: 'staff.set-up', subject: `user:${user.id}` })
        return true
      })
      tokenHash = null
      return added ? user : refuse(403, 'auth.token')
    },
  }
}
