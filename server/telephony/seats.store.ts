import type { UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import type { LegFact, LegStatus } from './call-fold.ts'
import type { NewFact } from './telephony.store.ts'

/** A fact of an agent's own leg; false when it is known already. */
export async function insertSeatFact(
  tx: Tx,
  { sid, fact: { status, seq, at }, receivedAt, raw }: Pick<NewFact, 'sid' | 'fact' | 'receivedAt' | 'raw'>,
): Promise<boolean> {
  const data = [{ sid, kind: 'seat', status, seq, at, receivedAt, raw: { ...raw } }]
  return (await tx.webhookInbox.createMany({ data, skipDuplicates: true })).count > 0
}

/** `roomOf`: a colleague's room; null: its own. */
export type SeatRow = { agentId: string; sid: string | null; state: string; since: Date; roomOf: string | null }

export const readSeat = (tx: Tx, agentId: UserId): Promise<SeatRow | null> => tx.seat.findUnique({ where: { agentId } })

/** Waits for whoever seats this agent just now. */
export const lockSeat = async (tx: Tx, agentId: UserId): Promise<SeatRow> => {
  const empty: SeatRow = { agentId, sid: null, state: 'gone', since: new Date(0), roomOf: null }
  await tx.$executeRaw`
    INSERT INTO seat (agent_id, state, since) VALUES (${agentId}::uuid, ${empty.state}, ${empty.since}) ON CONFLICT DO NOTHING`
  await tx.$queryRaw`SELECT 1 FROM seat WHERE agent_id = ${agentId}::uuid FOR UPDATE`
  return (await readSeat(tx, agentId)) ?? empty
}

/** Seats that somebody sits in, or whose softphone is being rung. */
export const readSeatsTaken = (tx: Tx): Promise<SeatRow[]> =>
  tx.seat.findMany({ where: { state: { in: ['in', 'asked'] } } })

/** One that is gone or rung anew stands in its own room. */
export const writeSeat = async (
  tx: Tx,
  agentId: UserId,
  seat: { sid: string | null; state: string; since: Date },
): Promise<void> => {
  const row = seat.state === 'in' ? seat : { ...seat, roomOf: null }
  await tx.seat.upsert({ where: { agentId }, create: { agentId, ...row }, update: row })
}

/** The leg of a seat is in another room now; false when it is no longer this leg, or not in. */
export const writeSeatRoom = async (tx: Tx, agentId: UserId, sid: string, roomOf: UserId | null): Promise<boolean> =>
  (await tx.seat.updateMany({ where: { agentId, sid, state: 'in' }, data: { roomOf } })).count > 0

export const readFactsOfSid = async (tx: Tx, sid: string): Promise<LegFact[]> => {
  const rows = await tx.webhookInbox.findMany({
    where: { sid, kind: 'seat' },
    select: { status: true, seq: true, at: true },
  })
  return rows.map(({ status, seq, at }) => ({ status: status as LegStatus, seq, at, seconds: null }))
}
