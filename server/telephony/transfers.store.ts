import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CallId, UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

/**
 * A conversation that is handed on, one at a time.
 *
 * ringing     an outside number is being called into the agent's room. Left by its answer (consulting; a cold one is done at once), by its
 *             end or refusal (failed).
 * consulting  agent and colleague or number speak, the customer hears music. Left by the agent (done, back), by the other's going (failed).
 * done, back, failed   settled, never left: the customer is with the other, or with the agent as before.
 */
export type TransferState = 'ringing' | 'consulting' | 'done' | 'back' | 'failed'

const Row = z.object({
  id: z.string(),
  call_id: CallId,
  from_agent_id: UserId,
  kind: z.enum(['warm', 'cold']),
  to_user_id: z.nullable(UserId),
  to_e164: z.string().nullable(),
  sid: z.string().nullable(),
  state: z.enum(['ringing', 'consulting', 'done', 'back', 'failed']),
})
export type TransferRow = z.infer<typeof Row>
const one = (rows: unknown): TransferRow | null => z.array(Row).parse(rows)[0] ?? null

export type NewTransfer = {
  id: string
  callId: CallId
  fromAgentId: UserId
  kind: 'warm' | 'cold'
  to: { userId: UserId } | { e164: string }
  state: TransferState
  at: Date
}

/** False when this conversation, or this colleague, is in another one. */
export async function insertTransfer(tx: Tx, { to, ...transfer }: NewTransfer): Promise<boolean> {
  const { count } = await tx.transfer.createMany({
    data: [{ ...transfer, toUserId: 'userId' in to ? to.userId : null, toE164: 'e164' in to ? to.e164 : null }],
    skipDuplicates: true,
  })
  return count > 0
}

/** A conversation that went over at once is written down as well: whose it was, whose it is. */
export const insertDone = async (
  tx: Tx,
  callId: CallId,
  fromAgentId: UserId,
  toUserId: UserId,
  at: Date,
): Promise<void> =>
  void (await tx.transfer.create({
    data: { id: randomUUID(), callId, fromAgentId, toUserId, kind: 'cold', state: 'done', at, settledAt: at },
    select: { id: true },
  }))

export const readOpenOfCall = async (tx: Tx, callId: CallId): Promise<TransferRow | null> =>
  one(
    await tx.$queryRaw`
      SELECT * FROM transfer WHERE call_id = ${callId}::uuid AND state IN ('ringing', 'consulting') FOR UPDATE`,
  )

export const lockTransfer = async (tx: Tx, id: string): Promise<TransferRow | null> =>
  one(await tx.$queryRaw`SELECT * FROM transfer WHERE id = ${id}::uuid FOR UPDATE`)

/** Those that are open though their call is over, or their colleague's ear is gone. */
export async function readStranded(tx: Tx): Promise<TransferRow[]> {
  return z.array(Row).parse(
    await tx.$queryRaw`
      SELECT t.* FROM transfer t JOIN call c ON c.id = t.call_id
      WHERE t.state IN ('ringing', 'consulting') AND (c.state <> 'answered' OR c.agent_id <> t.from_agent_id
        OR (t.to_user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.agent_id = t.to_user_id AND s.state = 'in')))`,
  )
}

export const moveTransfer = async (
  tx: Tx,
  id: string,
  from: readonly TransferState[],
  patch: { state?: TransferState; sid?: string; settledAt?: Date },
): Promise<boolean> =>
  (await tx.transfer.updateMany({ where: { id, state: { in: [...from] } }, data: patch })).count > 0

const Colleagues = z.array(z.object({ id: UserId, name: z.string(), role: z.enum(['agent', 'supervisor']) }))

/** Who has an ear on the line and no customer: of this person's team, agents who wait before those on break. */
export async function readColleagues(tx: Tx, userId: UserId): Promise<z.infer<typeof Colleagues>> {
  return Colleagues.parse(
    await tx.$queryRaw`
      SELECT u.id, u.name, u.role FROM app_user u JOIN presence p ON p.user_id = u.id JOIN seat s ON s.agent_id = u.id
      WHERE u.active AND u.id <> ${userId}::uuid AND s.state = 'in' AND s.room_of IS NULL AND p.state IN ('ready', 'break')
        AND u.role IN ('agent', 'supervisor')
        AND u.team_id IS NOT DISTINCT FROM (SELECT team_id FROM app_user WHERE id = ${userId}::uuid)
      ORDER BY p.state DESC, u.name, u.id LIMIT 100`,
  )
}
