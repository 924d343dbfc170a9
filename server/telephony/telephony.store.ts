import { z } from 'zod'
import { CallEnd, CallState } from '#contract/calls'
import type { CallId, CustomerId, PhoneId, UserId, WorkItemId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { Prisma } from '../platform/generated/client.ts'
import type { CallFold, LegFact, LegStatus } from './call-fold.ts'
import type { CallMode, IntentState } from './intent.ts'

const Instant = z.coerce.date()
const CallRow = z.object({
  id: z.string().transform((id) => id as CallId),
  sid: z.string().nullable(),
  work_item_id: z.string().transform((id) => id as WorkItemId),
  customer_id: z.string().transform((id) => id as CustomerId),
  agent_id: z.string().transform((id) => id as UserId),
  phone_id: z.string().transform((id) => id as PhoneId),
  mode: z.enum(['carrier', 'manual']),
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
})
export type CallRow = z.infer<typeof CallRow>

const CALLS = Prisma.sql`
  SELECT c.id, c.sid, c.work_item_id, c.customer_id, c.agent_id, i.phone_id, c.mode, c.state, c.ended_as, c.dialled_at,
    c.ringing_at, c.answered_at, c.ended_at, c.muted, c.held, i.state AS intent_state, i.sent_at, i.cancel_at, i.error,
    i.permit ->> 'until' AS permit_until, w.state = 'leased' AND w.fence = i.fence AS on_desk
  FROM call c JOIN dial_intent i ON i.id = c.id JOIN work_item w ON w.id = c.work_item_id`
const LATEST = Prisma.sql`ORDER BY c.dialled_at DESC, c.id DESC LIMIT 1`

const one = (rows: unknown): CallRow | null => z.array(CallRow).parse(rows)[0] ?? null

export const readCall = async (tx: Tx, id: string): Promise<CallRow | null> =>
  one(await tx.$queryRaw`${CALLS} WHERE c.id = ${id}::uuid`)

/** Everything that changes a call waits here for its turn. */
export const lockCall = async (tx: Tx, id: string): Promise<CallRow | null> =>
  one(await tx.$queryRaw`${CALLS} WHERE c.id = ${id}::uuid FOR UPDATE OF c, i`)

export const readLatestOfAgent = async (tx: Tx, agentId: UserId): Promise<CallRow | null> =>
  one(await tx.$queryRaw`${CALLS} WHERE c.agent_id = ${agentId}::uuid ${LATEST}`)

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

export const writeCall = async (tx: Tx, id: CallId, sid: string | null, fold: CallFold): Promise<void> => {
  await tx.call.update({ where: { id }, data: { ...fold, ...(sid ? { sid } : {}) } })
}

export const writeCallFlags = async (tx: Tx, id: CallId, flags: { muted?: boolean; held?: boolean }): Promise<void> => {
  await tx.call.update({ where: { id }, data: flags })
}

export type FactSource = 'webhook' | 'snapshot' | 'manual' | 'own' | 'seat'
export type NewFact = {
  sid: string
  intentId: string | null
  kind: FactSource
  fact: LegFact
  receivedAt: Date
  raw: Prisma.InputJsonObject
}

/** False when this fact is known already. */
export const insertFact = async (tx: Tx, { sid, intentId, kind, fact, receivedAt, raw }: NewFact): Promise<boolean> =>
  (await tx.$executeRaw`
    INSERT INTO webhook_inbox (sid, intent_id, kind, seq, status, at, received_at, raw)
    VALUES (${sid}, ${intentId}::uuid, ${kind}, ${fact.seq}, ${fact.status}, ${fact.at}, ${receivedAt},
      ${JSON.stringify({ ...raw, seconds: fact.seconds })}::jsonb) ON CONFLICT DO NOTHING`) > 0

const FactRaw = z.object({ seconds: z.number().nullable() })

export const readFacts = async (tx: Tx, intentId: string): Promise<LegFact[]> => {
  const rows = await tx.webhookInbox.findMany({
    where: { intentId },
    select: { status: true, seq: true, at: true, raw: true },
  })
  return rows.map(({ status, seq, at, raw }) => ({
    status: status as LegStatus,
    seq,
    at,
    seconds: FactRaw.parse(raw).seconds,
  }))
}

export const isSidBound = async (tx: Tx, sid: string): Promise<boolean> =>
  (await tx.dialIntent.count({ where: { sid } })) > 0

export type SeatRow = { agentId: string; sid: string | null; state: string; since: Date }

export const readSeat = (tx: Tx, agentId: UserId): Promise<SeatRow | null> => tx.seat.findUnique({ where: { agentId } })

/** Waits for whoever seats this agent just now. */
export const lockSeat = async (tx: Tx, agentId: UserId): Promise<SeatRow> => {
  const empty: SeatRow = { agentId, sid: null, state: 'gone', since: new Date(0) }
  await tx.$executeRaw`
    INSERT INTO seat (agent_id, state, since) VALUES (${agentId}::uuid, ${empty.state}, ${empty.since}) ON CONFLICT DO NOTHING`
  await tx.$queryRaw`SELECT 1 FROM seat WHERE agent_id = ${agentId}::uuid FOR UPDATE`
  return (await readSeat(tx, agentId)) ?? empty
}

/** Seats that somebody sits in, or whose softphone is being rung. */
export const readSeatsTaken = (tx: Tx): Promise<SeatRow[]> =>
  tx.seat.findMany({ where: { state: { in: ['in', 'asked'] } } })

export const writeSeat = async (
  tx: Tx,
  agentId: UserId,
  seat: { sid: string | null; state: string; since: Date },
): Promise<void> => {
  await tx.seat.upsert({ where: { agentId }, create: { agentId, ...seat }, update: seat })
}

export const readFactsOfSid = async (tx: Tx, sid: string): Promise<LegFact[]> => {
  const rows = await tx.webhookInbox.findMany({
    where: { sid, kind: 'seat' },
    select: { status: true, seq: true, at: true },
  })
  return rows.map(({ status, seq, at }) => ({ status: status as LegStatus, seq, at, seconds: null }))
}
