import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Handlers } from '../platform/http.express.ts'
import type { Audit } from '../staff/audit.store.ts'
import type { Ranking } from './ranking.service.ts'

const SHOWN = 10

export type RankingRoutesDeps = {
  ranking: Pick<Ranking, 'topQueue'>
  database: Database
  clock: Clock
  audit: Audit
}

/** Who is first, and why, for those who lead; each look leaves a line. */
export function rankingRoutes({ ranking, database, clock, audit }: RankingRoutesDeps): Pick<Handlers, 'ranking.queue'> {
  return {
    'ranking.queue': ({ caller }) =>
      database.tx(async (tx) => {
        const lines = await ranking.topQueue(tx, SHOWN)
        await audit(tx, {
          at: clock.now(),
          actorId: caller.userId,
          action: 'queue.viewed',
          subject: 'endpoint:ranking.queue',
          detail: { customers: lines.map(({ customerId }) => customerId).join(' ') },
        })
        return lines.map(({ customerId, name, externalId, why }) => ({ customerId, name, externalId, why }))
      }),
  }
}
