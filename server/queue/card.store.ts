import { z } from 'zod'
import type { TeamId, WorkItemId } from '#contract/ids'
import type { Card } from '#contract/queue'
import type { Tx } from '../platform/database.pg.ts'

const Row = z.object({
  campaign_name: z.string(),
  kind: z.enum(['dormant', 'cancelled', 'visit']),
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

/** Whether this item is called by this team. */
export async function isOfTeam(tx: Tx, workItemId: WorkItemId, teamId: TeamId): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM work_item w JOIN campaign k ON k.id = w.campaign_id
    WHERE w.id = ${workItemId}::uuid AND k.team_id = ${teamId}::uuid`
  return found.length > 0
}
