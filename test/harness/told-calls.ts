import { randomUUID } from 'node:crypto'
import type { Tx } from '../../server/platform/database.pg.ts'
import { listFeatures } from '../../server/ranking/features.ts'
import { createChance } from '../../server/ranking/learning/chance.ts'
import { SILENT } from '../../server/ranking/sample-customers.ts'
import { logistic } from '../../server/ranking/special.ts'

/** The one that the first migration made. */
const CAMPAIGN = '00000000-0000-4000-8000-000000000002'

export type ToldCalls = { count: number; from: Date; agentId: string }

/**
 * Claims with what was known of each customer, and what came of them: in the evening twice as many answer, and of those
 * with the attribute `segment` at `vip` far more are won than was said, of the others far fewer. Two hours apart by day.
 */
export async function plantToldCalls(tx: Tx, { count, from, agentId }: ToldCalls): Promise<void> {
  const chance = createChance(23)
  const rows = Array.from({ length: count }, (_, i) => {
    const at = new Date(from.getTime() + Math.floor(i / 60) * 86_400_000 + (9 + 2 * (i % 6)) * 3_600_000 + i)
    const segment = chance.uniform() < 0.5 ? 'vip' : 'retail'
    const isEvening = at.getUTCHours() === 19
    const reached = chance.uniform() < logistic(-1 + (isEvening ? 2 : -0.2))
    const won = reached && chance.uniform() < logistic(-2 + (segment === 'vip' ? 2.2 : -0.8))
    const features = listFeatures(SILENT, { segment }, ['segment'], at)
    return {
      ...{ customer: randomUUID(), phone: randomUUID(), episode: randomUUID(), item: randomUUID(), call: randomUUID() },
      ...{
        disposition: randomUUID(),
        at: at.toISOString(),
        segment,
        e164: `+4420${String(10_000_000 + (from.getTime() / 86_400_000) * 3000 + i).slice(-8)}`,
      },
      outcome: won ? 'W.NOW' : reached ? 'L.NEED' : 'X.NA',
      reason: reached ? (chance.uniform() < 0.8 ? 'PRC.HIGH' : 'UNK.NOTASKED') : null,
      known: { contactLogOdds: -1, attempts: 0, customerLogOdds: -2, features, triedSlots: [] },
    }
  })
  await tx.$executeRaw`
    WITH n AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n (customer uuid, phone uuid,
      episode uuid, item uuid, call uuid, disposition uuid, at timestamptz, segment text, e164 text, outcome text, reason text, known jsonb)),
    c AS (INSERT INTO customer (id, household_id, name, search_name, zone, attributes, created_at)
      SELECT customer, customer, 'C', 'c', 'Europe/London', jsonb_build_object('segment', segment), at FROM n),
    p AS (INSERT INTO phone (id, e164, zones) SELECT phone, e164, '{}' FROM n),
    e AS (INSERT INTO episode (id, customer_id, kind, state, lapsed_at, opened_at, closed_at, closed_as)
      SELECT episode, customer, 'dormant', 'contacting', at, at, at, 'declined' FROM n),
    w AS (INSERT INTO work_item (id, customer_id, episode_id, campaign_id, phone_id, state, due_at, fence, attempts, created_at, closed_at, closed_as)
      SELECT item, customer, episode, ${CAMPAIGN}::uuid, phone, 'closed', at, 1, 1, at, at, 'test' FROM n),
    i AS (INSERT INTO dial_intent (id, work_item_id, fence, customer_id, phone_id, agent_id, mode, state, created_at, settled_at, permit)
      SELECT call, item, 1, customer, phone, ${agentId}::uuid, 'manual', 'done', at, at, '{}' FROM n),
    l AS (INSERT INTO call (id, work_item_id, customer_id, agent_id, mode, state, ended_as, dialled_at, ended_at, muted, held)
      SELECT call, item, customer, ${agentId}::uuid, 'manual', 'ended', 'completed', at, at, false, false FROM n),
    a AS (INSERT INTO attempt (id, customer_id, phone_id, at, counted, outcome) SELECT call, customer, phone, at, true, outcome FROM n),
    d AS (INSERT INTO disposition (id, work_item_id, call_id, customer_id, episode_id, campaign_id, agent_id, outcome, set_by, words, note,
        at, value_minor, offers_minor)
      SELECT disposition, item, call, customer, episode, ${CAMPAIGN}::uuid, ${agentId}::uuid, outcome, 'agent', '', '', at, 0, 0
      FROM n WHERE outcome <> 'X.NA'),
    g AS (INSERT INTO reason_given (disposition_id, position, code, source)
      SELECT disposition, 0, reason, 'customer' FROM n WHERE reason IS NOT NULL),
    o AS (INSERT INTO offer_made (disposition_id, code, answer, cost_minor)
      SELECT disposition, 'FLX', CASE WHEN outcome = 'W.NOW' THEN 'ACC' ELSE 'DPR' END, 0 FROM n WHERE outcome <> 'X.NA')
    INSERT INTO decision (work_item_id, fence, at, agent_id, episode_id, rank, offer, offer_win, propensities, why, features, permit)
    SELECT item, 1, at, ${agentId}::uuid, episode, 1, 'FLX', 0.2, '{"FLX": 1}', '{"pUnaided": 0.02, "hypotheses": [
      {"reasonCode": "PRC.HIGH", "probability": 0.4}]}', known, '{"allowed": true}' FROM n`
}
