import type { CustomerPage } from '#contract/customers'
import { CustomerId, type UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import type { Handlers } from '../platform/http.express.ts'
import { refuse } from '../platform/problem.ts'
import type { PeopleRoutesDeps } from './people.routes.ts'

const RECENT_MAX = 10

type Names = 'customer.search' | 'customer.recent' | 'customer.read'
export type CustomersRoutesDeps = Pick<PeopleRoutesDeps, 'people' | 'database' | 'clock' | 'audit'> & {
  region: () => Promise<string>
  lastViewed: (tx: Tx, userId: UserId, limit: number) => Promise<string[]>
  stopsOf: (tx: Tx, customerId: CustomerId) => Promise<CustomerPage['stops']>
}

/** Customers for those who lead: found, and looked at; each look leaves a line. */
export function customersRoutes(deps: CustomersRoutesDeps): Pick<Handlers, Names> {
  const { people, database, clock, audit, region, lastViewed, stopsOf } = deps
  return {
    'customer.search': async ({ body: { text }, caller }) => {
      const { hits, more, byNumber } = await people.search(database.db, text, await region())
      if (byNumber)
        await audit(database.db, {
          at: clock.now(),
          actorId: caller.userId,
          action: 'customer.searched',
          subject: 'endpoint:customer.search',
          detail: { by: 'number', hits: hits.length, customers: hits.map(({ id }) => id).join(' ') },
        })
      return { hits, more }
    },
    'customer.recent': async ({ caller }) => {
      const ids = await lastViewed(database.db, caller.userId, RECENT_MAX)
      return people.hits(
        database.db,
        ids.map((id) => CustomerId.parse(id)),
      )
    },
    'customer.read': ({ params: { id: asked }, caller }) =>
      database.tx(async (tx) => {
        const id = (await people.survivorOf(tx, asked)) ?? refuse(404, 'not-found', { what: 'customer' })
        const page = (await people.page(tx, id)) ?? refuse(404, 'not-found', { what: 'customer' })
        const stops = await stopsOf(tx, id)
        await audit(tx, {
          at: clock.now(),
          actorId: caller.userId,
          action: 'customer.viewed',
          subject: `customer:${id}`,
        })
        return { ...page, stops }
      }),
  }
}
