import type { Tx } from '../platform/database.pg.ts'
import type { Handlers } from '../platform/http.express.ts'
import { refuse } from '../platform/problem.ts'
import { readAttributes, setAttributeUse } from './attributes.store.ts'
import type { PeopleRoutesDeps } from './people.routes.ts'

type Names = 'attributes.read' | 'attributes.use'
export type AttributesRoutesDeps = Pick<PeopleRoutesDeps, 'database' | 'clock' | 'audit'> & {
  /** In the transaction that changed it: what ranking may know of customers is another now. */
  afterUse: (tx: Tx) => Promise<void>
}

/** What a house keeps of its customers, and what it may be used for. */
export function attributesRoutes({ database, clock, audit, afterUse }: AttributesRoutesDeps): Pick<Handlers, Names> {
  return {
    'attributes.read': () => readAttributes(database.db),
    'attributes.use': ({ body: { name, use }, caller }) =>
      database.tx(async (tx) => {
        const before = (await setAttributeUse(tx, name, use)) ?? refuse(404, 'not-found', { what: 'attribute' })
        if (before === use) return {}
        const detail = { use, before }
        const at = clock.now()
        await audit(tx, { at, actorId: caller.userId, action: 'attribute.used', subject: `attribute:${name}`, detail })
        await afterUse(tx)
        return {}
      }),
  }
}
