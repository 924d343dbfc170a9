import type { Request } from 'express'
import { type ApiName, api } from '#contract/api'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Caller, Gate } from '../platform/http.express.ts'
import { refuse } from '../platform/problem.ts'
import { writeAudit } from './audit.store.ts'
import { isOwnOrigin } from './origin.ts'
import { isOpenToAnyone, may } from './policy.ts'
import type { Sessions } from './session.express.ts'

/** Files come as octet streams; everything else that has a body is JSON, which no form of a foreign page can send. */
const FILE_CALLS: ReadonlySet<ApiName> = new Set(['import.preview', 'import.start'])

const hasBody = (req: Request): boolean =>
  req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0

export type GateNeeds = {
  config: Pick<Config, 'publicBaseUrl' | 'production'>
  sessions: Sessions
  database: Database
  clock: Clock
}

/** Stands before every call: own page, signed in, own session's token, allowed by the policy. Denies unless all hold. */
export function createGate({ config, sessions, database, clock }: GateNeeds): Gate {
  const audit = (caller: Caller, name: ApiName, why: string): Promise<void> =>
    writeAudit(database.db, {
      at: clock.now(),
      actorId: caller.userId,
      action: 'access.refused',
      subject: `endpoint:${name}`,
      detail: { why },
    })

  return async (name, req) => {
    const changes = api[name].method !== 'GET'
    if (changes && hasBody(req)) {
      const wanted = FILE_CALLS.has(name) ? 'application/octet-stream' : 'application/json'
      if (!req.is(wanted)) refuse(415, 'content-type', { wanted })
    }
    const own = !changes || isOwnOrigin(req.get('origin'), req.get('host'), config)
    if (isOpenToAnyone(name)) return own ? sessions.callerOf(req) : refuse(403, 'csrf')
    const caller = await sessions.callerOf(req)
    if (!caller) return refuse(401, req.headers.cookie ? 'auth.expired' : 'auth.required')
    if (!own || (changes && !sessions.hasCsrf(req))) {
      await audit(caller, name, 'csrf')
      return refuse(403, 'csrf')
    }
    if (!may(caller.role, name)) {
      await audit(caller, name, 'role')
      return refuse(403, 'forbidden')
    }
    return caller
  }
}
