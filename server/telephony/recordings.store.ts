import { z } from 'zod'
import { RecordingState } from '#contract/calls'
import { CallId, CampaignId, CustomerId, UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { Prisma } from '../platform/generated/client.ts'

/**
 * What is kept of a conversation's sound; one a call.
 *
 * announcing  the customer is to be told. Left when the network has asked for the words (on, or kept when it has written it before we
 *             knew that it began), by a no (deleted), or with the call or when its customer is forgotten (failed): what was not
 *             announced is not recorded (compliance.md 3.5).
 * on, paused  being recorded, or not just now, as the agent wishes. Left by the call's end (ended) or the customer's no (deleted).
 * ended       the network writes it. Left by its word (kept; failed: there was nothing to write), or a no that came late (deleted).
 * kept        left by a no (deleted), or when it is older than the house keeps it (expiring), as is what was never written.
 * expiring    nobody hears it any more, and the carrier is asked until nothing is left of it (expired). Whatever has sound goes here
 *             when its customer is forgotten.
 * deleted, failed, expired   nobody waits for sound. Left (expiring) when the network comes with some that we had not known of: it was
 *             being started while they became so, or whoever had it started has died.
 *
 * Sound that comes beside other sound of the same call is on no row: it is deleted as soon as the network tells of it.
 */
const Row = z.object({
  id: z.string(),
  call_id: CallId,
  sid: z.string().nullable(),
  state: RecordingState,
  wish: z.enum(['on', 'pause', 'refuse']),
  announced_at: z.date().nullable(),
  asked_at: z.date(),
  leg: z.string().nullable(),
  call_state: z.string(),
  agent_id: UserId,
})
export type RecordingRow = z.infer<typeof Row>

export const insertRecording = async (tx: Tx, id: string, callId: CallId, at: Date): Promise<boolean> =>
  (
    await tx.recording.createMany({
      data: [{ id, callId, state: 'announcing', wish: 'on', askedAt: at }],
      skipDuplicates: true,
    })
  ).count > 0

/** Those that are not as they are wished to be. */
export const readUnsettled = async (tx: Tx): Promise<RecordingRow[]> =>
  z.array(Row).parse(
    await tx.$queryRaw`
      SELECT r.id, r.call_id, r.sid, r.state, r.wish, r.announced_at, r.asked_at, c.sid AS leg, c.state AS call_state, c.agent_id
      FROM recording r JOIN call c ON c.id = r.call_id
      WHERE r.state IN ('announcing', 'on', 'paused', 'ended') OR (r.state = 'kept' AND r.wish = 'refuse')`,
  )

export const readOfCall = (tx: Tx, callId: string) => tx.recording.findUnique({ where: { callId } })

export type RecordingPatch = {
  state?: RecordingState
  sid?: string | null
  announcedAt?: Date
  startedAt?: Date
  seconds?: number
  wish?: 'on' | 'pause' | 'refuse'
  askedAt?: Date
}
const WAITING = ['announcing', 'on', 'paused', 'ended'] as const satisfies RecordingState[]
const WAITS_NO_MORE = ['deleted', 'failed', 'expired'] as const satisfies RecordingState[]
/** Due before all that is older than the house keeps it. */
const AT_ONCE = new Date(0)

/** What the network has written, where it was waited for. */
export const settleWritten = async (
  tx: Tx,
  id: string,
  sid: string,
  patch: { state: 'kept' | 'failed'; seconds: number },
): Promise<boolean> =>
  (
    await tx.recording.updateMany({
      where: { id, state: { in: [...WAITING] }, OR: [{ sid: null }, { sid }] },
      data: { ...patch, sid },
    })
  ).count > 0

/** Sound that nobody waits for is on its row from now on, to be deleted. */
export const takeStray = async (tx: Tx, id: string, sid: string): Promise<boolean> =>
  (
    await tx.recording.updateMany({
      where: { id, state: { in: [...WAITS_NO_MORE] }, OR: [{ sid: null }, { sid: { not: sid } }] },
      data: { state: 'expiring', sid, askedAt: AT_ONCE },
    })
  ).count > 0

/** Compare-and-set. */
export const moveRecording = async (
  tx: Tx,
  id: string,
  from: readonly RecordingState[],
  patch: RecordingPatch,
): Promise<boolean> =>
  (await tx.recording.updateMany({ where: { id, state: { in: [...from] } }, data: patch })).count > 0

/** One process at a time has it started; false when another does, and since `staleBefore` has not been told how it went. */
export const claimStart = async (tx: Tx, id: string, now: Date, staleBefore: Date): Promise<boolean> =>
  (
    await tx.recording.updateMany({
      where: { id, state: 'announcing', OR: [{ startedAt: null }, { startedAt: { lte: staleBefore } }] },
      data: { startedAt: now },
    })
  ).count > 0

/** What is as old is to go, so many of it. A no is followed by itself. */
export const expireOlder = (tx: Tx, before: Date, limit: number): Promise<number> =>
  tx.$executeRaw`
    UPDATE recording SET state = 'expiring', asked_at = ${before} WHERE id = ANY(ARRAY(
      SELECT id FROM recording
      WHERE state IN ('ended', 'kept') AND sid IS NOT NULL AND wish <> 'refuse' AND coalesce(started_at, asked_at) <= ${before}
      ORDER BY coalesce(started_at, asked_at) LIMIT ${limit} FOR UPDATE SKIP LOCKED))`

/** `leg`: of a call that still goes on, for what is being recorded cannot be deleted. */
const ExpiringRows = z.array(
  z.object({ id: z.string(), sid: z.string(), callId: CallId, customerId: CustomerId, leg: z.string().nullable() }),
)
export type Expiring = z.infer<typeof ExpiringRows>[number]
/** To be asked for now, by one process: another sees them again only when they are stale. */
export const claimExpiring = async (tx: Tx, now: Date, staleBefore: Date, limit: number): Promise<Expiring[]> =>
  ExpiringRows.parse(
    await tx.$queryRaw`
      UPDATE recording r SET asked_at = ${now} FROM dial_intent i JOIN call c ON c.id = i.id
      WHERE i.id = r.call_id AND r.id = ANY(ARRAY(
        SELECT id FROM recording WHERE state = 'expiring' AND asked_at <= ${staleBefore}
        ORDER BY asked_at LIMIT ${limit} FOR UPDATE SKIP LOCKED))
      RETURNING r.id, r.sid, r.call_id AS "callId", i.customer_id AS "customerId",
        CASE WHEN c.state <> 'ended' THEN c.sid END AS leg`,
  )

/** Its state as people are told of it: what the customer did not want is deleted, whichever way it went. */
export const TOLD_STATE = Prisma.sql`CASE WHEN r.wish = 'refuse' AND r.state IN ('expiring', 'expired') THEN 'deleted' ELSE r.state END`

const Recorded = z.array(
  z.object({ call_id: CallId, dialled_at: z.date(), seconds: z.number().nullable(), state: RecordingState }),
)
const SHOWN = 50
/** Of one customer, the newest first. */
export const readRecorded = async (tx: Tx, customerId: CustomerId): Promise<z.infer<typeof Recorded>> =>
  Recorded.parse(
    await tx.$queryRaw`
      SELECT r.call_id, c.dialled_at, r.seconds, ${TOLD_STATE} AS state
      FROM dial_intent i JOIN call c ON c.id = i.id JOIN recording r ON r.call_id = c.id
      WHERE i.customer_id = ${customerId}::uuid ORDER BY i.created_at DESC LIMIT ${SHOWN}`,
  )

const Unrecorded = z.array(z.object({ id: CallId, campaign_id: CampaignId }))
/** Conversations that have no recording yet: few, they are those that go on now. */
export const readUnrecorded = async (tx: Tx): Promise<z.infer<typeof Unrecorded>> =>
  Unrecorded.parse(
    await tx.$queryRaw`
      SELECT c.id, w.campaign_id FROM call c JOIN work_item w ON w.id = c.work_item_id
      WHERE c.state = 'answered' AND c.mode = 'carrier' AND c.room_of = c.agent_id
        AND NOT EXISTS (SELECT 1 FROM recording r WHERE r.call_id = c.id)`,
  )
