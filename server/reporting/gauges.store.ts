import { z } from 'zod'
import type { Tx } from '../platform/database.pg.ts'

const Row = z.object({ gauge: z.string(), label: z.string(), value: z.coerce.number() })
export type GaugeRow = z.infer<typeof Row>

/** What stands now, in one statement that no size of the base makes slow: desks, live calls, heads of the queue, callbacks, imports. */
export async function readGauges(tx: Tx, now: Date): Promise<GaugeRow[]> {
  return z.array(Row).parse(
    await tx.$queryRaw`
      SELECT 'agents' AS gauge, state AS label, count(*)::float8 AS value FROM presence GROUP BY state
      UNION ALL SELECT 'calls', c.state, count(*) FROM dial_intent i JOIN call c ON c.id = i.id
        WHERE i.state IN ('created', 'sent', 'bound', 'unknown') GROUP BY c.state
      UNION ALL SELECT 'leases', '', count(*) FROM work_item WHERE state = 'leased'
      UNION ALL SELECT 'heads', '', count(*) FROM queue_head
      UNION ALL SELECT 'callbacks_due', '', count(*) FROM callback WHERE state = 'pending' AND due_at <= ${now}
      UNION ALL SELECT 'imports', state, count(*) FROM import_run GROUP BY state
      UNION ALL SELECT 'seats', state, count(*) FROM seat GROUP BY state`,
  )
}
