import type { Request, Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import type { StaffMember } from '#contract/staff'
import type { Database } from '../platform/database.pg.ts'
import type { Events } from '../platform/events.ts'
import type { Handlers } from '../platform/http.express.ts'
import { Refusal, refuse } from '../platform/problem.ts'
import type { Sessions } from './session.express.ts'
import type { Setup } from './setup.service.ts'
import type { Staff } from './staff.service.ts'
import type { User } from './staff.store.ts'

type StaffCall = Extract<keyof Handlers, `session.${string}` | `staff.${string}` | 'presence.set'>
export type StaffRoutesNeeds = { staff: Staff; setup: Setup; sessions: Sessions; events: Events; database: Database }

const LIMIT_WINDOW_MS = 60_000
/** A whole floor starts its day behind one address; each try costs a tenth of a second of a processor. */
const LIMIT_PER_ADDRESS = 120

const toMember = ({ locale: _, createdAt, ...user }: User): StaffMember => ({
  ...user,
  createdAt: createdAt.toISOString(),
})

/** A name is one line: no control characters (PostgreSQL keeps no NUL), no direction marks that could spoof another. */
const cleanName = (name: string): string => {
  const clean = name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').trim()
  return clean || refuse(422, 'required', { field: 'body.name' })
}

export function staffRoutes(needs: StaffRoutesNeeds): Pick<Handlers, StaffCall> {
  const { staff, setup, sessions, events, database } = needs
  const limiter = rateLimit({
    windowMs: LIMIT_WINDOW_MS,
    limit: LIMIT_PER_ADDRESS,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    handler: (_req, _res, next) =>
      next(new Refusal(429, { code: 'rate-limited', params: { seconds: LIMIT_WINDOW_MS / 1_000 } })),
  })
  const limit = (req: Request, res: Response): Promise<void> =>
    new Promise((pass, fail) => void limiter(req, res, (error?: unknown) => (error ? fail(error) : pass())))

  return {
    'session.status': async ({ caller, req }) => {
      if (!caller) return { setup: await setup.needed(), me: null }
      const user = await staff.user(database.db, caller.userId)
      return { setup: false, me: user && (await staff.describe(user, sessions.csrf(req))) }
    },
    'session.signIn': async ({ body, req, res }) => {
      await limit(req, res)
      const user = await staff.signIn.prove(body, req.ip ?? '')
      await sessions.begin(req, user.id)
      return staff.describe(user, sessions.csrf(req))
    },
    'session.setUp': async ({ body, req, res }) => {
      await limit(req, res)
      const asked = req.acceptsLanguages('en', 'fa', 'uz')
      const locale = asked === 'fa' || asked === 'uz' ? asked : 'en'
      const user = await setup.use({ ...body, name: cleanName(body.name), locale })
      await sessions.begin(req, user.id)
      return staff.describe(user, sessions.csrf(req))
    },
    'session.signOut': async ({ caller, req }) => {
      await staff.leave(caller)
      await sessions.end(req)
      events.emit('session.ended', { userId: caller.userId })
      return {}
    },
    'session.setLocale': async ({ caller, body }) => {
      await staff.setLocale(caller, body.locale)
      return {}
    },
    'staff.list': async ({ caller }) => (await staff.list(caller)).map(toMember),
    'staff.add': async ({ caller, body }) => toMember(await staff.add({ ...body, name: cleanName(body.name) }, caller)),
    'staff.change': async ({ caller, params, body }) =>
      toMember(await staff.change(params.id, { ...body, name: cleanName(body.name) }, caller)),
    'presence.set': async ({ caller, body }) => ({ state: await staff.presence.choose(caller.userId, body.state) }),
  }
}
