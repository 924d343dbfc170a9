import { CustomerId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import type { Handlers } from '../platform/http.express.ts'
import { refuse } from '../platform/problem.ts'
import type { PeopleRoutesDeps } from './people.routes.ts'

const LIST_LIMIT = 200

type Names = 'case.list' | 'promise.settle' | 'complaint.settle'
export type CasesRoutesDeps = Pick<PeopleRoutesDeps, 'people' | 'database' | 'clock' | 'audit'> & {
  /** In the transaction that settled it: what was held back for it may come again. */
  afterSettled: (tx: Tx, customerId: CustomerId, now: Date) => Promise<void>
}

/** What keeps customers from being called until somebody says how it ended. */
export function casesRoutes({ people, database, clock, audit, afterSettled }: CasesRoutesDeps): Pick<Handlers, Names> {
  return {
    'case.list': () => people.openCases(database.db, clock.now(), LIST_LIMIT),
    'promise.settle': ({ params: { id }, body: { status }, caller }) =>
      database.tx(async (tx) => {
        const at = clock.now()
        const found = (await people.findPromise(tx, id)) ?? refuse(404, 'not-found', { what: 'promise' })
        if (!(await people.settlePromise(tx, id, status, at))) return refuse(409, 'conflict')
        const subject = `customer:${found.customerId}` as const
        const detail = { promise: id, status }
        await audit(tx, { at, actorId: caller.userId, action: 'promise.settled', subject, detail })
        await afterSettled(tx, CustomerId.parse(found.customerId), at)
        return {}
      }),
    'complaint.settle': ({ params: { id }, body: { status, note }, caller }) =>
      database.tx(async (tx) => {
        const at = clock.now()
        const found = (await people.findComplaint(tx, id)) ?? refuse(404, 'not-found', { what: 'complaint' })
        if (!(await people.settleComplaint(tx, id, { status, note, at }))) return refuse(409, 'conflict')
        const subject = `customer:${found.customerId}` as const
        const detail = { complaint: id, status }
        await audit(tx, { at, actorId: caller.userId, action: 'complaint.settled', subject, detail })
        await afterSettled(tx, CustomerId.parse(found.customerId), at)
        return {}
      }),
  }
}
