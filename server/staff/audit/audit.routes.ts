import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import type { Database } from '../../platform/database.pg.ts'
import type { Handlers } from '../../platform/http.express.ts'
import { listUsers } from '../staff.store.ts'
import type { AuditTrail } from './audit.service.ts'
import { TRAIL_COLUMNS, trailRow } from './trail-sheet.ts'

type Names = Extract<keyof Handlers, `audit.${string}`>

export function auditRoutes({ trail, database }: { trail: AuditTrail; database: Database }): Pick<Handlers, Names> {
  return {
    'audit.list': ({ query }) => trail.list(query),
    'audit.actors': async () => (await listUsers(database.db)).map(({ id, name }) => ({ id, name })),
    'audit.status': () => trail.status(),
    'audit.verify': ({ caller }) => trail.askCheck(caller.userId),
    'audit.export': async ({ body: { reason, ...filter }, caller, res }) => {
      const pages = await trail.take(filter, { reason, userId: caller.userId })
      async function* rows(): AsyncGenerator<string[]> {
        for await (const lines of pages) yield* lines.map(trailRow)
      }
      res.type('text/csv; charset=utf-8')
      res.attachment('audit.csv')
      await pipeline(Readable.from(rows()), stringify({ bom: true, header: true, columns: [...TRAIL_COLUMNS] }), res)
    },
  }
}
