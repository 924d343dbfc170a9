import { z } from 'zod'
import { Why } from '#contract/queue'
import type { Tx } from '../platform/database.pg.ts'

const Rows = z.array(
  z.object({
    at: z.date(),
    work_item_id: z.string(),
    agent: z.string().nullable(),
    campaign_id: z.string().nullable(),
    campaign_version: z.number().nullable(),
    /** As that version called itself. */
    campaign: z.string().nullable(),
    campaign_since: z.date().nullable(),
    fitted_at: z.date().nullable(),
    learned: z.number().nullable(),
    rank: z.number().nullable(),
    explored_of: z.number().nullable(),
    contact: z.number().nullable(),
    offer: z.string().nullable(),
    told_reason: z.string().nullable(),
    propensities: z.record(z.string(), z.number()),
    why: z.nullable(Why),
    permit: z.unknown(),
    outcome: z.string().nullable(),
  }),
)
export type Decided = z.infer<typeof Rows>[number]

/** The last claim of this customer, at or before the instant where one is given, as it was written down; by our id or the business's own. */
export async function readDecided(tx: Tx, customer: string, at: Date | null): Promise<Decided | null> {
  const id = z.uuid().safeParse(customer).data ?? null
  const rows = await tx.$queryRaw`
    SELECT d.at, d.work_item_id::text, u.name AS agent, d.campaign_id::text, d.campaign_version,
      v.settings ->> 'name' AS campaign, v.at AS campaign_since, m.fitted_at, l.number AS learned, d.rank, d.explored_of, d.contact, d.offer,
      d.told_reason, d.propensities, d.why, d.permit,
      (SELECT a.outcome FROM dial_intent i JOIN attempt a ON a.id = i.id
        WHERE i.work_item_id = d.work_item_id AND i.fence = d.fence ORDER BY a.at DESC LIMIT 1) AS outcome
    FROM customer c JOIN episode e ON e.customer_id = c.id JOIN decision d ON d.episode_id = e.id
    LEFT JOIN app_user u ON u.id = d.agent_id LEFT JOIN ranking_model m ON m.id = d.model_id
    LEFT JOIN learned_model l ON l.id = d.learned_id
    LEFT JOIN campaign_version v ON v.campaign_id = d.campaign_id AND v.version = d.campaign_version
    WHERE (c.id = ${id}::uuid OR c.external_id = ${customer}) AND (${at}::timestamptz IS NULL OR d.at <= ${at})
    ORDER BY d.at DESC LIMIT 1`
  return Rows.parse(rows)[0] ?? null
}
