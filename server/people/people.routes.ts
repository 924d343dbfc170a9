import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CustomerId } from '#contract/ids'
import { ColumnMapping } from '#contract/people'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Caller, Handlers } from '../platform/http.express.ts'
import { refuse } from '../platform/problem.ts'
import type { Audit } from '../staff/audit.store.ts'
import type { People } from './people.service.ts'

export type PeopleRoutesDeps = {
  people: People
  database: Database
  clock: Clock
  audit: Audit
  /** Whether this caller may see this customer's history; agents may see the one on their desk. */
  maySee: (caller: Caller, customerId: CustomerId) => Promise<boolean>
}
type Names =
  | 'import.preview'
  | 'import.start'
  | 'import.list'
  | 'import.read'
  | 'import.cancel'
  | 'import.faults'
  | 'people.timeline'

/** The mapping as it comes in the address: JSON. An empty one means: guess. */
function readMapping(text: string | undefined): ColumnMapping | null {
  if (!text) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse(422, 'validation', { field: 'query.mapping' })
  }
  const mapping = ColumnMapping.safeParse(value)
  if (!mapping.success) return refuse(422, 'validation', { field: 'query.mapping' })
  return Object.keys(mapping.data).length === 0 ? null : mapping.data
}

export function peopleRoutes({ people, database, clock, audit, maySee }: PeopleRoutesDeps): Pick<Handlers, Names> {
  return {
    'import.preview': ({ query, req }) => people.preview(query.kind, req, readMapping(query.mapping)),
    'import.start': ({ query, req, caller }) =>
      people.start(req, Number(query.bytes), {
        kind: query.kind,
        fileName: query.fileName,
        mapping: readMapping(query.mapping),
        startedBy: caller.userId,
      }),
    'import.list': () => people.list(),
    'import.read': ({ params }) => people.read(params.id),
    'import.cancel': ({ params, caller }) => people.cancel(params.id, caller.userId),
    'import.faults': async ({ params, caller, res }) => {
      const sheet = await people.faultSheet(params.id)
      await audit(database.db, {
        at: clock.now(),
        actorId: caller.userId,
        action: 'import.faults-exported',
        subject: `import:${params.id}`,
      })
      res.type('text/csv; charset=utf-8')
      res.attachment(`faults-${params.id}.csv`)
      await pipeline(Readable.from(sheet), res)
    },
    'people.timeline': async ({ params, query, caller }) => {
      if (!(await maySee(caller, params.id))) return refuse(404, 'not-found', { what: 'customer' })
      await audit(database.db, {
        at: clock.now(),
        actorId: caller.userId,
        action: 'timeline.viewed',
        subject: `customer:${params.id}`,
      })
      const id = (await people.survivorOf(database.db, params.id)) ?? params.id
      return people.timeline(database.db, id, query.before ? new Date(query.before) : null)
    },
  }
}
