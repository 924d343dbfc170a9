import { z } from 'zod'
import { type MergeProposal, MergeSign } from '#contract/identity'
import { CustomerId } from '#contract/ids'
import type { Tx } from '../../platform/database.pg.ts'
import { maskPhone } from '../phone-number.ts'

/** 1 same number and name, 2 same name and city, 3 same number. */
export const signOf = (tier: number): MergeSign => MergeSign.options[tier - 1] ?? 'number'

export type ProposalKey = { tier: number; a: string; b: string }

const Row = z.object({
  tier: z.number(),
  created_at: z.date(),
  e164: z.string().nullable(),
  a_id: CustomerId,
  a_name: z.string(),
  a_external_id: z.string().nullable(),
  a_city: z.string().nullable(),
  b_id: CustomerId,
  b_name: z.string(),
  b_external_id: z.string().nullable(),
  b_city: z.string().nullable(),
})

/** Open proposals after this one, the surest first. */
export async function listProposals(
  tx: Tx,
  after: ProposalKey | null,
  limit: number,
): Promise<(MergeProposal & { tier: number })[]> {
  const from = after ?? { tier: 0, a: CustomerId.parse(FIRST), b: CustomerId.parse(FIRST) }
  const rows = await tx.$queryRaw`
    SELECT p.tier, p.created_at, n.e164, a.id AS a_id, a.name AS a_name, a.external_id AS a_external_id, a.city AS a_city,
      b.id AS b_id, b.name AS b_name, b.external_id AS b_external_id, b.city AS b_city
    FROM merge_proposal p JOIN customer a ON a.id = p.customer_a JOIN customer b ON b.id = p.customer_b
    LEFT JOIN phone n ON n.id = p.phone_id
    WHERE p.state = 'open' AND (p.tier, p.customer_a, p.customer_b) > (${from.tier}::int, ${from.a}::uuid, ${from.b}::uuid)
    ORDER BY p.tier, p.customer_a, p.customer_b LIMIT ${limit}`
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      tier: row.tier,
      a: { id: row.a_id, name: row.a_name, externalId: row.a_external_id, city: row.a_city },
      b: { id: row.b_id, name: row.b_name, externalId: row.b_external_id, city: row.b_city },
      sign: signOf(row.tier),
      number: row.e164 && maskPhone(row.e164),
      at: row.created_at.toISOString(),
    }))
}
const FIRST = '00000000-0000-0000-0000-000000000000'

/** Remembered for ever: no import proposes these two again. False when that had been said before. */
export async function keepApart(tx: Tx, a: string, b: string, byUserId: string, at: Date): Promise<boolean> {
  const kept = await tx.$executeRaw`
    INSERT INTO merge_proposal AS m (customer_a, customer_b, state, tier, created_at, decided_at, decided_by_id)
    VALUES (least(${a}::uuid, ${b}::uuid), greatest(${a}::uuid, ${b}::uuid), 'apart', 3, ${at}::timestamptz, ${at}::timestamptz,
      ${byUserId}::uuid)
    ON CONFLICT (customer_a, customer_b) DO UPDATE SET state = 'apart', decided_at = excluded.decided_at,
      decided_by_id = excluded.decided_by_id
    WHERE m.state = 'open'`
  return kept > 0
}
