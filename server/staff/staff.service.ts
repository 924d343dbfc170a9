import { randomUUID } from 'node:crypto'
import { UserId } from '#contract/ids'
import type { Skill } from '#contract/skills'
import type { Me, Role } from '#contract/staff'
import type { Locale } from '#contract/values'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Events } from '../platform/events.ts'
import type { Caller } from '../platform/http.express.ts'
import { refuse } from '../platform/problem.ts'
import type { Programme } from '../programme/programme.service.ts'
import { createAuditTrail } from './audit/audit.service.ts'
import { addExport } from './audit/trail.store.ts'
import { readLastViewed, writeAudit } from './audit.store.ts'
import { isWeak } from './password.ts'
import type { Action } from './policy.ts'
import { createPresence, type WrapUpsOf } from './presence.service.ts'
import { movePresence, readPresence } from './presence.store.ts'
import { hasCard } from './presence.ts'
import { hashPassword } from './secrets.argon.ts'
import { endSessionsOf, forgetSessions } from './session.store.ts'
import { createSignIn, foldEmail } from './sign-in.service.ts'
import {
  addUser,
  changeUser,
  countOtherAdmins,
  listUsers,
  type NewUser,
  readFirstTeam,
  readNames,
  readSeatChoice,
  readUser,
  type User,
  writeSeatChoice,
} from './staff.store.ts'

export type StaffNeeds = {
  database: Database
  clock: Clock
  events: Events
  programme: Programme
  config: Pick<Config, 'carrier' | 'demo'>
  wrapUpsOf: WrapUpsOf
}
export type Staff = ReturnType<typeof createStaff>
export type AddInput = {
  name: string
  email: string
  password: string
  role: Role
  languages: Locale[]
  skills?: Skill[]
}
export type ChangeInput = { name: string; role: Role; languages: Locale[]; skills: Skill[]; active: boolean }

const countLacking = (some: readonly Skill[], others: readonly Skill[]): number =>
  some.filter((skill) => !others.includes(skill)).length

/** People who call and who lead them: accounts, sign-in, presence, and the lines that say who did what. */
export function createStaff(needs: StaffNeeds) {
  const { database, clock, events, programme, config } = needs
  const presence = createPresence(needs)
  const signIn = createSignIn(needs)

  return {
    presence,
    signIn,
    audit: writeAudit,
    writeReason: addExport,
    lastViewed: readLastViewed,
    trail: createAuditTrail(needs),
    /** Somebody asked for what is not theirs, over HTTP or a socket. */
    noteRefused: (action: Action, caller: Caller, why: string): Promise<void> =>
      writeAudit(database.db, {
        at: clock.now(),
        actorId: caller.userId,
        action: 'access.refused',
        subject: `endpoint:${action}`,
        detail: { why },
      }),
    user: readUser,
    names: readNames,
    seatChoice: readSeatChoice,
    chooseSeat: writeSeatChoice,

    /** Supervisors see their own team. */
    list: async (caller: Caller): Promise<User[]> => {
      const users = await listUsers(database.db)
      return caller.role === 'supervisor' ? users.filter((user) => user.teamId === caller.teamId) : users
    },

    /** `by` is null where the house itself adds people: demonstration and set-up scripts. */
    add: async (input: AddInput, by: Caller | null): Promise<User> => {
      const email = foldEmail(input.email)
      const { name: house } = await programme.installation()
      if (isWeak(input.password, { name: input.name, email, house })) return refuse(422, 'auth.weak')
      const at = clock.now()
      const user: NewUser = {
        id: UserId.parse(randomUUID()),
        email,
        name: input.name,
        role: input.role,
        locale: by?.locale ?? input.languages[0] ?? 'en',
        teamId: await readFirstTeam(database.db),
        languages: [...new Set(input.languages)],
        skills: input.skills ?? [],
        createdAt: at,
        passwordHash: await hashPassword(input.password),
      }
      await database.tx(async (tx) => {
        if (!(await addUser(tx, user))) refuse(409, 'auth.taken')
        const detail = { role: user.role }
        await writeAudit(tx, {
          at,
          actorId: by?.userId ?? null,
          action: 'staff.added',
          subject: `user:${user.id}`,
          detail,
        })
      })
      const { passwordHash: _, ...added } = user
      return { ...added, active: true }
    },

    /** Another role or none ends the sessions at once, sockets with them; the last administrator stays one. */
    change: async (id: UserId, input: ChangeInput, by: Caller): Promise<User> => {
      const at = clock.now()
      const { after, ended } = await database.tx(async (tx) => {
        const otherAdmins = await countOtherAdmins(tx, id)
        const before = await readUser(tx, id)
        if (!before) return refuse(404, 'not-found', { what: 'staff' })
        const isAdmin = (user: { role: Role; active: boolean }) => user.role === 'admin' && user.active
        if (isAdmin(before) && !isAdmin(input) && otherAdmins === 0) return refuse(409, 'staff.last-admin')
        const patch = { ...input, languages: [...new Set(input.languages)] }
        await changeUser(tx, id, patch)
        const ended = before.role !== input.role || (before.active && !input.active)
        if (ended) {
          await endSessionsOf(tx, id)
          await movePresence(tx, id, ['break', 'ready'], 'offline', at)
        }
        const detail = {
          ...{ role: input.role, active: input.active, sessionsEnded: ended },
          ...{ skillsGiven: countLacking(input.skills, before.skills) },
          ...{ skillsTaken: countLacking(before.skills, input.skills) },
        }
        await writeAudit(tx, { at, actorId: by.userId, action: 'staff.changed', subject: `user:${id}`, detail })
        return { after: { ...before, ...patch }, ended }
      })
      if (ended) events.emit('session.ended', { userId: id })
      return after
    },

    setLocale: (caller: Caller, locale: Locale): Promise<void> => changeUser(database.db, caller.userId, { locale }),

    /** Takes the agent off the floor before the session ends; 409 while a customer is on the desk. */
    leave: async (caller: Caller): Promise<void> => {
      const at = clock.now()
      await database.tx(async (tx) => {
        if (hasCard((await readPresence(tx, caller.userId)).state)) refuse(409, 'presence.card-open')
        await movePresence(tx, caller.userId, ['break', 'ready'], 'offline', at)
        const subject = `user:${caller.userId}` as const
        await writeAudit(tx, { at, actorId: caller.userId, action: 'session.signed-out', subject })
      })
    },

    describe: async (user: Pick<User, 'id' | 'name' | 'email' | 'role' | 'locale'>, csrf: string): Promise<Me> => {
      const { name, currency, zone } = await programme.installation()
      return {
        id: user.id,
        name: user.name,
        email: user.email,
        role: user.role,
        locale: user.locale,
        csrf,
        house: { name, currency, zone, calling: config.carrier ? 'carrier' : 'manual', demo: config.demo },
      }
    },

    /** Rows that time has made worthless. */
    sweep: async (now: Date): Promise<void> => {
      await forgetSessions(database.db, now)
      await signIn.sweep(now)
    },
  }
}
