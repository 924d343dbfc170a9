import { z } from 'zod'
import type { WorkItemId } from '#contract/ids'
import type { Card } from '#contract/queue'
import type { Tx } from '../platform/database.pg.ts'

const Row = z.object({
  campaign_name: z.string(),
  kind: z.enum(['dormant', 'cancelled']),
  lapsed_at: z.coerce.date(),
})

/** What the card shows of campaign and lapse. */
export async function readCardRow(
  tx: Tx,
  workItemId: WorkItemId,
): Promise<{ campaignName: string; lapsed: Card['lapsed'] } | null> {
  const rows = await tx.$queryRaw`
    SELECT k.name AS campaign_name, e.kind, e.lapsed_at
    FROM work_item w JOIN campaign k ON k.id = w.campaign_id JOIN episode e ON e.id = w.episode_id
    WHERE w.id = ${workItemId}::uuid`
  const row = z.array(Row).parse(rows)[0]
  return row
    ? {
        campaignName: row.campaign_name,
        lapsed: { kind: row.kind, at: row.lapsed_at.toISOString() },
      }
    : null
}
