import { z } from 'zod'
import { CallEnd, CallState, RecordingState } from '#contract/calls'
import type { CallId, CampaignId, CustomerId, PhoneId, UserId, WorkItemId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { Prisma } from '../platform/generated/client.ts'
import type { CallFold, LegFact, LegStatus } from './call-fold.ts'
import type { CallMode, IntentState } from './intent.ts'
import { TOLD_STATE } from './recordings.store.ts'

const Instant = z.coerce.date()
const CallRow = z.object({
  id: z.string().transform((id) => id as CallId),
  sid: z.string().nullable(),
  work_item_id: z.string().transform((id) => id as WorkItemId),
  customer_id: z.string().transform((id) => id as CustomerId),
  agent_id: z.string().transform((id) => id as UserId),
  phone_id: z.string().transform((id) => id as PhoneId),
  campaign_id: z.string().transform((id) => id as CampaignId),
  mode: z.enum(['carrier', 'manual']),
  direction: z.enum(['in', 'out']),
  state: CallState,
  ended_as: z.nullable(CallEnd),
  dialled_at: Instant,
  ringing_at: Instant.nullable(),
  answered_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  muted: z.boolean(),
  held: z.boolean(),
  intent_state: z.enum(['created', 'sent', 'bound', 'unknown', 'refused', 'done']),
  sent_at: Instant.nullable(),
  cancel_at: Instant.nullable(),
  /** Why the carrier did not take it, in our codes. */
  error: z.string().nullable(),
  /** Until when its permit was certain. */
  permit_until: Instant.nullable(),
  /** The customer is still before the agent who dialled. */
  on_desk: z.boolean(),
  /** The agent has dialled nobody since. */
  is_latest: z.boolean(),
  /** In whose room the customer was last put. */
  room_of: z.nullable(z.string().transform((id) => id as UserId)),
  recording: z.nullable(RecordingState),
})
export type CallRow = z.infer<typeof CallRow>

const CALLS = Prisma.sql`
  SELECT c.id, c.sid, c.work_item_id, c.customer_id, c.agent_id, i.phone_id, w.campaign_id, c.mode, c.direction, c.room_of, c.state,
    (SELECT ${TOLD_STATE} FROM recording r WHERE r.call_id = c.id) AS recording, c.ended_as, c.dialled_at,
    c.ringing_at, c.answered_at, c.ended_at, c.muted, c.held, i.state AS intent_state, i.sent_at, i.cancel_at, i.error,
    i.permit ->> 'until' AS permit_until, w.state = 'leased' AND w.fence = i.fence AS on_desk,
    NOT EXISTS (SELECT 1 FROM call n WHERE n.agent_id = c.agent_id AND (n.dialled_at, n.id) > (c.dialled_at, c.id)) AS is_latest
  FROM call c JOIN dial_intent i ON i.id = c.id JOIN work_item w ON w.id = c.work_item_id`
const LATEST = Prisma.sql`ORDER BY c.dialled_at DESC, c.id DESC LIMIT 1`

const one = (rows: unknown): CallRow | null => z.array(CallRow).parse(rows)[0] ?? null

export const readCall = async (tx: Tx, id: string): Promise<CallRow | null> =>
  one(await tx.$queryRaw`${CALLS} WHERE c.id = ${id}::uuid`)

/** Everything that changes a call waits here for its turn. */
export const lockCall = async (tx: Tx, id: string): Promise<CallRow | null> =>
  one(await tx.$queryRaw`${CALLS} WHERE c.id = ${id}::uuid FOR UPDATE OF c, i`)

/** Many at once, in the order of their ids, so that two who lock the same never wait for each other crosswise. */
export const lockCalls = async (tx: Tx, ids: readonly string[]): Promise<CallRow[]> =>
  z
    .array(CallRow)
    .parse(await tx.$queryRaw`${CALLS} WHERE c.id = ANY(${[...ids]}::uuid[]) ORDER BY c.id FOR UPDATE OF c, i`)

/** The call that each of these agents dialled last. */
export const readLatestOfAgents = async (tx: Tx, agentIds: readonly UserId[]): Promise<CallRow[]> =>
  z.array(CallRow).parse(
    await tx.$queryRaw`
      SELECT latest.* FROM unnest(${[...agentIds]}::uuid[]) AS a (id)
      CROSS JOIN LATERAL (${CALLS} WHERE c.agent_id = a.id ${LATEST}) AS latest`,
  )

export const readLatestOfItem = async (tx: Tx, workItemId: WorkItemId): Promise<CallRow | null> =>
  one(await tx.$queryRaw`${CALLS} WHERE c.work_item_id = ${workItemId}::uuid ${LATEST}`)

/** Calls that are not settled, oldest first: what the sweep looks at twice a second. */
export const readUnsettled = async (tx: Tx): Promise<CallRow[]> =>
  z
    .array(CallRow)
    .parse(await tx.$queryRaw`${CALLS} WHERE i.state IN ('created', 'sent', 'bound', 'unknown') ORDER BY i.created_at`)

const Ids = z.array(z.object({ work_item_id: z.string().transform((id) => id as WorkItemId) }))

/** Of these work items, those that were dialled since they were handed out: their outcome is still to come. */
export const readOpenAttempts = async (
  tx: Tx,
  workItemIds: readonly WorkItemId[],
): Promise<ReadonlySet<WorkItemId>> => {
  const rows = await tx.$queryRaw`
    SELECT DISTINCT i.work_item_id FROM dial_intent i JOIN work_item w ON w.id = i.work_item_id AND w.fence = i.fence
    WHERE w.state = 'leased' AND i.work_item_id = ANY(${[...workItemIds]}::uuid[])`
  return new Set(Ids.parse(rows).map((row) => row.work_item_id))
}

export type NewDial = {
  id: CallId
  workItemId: WorkItemId
  fence: bigint
  customerId: CustomerId
  phoneId: PhoneId
  agentId: UserId
  mode: CallMode
  at: Date
  permit: Prisma.InputJsonObject
}

/** False when a dial on this number is not settled yet: the partial unique index is the lock. */
export async function insertDial(tx: Tx, d: NewDial): Promise<boolean> {
  const state: IntentState = d.mode === 'manual' ? 'bound' : 'created'
  const callState: CallState = d.mode === 'manual' ? 'sent' : 'intended'
  const inserted = await tx.$executeRaw`
    INSERT INTO dial_intent (id, work_item_id, fence, customer_id, phone_id, agent_id, mode, state, created_at, permit)
    VALUES (${d.id}::uuid, ${d.workItemId}::uuid, ${d.fence}, ${d.customerId}::uuid, ${d.phoneId}::uuid, ${d.agentId}::uuid,
      ${d.mode}, ${state}, ${d.at}, ${JSON.stringify(d.permit)}::jsonb) ON CONFLICT DO NOTHING`
  if (inserted === 0) return false
  await tx.call.create({
    data: {
      id: d.id,
      workItemId: d.workItemId,
      customerId: d.customerId,
      agentId: d.agentId,
      mode: d.mode,
      direction: 'out',
      roomOf: d.agentId,
      state: callState,
      dialledAt: d.at,
      muted: false,
      held: false,
    },
  })
  return true
}

type IntentPatch = {
  state?: IntentState
  sid?: string
  error?: string
  sentAt?: Date
  cancelAt?: Date
  settledAt?: Date
}

/** Compare-and-set; false when the intent was in none of these states. */
export const moveIntent = async (
  tx: Tx,
  id: string,
  from: readonly IntentState[],
  patch: IntentPatch,
): Promise<boolean> =>
  (await tx.dialIntent.updateMany({ where: { id, state: { in: [...from] } }, data: patch })).count > 0

/** True when this is the first wish. */
export const askToCancel = async (tx: Tx, id: string, at: Date): Promise<boolean> =>
  (
    await tx.dialIntent.updateMany({
      where: { id, cancelAt: null, state: { in: ['created', 'sent', 'bound', 'unknown'] } },
      data: { cancelAt: at },
    })
  ).count > 0

/** What is known of these calls now; one that is over settles its intent as `settled` says. */
export async function writeCalls(
  tx: Tx,
  calls: readonly { id: CallId; sid: string | null; fold: CallFold; settled: IntentState | null }[],
  now: Date,
): Promise<void> {
  const rows = JSON.stringify(calls.map(({ fold, ...call }) => ({ ...call, ...fold })))
  await tx.$executeRaw`
    WITH known AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS k (id uuid, sid text, settled text, state text, "endedAs" text,
        "ringingAt" timestamptz, "answeredAt" timestamptz, "endedAt" timestamptz)),
    settled AS (
      UPDATE dial_intent i SET state = k.settled, settled_at = ${now} FROM known k
      WHERE i.id = k.id AND k.settled IS NOT NULL AND i.state IN ('created', 'sent', 'bound', 'unknown'))
    UPDATE call c SET state = k.state, ended_as = k."endedAs", ringing_at = k."ringingAt", answered_at = k."answeredAt",
      ended_at = k."endedAt", sid = coalesce(k.sid, c.sid)
    FROM known k WHERE c.id = k.id`
}

export const writeCallFlags = async (tx: Tx, id: CallId, flags: { muted?: boolean; held?: boolean }): Promise<void> => {
  await tx.call.update({ where: { id }, data: flags })
}

export type FactSource = 'webhook' | 'snapshot' | 'manual' | 'own'
export type NewFact = {
  sid: string
  intentId: string
  kind: FactSource
  fact: LegFact
  receivedAt: Date
  raw: Prisma.InputJsonObject
}

const Told = z.array(
  z.object({
    intent_id: z.string(),
    status: z.string().transform((status) => status as LegStatus),
    seq: z.number(),
    at: Instant,
    seconds: z.number().nullable(),
  }),
)
/** Enters what was not known yet of these intents' legs. Answers all that is known now of those of which something was new. */
export async function learnFacts(tx: Tx, facts: readonly NewFact[]): Promise<Map<string, LegFact[]>> {
  const rows = JSON.stringify(
    facts.map(({ sid, intentId, kind, fact: { status, seq, at, seconds }, receivedAt, raw }) => ({
      ...{ sid, intentId, kind, status, seq, at, receivedAt, raw: { ...raw, seconds } },
    })),
  )
  const told = Told.parse(
    await tx.$queryRaw`
      WITH told AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS f (sid text, "intentId" uuid, kind text, seq int, status text,
          at timestamptz, "receivedAt" timestamptz, raw jsonb)),
      fresh AS (
        INSERT INTO webhook_inbox (sid, intent_id, kind, seq, status, at, received_at, raw)
        SELECT sid, "intentId", kind, seq, status, at, "receivedAt", raw FROM told
        ON CONFLICT DO NOTHING RETURNING intent_id, status, seq, at, raw)
      SELECT intent_id::text, status, seq, at, (raw -> 'seconds')::float8 AS seconds FROM fresh
      UNION ALL
      SELECT w.intent_id::text, w.status, w.seq, w.at, (w.raw -> 'seconds')::float8 FROM webhook_inbox w
      WHERE w.intent_id IN (SELECT intent_id FROM fresh)`,
  )
  const known = new Map<string, LegFact[]>()
  for (const { intent_id, ...fact } of told) {
    const facts = known.get(intent_id)
    if (facts) facts.push(fact)
    else known.set(intent_id, [fact])
  }
  return known
}

const FactRaw = z.object({ seconds: z.number().nullable() })

/** All that is known of the legs of these intents. */
export async function readFacts(tx: Tx, intentIds: readonly string[]): Promise<Map<string, LegFact[]>> {
  const rows = await tx.webhookInbox.findMany({
    where: { intentId: { in: [...intentIds] } },
    select: { intentId: true, status: true, seq: true, at: true, raw: true },
  })
  const facts = new Map<string, LegFact[]>(intentIds.map((id) => [id, []]))
  for (const { intentId, status, seq, at, raw } of rows)
    facts.get(intentId ?? '')?.push({ status: status as LegStatus, seq, at, seconds: FactRaw.parse(raw).seconds })
  return facts
}

export const isSidBound = async (tx: Tx, sid: string): Promise<boolean> =>
  (await tx.dialIntent.count({ where: { sid } })) > 0
