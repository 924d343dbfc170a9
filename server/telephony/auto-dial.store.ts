import { z } from 'zod'
import { CampaignId, CustomerId, PhoneId, UserId, WorkItemId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

const Rows = z.array(
  z.object({
    workItemId: WorkItemId,
    fence: z.coerce.bigint(),
    agentId: UserId,
    campaignId: CampaignId,
    customerId: CustomerId,
    phoneId: PhoneId,
    leasedAt: z.date(),
  }),
)

/** Customers on a desk who were not dialled since they came to it, of these campaigns; none whose agent reads on, and none who rings us. */
export const readAwaiting = async (tx: Tx, campaignIds: readonly CampaignId[]): Promise<z.infer<typeof Rows>> =>
  Rows.parse(
    await tx.$queryRaw`
      SELECT w.id AS "workItemId", w.fence, w.agent_id AS "agentId", w.campaign_id AS "campaignId", w.customer_id AS "customerId",
        w.phone_id AS "phoneId", w.leased_at AS "leasedAt"
      FROM work_item w JOIN presence p ON p.user_id = w.agent_id AND p.state = 'preview'
      WHERE w.state = 'leased' AND w.campaign_id = ANY(${[...campaignIds]}::uuid[])
        AND w.held_fence IS DISTINCT FROM w.fence
        AND NOT EXISTS (SELECT 1 FROM dial_intent i WHERE i.work_item_id = w.id AND i.fence = w.fence)
        AND NOT EXISTS (SELECT 1 FROM inbound_call b WHERE b.agent_id = w.agent_id AND b.state = 'offered')`,
  )
