import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Request, RequestHandler } from 'express'
import session from 'express-session'
import type { UserId } from '#contract/ids'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Caller } from '../platform/http.express.ts'
import { hashToken, makeToken } from './secrets.argon.ts'
import { endSession, readCaller, readSession, type SessionSpan, saveSession, touchSession } from './session.store.ts'

declare module 'express-session' {
  interface SessionData {
    userId: UserId
  }
}

const SID_BYTES = 32
const IDLE_MS = 30 * 60_000
const ABSOLUTE_MS = 12 * 3_600_000
/** Signs the cookie outside production, so that sessions outlive a restart: the id alone is the secret (256 bits). */
const DEVELOPMENT_SECRET = 'for development: the session id itself is the secret'

/** A person's time, in the clock's. */
export const spanOf = (clock: Clock): SessionSpan => ({
  idleMs: clock.wall(IDLE_MS),
  absoluteMs: clock.wall(ABSOLUTE_MS),
})

type Done = (error?: unknown) => void

/**
 * Sessions as rows under the SHA-256 of their id, so that the table cannot be replayed. better-auth, the first choice of the
 * design, keeps raw session tokens; express-session leaves the store, and so the hashing, to us.
 */
class HashedStore extends session.Store {
  readonly #database: Database
  readonly #clock: Clock

  constructor(database: Database, clock: Clock) {
    super()
    this.#database = database
    this.#clock = clock
  }

  override get(sid: string, done: (error: unknown, data?: session.SessionData | null) => void): void {
    readSession(this.#database.db, hashToken(sid), this.#clock.now()).then(
      (data) => done(null, data as session.SessionData | null),
      (error) => done(error),
    )
  }

  override set(sid: string, data: session.SessionData, done: Done = () => {}): void {
    const row = { sidHash: hashToken(sid), userId: data.userId ?? null, data: JSON.parse(JSON.stringify(data)) }
    saveSession(this.#database.db, row, this.#clock.now(), spanOf(this.#clock)).then(() => done(), done)
  }

  override destroy(sid: string, done: Done = () => {}): void {
    endSession(this.#database.db, hashToken(sid)).then(() => done(), done)
  }

  override touch(sid: string, _data: session.SessionData, done: Done = () => {}): void {
    touchSession(this.#database.db, hashToken(sid), this.#clock.now(), spanOf(this.#clock)).then(() => done(), done)
  }
}

/** Bound to the session and kept nowhere: the page gets it in `Me`, a forger cannot read it. */
const csrfOf = (sid: string): string => createHmac('sha256', sid).update('csrf').digest('base64url')

const settle = (act: (done: Done) => void): Promise<void> =>
  new Promise((resolve, reject) => act((error) => (error ? reject(error) : resolve())))

export type Sessions = ReturnType<typeof createSession>

export function createSession(
  config: Pick<Config, 'publicBaseUrl' | 'sessionSecret'>,
  clock: Clock,
  database: Database,
) {
  const secure = config.publicBaseUrl.startsWith('https:')
  const cookieName = secure ? '__Host-sid' : 'sid'
  const cookie = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  const middleware: RequestHandler = session({
    name: cookieName,
    secret: config.sessionSecret ?? DEVELOPMENT_SECRET,
    store: new HashedStore(database, clock),
    genid: () => makeToken(SID_BYTES),
    resave: false,
    saveUninitialized: false,
    // A session that could not be read must not be forgotten for it: only `end` ends one.
    unset: 'keep',
    // Behind an https address the Secure cookie is sent whatever the proxy in between is called.
    ...(secure ? { proxy: true } : {}),
    cookie,
  })

  const sidOf = (req: IncomingMessage): string | null => {
    const { session: held, sessionID } = req as Partial<Pick<Request, 'session' | 'sessionID'>>
    return held?.userId && sessionID ? sessionID : null
  }

  return {
    /** For express, and for `io.engine.use`. */
    middleware,

    /** Asks the database each time: a role changed, an account switched off or a session ended counts at once. */
    callerOf: async (req: IncomingMessage): Promise<Caller | null> => {
      const sid = sidOf(req)
      return sid === null ? null : readCaller(database.db, hashToken(sid), clock.now())
    },

    csrf: (req: Request): string => csrfOf(req.sessionID),

    hasCsrf: (req: Request): boolean => {
      const sid = sidOf(req)
      const given = Buffer.from(req.get('x-csrf') ?? '')
      const expected = Buffer.from(sid === null ? '' : csrfOf(sid))
      return sid !== null && given.length === expected.length && timingSafeEqual(given, expected)
    },

    /** A new id for every sign-in: one that was planted before is worth nothing. */
    begin: async (req: Request, userId: UserId): Promise<void> => {
      await settle((done) => req.session.regenerate(done))
      req.session.userId = userId
      await settle((done) => req.session.save(done))
    },

    end: async (req: Request): Promise<void> => {
      await settle((done) => req.session.destroy(done))
      req.res?.clearCookie(cookieName, cookie)
    },
  }
}
