import { z } from 'zod'
import { type CampaignId, CustomerId, type EpisodeId, type PhoneId, type UserId, WorkItemId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import type { Reservation, WorkItemState } from './work-item.ts'

const Row = z.object({
  id: z.string(),
  customer_id: z.string(),
  episode_id: z.string(),
  campaign_id: z.string(),
  phone_id: z.string(),
  state: z.enum(['waiting', 'leased', 'closed']),
  due_at: z.coerce.date(),
  reserved_for: z.string().nullable(),
  reserved_until: z.coerce.date().nullable(),
  agent_id: z.string().nullable(),
  leased_at: z.coerce.date().nullable(),
  lease_until: z.coerce.date().nullable(),
  fence: z.coerce.bigint(),
  held_fence: z.nullable(z.coerce.bigint()),
  attempts: z.number(),
  last_outcome: z.string().nullable(),
  created_at: z.coerce.date(),
  zone: z.string().nullable(),
  agreed_at: z.coerce.date().nullable(),
})

export type StoredItem = Reservation & {
  id: WorkItemId
  customerId: CustomerId
  episodeId: EpisodeId
  campaignId: CampaignId
  phoneId: PhoneId
  state: WorkItemState
  dueAt: Date
  agentId: UserId | null
  leasedAt: Date | null
  leaseUntil: Date | null
  fence: bigint
  /** The agent reads on: nobody but her dials. */
  isCountdownHeld: boolean
  attempts: number
  lastOutcome: string | null
  createdAt: Date
  /** The customer's zone, as told or by the address. */
  zone: string | null
  /** When the customer asked to be called, for a callback not yet done. */
  agreedAt: Date | null
}

const toItem = (row: z.infer<typeof Row>): StoredItem => ({
  id: row.id as WorkItemId,
  customerId: row.customer_id as CustomerId,
  episodeId: row.episode_id as EpisodeId,
  campaignId: row.campaign_id as CampaignId,
  phoneId: row.phone_id as PhoneId,
  state: row.state,
  dueAt: row.due_at,
  reservedFor: row.reserved_for as UserId | null,
  reservedUntil: row.reserved_until,
  agentId: row.agent_id as UserId | null,
  leasedAt: row.leased_at,
  leaseUntil: row.lease_until,
  fence: row.fence,
  isCountdownHeld: row.held_fence === row.fence,
  attempts: row.attempts,
  lastOutcome: row.last_outcome,
  createdAt: row.created_at,
  zone: row.zone,
  agreedAt: row.agreed_at,
})

/** `lock`: the row is held until the transaction ends. */
export async function readItem(tx: Tx, id: WorkItemId, lock: boolean): Promise<StoredItem | null> {
  if (lock) await tx.$queryRaw`SELECT 1 AS held FROM work_item WHERE id = ${id}::uuid FOR UPDATE`
  const rows = await tx.$queryRaw`
    SELECT w.*, coalesce(c.told_zone, c.zone) AS zone, (
      SELECT b.due_at FROM callback b WHERE b.work_item_id = w.id AND b.state IN ('pending', 'taken', 'missed')
      ORDER BY b.created_at DESC LIMIT 1) AS agreed_at
    FROM work_item w JOIN customer c ON c.id = w.customer_id WHERE w.id = ${id}::uuid`
  const row = z.array(Row).parse(rows)[0]
  return row ? toItem(row) : null
}

const Expired = z.object({
  id: z.string(),
  agent_id: z.string(),
  lease_until: z.coerce.date(),
  fence: z.coerce.bigint(),
  attempts: z.number(),
  zone: z.string().nullable(),
})
export type ExpiredItem = {
  id: WorkItemId
  agentId: UserId
  leaseUntil: Date
  fence: bigint
  attempts: number
  zone: string | null
}

/** Leases that have run out, held until the transaction ends. */
export async function lockExpired(tx: Tx, now: Date, limit: number): Promise<ExpiredItem[]> {
  const rows = await tx.$queryRaw`
    SELECT w.id, w.agent_id, w.lease_until, w.fence, w.attempts, coalesce(c.told_zone, c.zone) AS zone
    FROM work_item w JOIN customer c ON c.id = w.customer_id
    WHERE w.state = 'leased' AND w.lease_until <= ${now} ORDER BY w.lease_until LIMIT ${limit} FOR UPDATE OF w SKIP LOCKED`
  return z
    .array(Expired)
    .parse(rows)
    .map((row) => ({
      id: row.id as WorkItemId,
      agentId: row.agent_id as UserId,
      leaseUntil: row.lease_until,
      fence: row.fence,
      attempts: row.attempts,
      zone: row.zone,
    }))
}

/** Compare-and-set by agent, fence and state; one that ran out before `notBefore` is not renewed. */
export const renewItem = (
  tx: Tx,
  {
    id,
    agentId,
    fence,
    leaseUntil,
    notBefore,
  }: { id: WorkItemId; agentId: UserId; fence: bigint; leaseUntil: Date; notBefore: Date },
): Promise<number> =>
  tx.$executeRaw`
    UPDATE work_item SET lease_until = ${leaseUntil}
    WHERE id = ${id}::uuid AND state = 'leased' AND agent_id = ${agentId}::uuid AND fence = ${fence} AND lease_until > ${notBefore}`

/** The countdown of this claim does not run any more. A progressive campaign counts nothing down: there it stays as it is. */
export const holdCountdownOf = (tx: Tx, id: WorkItemId): Promise<number> =>
  tx.$executeRaw`
    UPDATE work_item w SET held_fence = w.fence FROM campaign k
    WHERE w.id = ${id}::uuid AND k.id = w.campaign_id AND k.mode = 'preview'`

export type BackToQueue = { id: WorkItemId; dueAt: Date }

/** Back to waiting, each at its time, with the reservation it had. */
export const putBack = (tx: Tx, items: readonly BackToQueue[]): Promise<number> =>
  tx.$executeRaw`
    UPDATE work_item w SET state = 'waiting', agent_id = NULL, leased_at = NULL, lease_until = NULL, due_at = x.due_at
    FROM unnest(${items.map(({ id }) => id)}::uuid[], ${items.map(({ dueAt }) => dueAt.toISOString())}::timestamptz[]) AS x (id, due_at)
    WHERE w.id = x.id AND w.state <> 'closed'`

/** Makes waiting items due later, unless they were claimed meanwhile. */
export const putBackDue = (tx: Tx, items: readonly BackToQueue[], now: Date): Promise<number> =>
  tx.$executeRaw`
    UPDATE work_item w SET due_at = x.due_at
    FROM unnest(${items.map(({ id }) => id)}::uuid[], ${items.map(({ dueAt }) => dueAt.toISOString())}::timestamptz[]) AS x (id, due_at)
    WHERE w.id = x.id AND w.state = 'waiting' AND w.due_at <= ${now}`

const HELD_BACK_BY = ['promise.open', 'complaint.open']
const HELD_BACK_UNTIL = ['promise-verified', 'case-closed']

/**
 * Makes the item of a customer whom a promise or a complaint held back due now, or when she asked to be called if that is later; the gate
 * is asked again all the same. An item that waits for anything else keeps its time. Returns how many (at most one) moved.
 */
export const wakeItem = (tx: Tx, customerId: CustomerId, now: Date, reservedMs: number): Promise<number> =>
  tx.$executeRaw`
    UPDATE work_item w SET due_at = x.due_at,
      reserved_until = CASE WHEN w.reserved_for IS NOT NULL THEN x.due_at + ${reservedMs} * interval '1 millisecond' END
    FROM (
      SELECT i.id, greatest(${now}::timestamptz, (
        SELECT max(b.due_at) FROM callback b WHERE b.work_item_id = i.id AND b.state IN ('pending', 'missed'))) AS due_at
      FROM work_item i WHERE i.customer_id = ${customerId}::uuid AND i.state = 'waiting'
        AND (i.last_outcome IN (SELECT code FROM outcome WHERE retry ->> 'delay' = ANY(${HELD_BACK_UNTIL}::text[]))
          OR EXISTS (SELECT 1 FROM call_block k WHERE k.customer_id = i.customer_id AND k.rule = ANY(${HELD_BACK_BY}::text[])))) x
    WHERE w.id = x.id AND w.state = 'waiting' AND w.due_at > x.due_at`

export type ComeBack = Reservation & {
  id: WorkItemId
  dueAt: Date
  /** The next number to try; null: the same. */
  phoneId: PhoneId | null
  attempts: number
  lastOutcome: string | null
}

export const writeComeBack = (tx: Tx, back: ComeBack): Promise<number> =>
  tx.$executeRaw`
    UPDATE work_item SET state = 'waiting', agent_id = NULL, leased_at = NULL, lease_until = NULL, due_at = ${back.dueAt},
      reserved_for = ${back.reservedFor}::uuid, reserved_until = ${back.reservedUntil},
      phone_id = coalesce(${back.phoneId}::uuid, phone_id), attempts = ${back.attempts}, last_outcome = ${back.lastOutcome}
    WHERE id = ${back.id}::uuid AND state <> 'closed'`

export type Closing = { id: WorkItemId; closedAs: string; closedAt: Date; attempts: number; lastOutcome: string | null }

export async function writeClosed(tx: Tx, { id, closedAs, closedAt, attempts, lastOutcome }: Closing): Promise<void> {
  await tx.$executeRaw`DELETE FROM queue_head WHERE work_item_id = ${id}::uuid`
  await tx.$executeRaw`
    UPDATE work_item SET state = 'closed', agent_id = NULL, lease_until = NULL, reserved_for = NULL, reserved_until = NULL,
      closed_as = ${closedAs}, closed_at = ${closedAt}, attempts = ${attempts}, last_outcome = ${lastOutcome}
    WHERE id = ${id}::uuid AND state <> 'closed'`
}

export type NewItem = {
  customerId: CustomerId
  episodeId: EpisodeId
  campaignId: CampaignId
  phoneId: PhoneId
  dueAt: Date
}

/** Waiting items; one whose customer or number has a live item already is passed over. Returns how many are new. */
export async function insertItems(tx: Tx, items: readonly NewItem[], createdAt: Date): Promise<number> {
  if (items.length === 0) return 0
  return tx.$executeRaw`
    INSERT INTO work_item (id, customer_id, episode_id, campaign_id, phone_id, state, due_at, fence, attempts, created_at)
    SELECT gen_random_uuid(), x.customer_id, x.episode_id, x.campaign_id, x.phone_id, 'waiting', x.due_at, 0, 0, ${createdAt}
    FROM unnest(${items.map((item) => item.customerId)}::uuid[], ${items.map((item) => item.episodeId)}::uuid[],
      ${items.map((item) => item.campaignId)}::uuid[], ${items.map((item) => item.phoneId)}::uuid[],
      ${items.map((item) => item.dueAt.toISOString())}::timestamptz[]) AS x (customer_id, episode_id, campaign_id, phone_id, due_at)
    ON CONFLICT DO NOTHING`
}

/** The live item of a customer, whatever its state. */
export async function findLiveItem(tx: Tx, customerId: CustomerId): Promise<WorkItemId | null> {
  const rows =
    await tx.$queryRaw`SELECT id FROM work_item WHERE customer_id = ${customerId}::uuid AND state <> 'closed'`
  return (z.array(z.object({ id: z.string() })).parse(rows)[0]?.id ?? null) as WorkItemId | null
}

/** What an agent holds now. */
export async function findHeldItem(
  tx: Tx,
  agentId: UserId,
): Promise<{ id: WorkItemId; customerId: CustomerId; fence: bigint; leaseUntil: Date } | null> {
  const rows = await tx.$queryRaw`
    SELECT id, customer_id, fence, lease_until FROM work_item WHERE agent_id = ${agentId}::uuid AND state = 'leased'`
  const row = z
    .array(
      z.object({ id: WorkItemId, customer_id: CustomerId, fence: z.coerce.bigint(), lease_until: z.coerce.date() }),
    )
    .parse(rows)[0]
  return row ? { id: row.id, customerId: row.customer_id, fence: row.fence, leaseUntil: row.lease_until } : null
}

/** Whether this number rings for another customer's live item. */
export async function isPhoneTaken(tx: Tx, phoneId: PhoneId, by: WorkItemId): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS taken FROM work_item WHERE phone_id = ${phoneId}::uuid AND state <> 'closed' AND id <> ${by}::uuid`
  return rows.length > 0
}
