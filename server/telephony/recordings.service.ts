import { randomUUID } from 'node:crypto'
import type { RecordedCall } from '#contract/calls'
import type { CallId, CampaignId, CustomerId, UserId } from '#contract/ids'
import { Locale } from '#contract/values'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import { writeAudit } from '../staff/audit.store.ts'
import type { TelephonyNeeds } from './needs.ts'
import type { PhonePort } from './port.ts'
import {
  claimStart,
  insertRecording,
  moveRecording,
  type RecordingRow,
  readOfCall,
  readRecorded,
  readUnrecorded,
  readUnsettled,
  settleWritten,
  takeStray,
} from './recordings.store.ts'
import { readCall } from './telephony.store.ts'

type Deps = {
  database: Database
  clock: Clock
  port: PhonePort
  /** Campaigns whose conversations are recorded. */
  recorded: (tx: Tx) => Promise<ReadonlySet<CampaignId>>
  writeReason: TelephonyNeeds['writeReason']
}
export type RecordingWish = 'on' | 'pause' | 'refuse'

/** Nobody hears it any more, whether or not the carrier has been reached. */
const isExpired = (state: string | undefined): boolean => state === 'expiring' || state === 'expired'

/** An announcement that nobody asked for is tried again, in a person's time. */
const ANNOUNCE_AGAIN_MS = 3_000
/** Longer than a request to the network may take. */
const START_WITHIN_MS = 12_000

/** Sound of conversations, announced first, and as the customer and the agent wish. States: `recordings.store.ts`. */
export function createRecordings({ database, clock, port, recorded, writeReason }: Deps) {
  const show = (tx: Tx, { agent_id }: Pick<RecordingRow, 'agent_id'>) => touch(tx, [`agent:${agent_id}`, 'floor'])

  /**
   * Sound that its row does not wait for: on the row first, so that retention deletes it whoever dies, or deleted now when
   * the row has other sound. False when the carrier did not.
   */
  const dropStray = async (id: string, sid: string, leg: string | null = null): Promise<boolean> => {
    const isTaken = await takeStray(database.db, id, sid)
    if (!isTaken && (await database.db.recording.findUnique({ where: { id } }))?.sid === sid) return true
    if (leg) await port.changeRecording(leg, sid, 'stop')
    return isTaken || port.deleteRecording(sid)
  }

  /** One step towards what is wished; asked twice it does no harm. */
  const bring = async (row: RecordingRow, now: Date): Promise<unknown> => {
    const move = (from: RecordingRow['state'][], patch: Parameters<typeof moveRecording>[3]): Promise<boolean> =>
      database.tx(async (tx) => {
        const isMoved = await moveRecording(tx, row.id, from, patch)
        if (isMoved) await show(tx, row)
        return isMoved
      })
    const isOver = row.call_state === 'ended'
    if (row.wish === 'refuse') {
      if (row.sid === null) return move(['announcing'], { state: 'deleted' })
      if (!isOver && row.leg && (row.state === 'on' || row.state === 'paused'))
        await port.changeRecording(row.leg, row.sid, 'stop')
      if (await port.deleteRecording(row.sid)) await move(['on', 'paused', 'ended', 'kept'], { state: 'deleted' })
      return
    }
    if (row.state === 'announcing') {
      if (isOver || !row.leg) return isOver ? move(['announcing'], { state: 'failed' }) : undefined
      if (row.announced_at) {
        const stale = new Date(now.getTime() - clock.wall(START_WITHIN_MS))
        if (!(await claimStart(database.db, row.id, now, stale))) return
        const sid = await port.startRecording(row.leg, row.id)
        // Meanwhile they may have said no or hung up.
        if (sid && !(await move(['announcing'], { state: 'on', sid }))) await dropStray(row.id, sid, row.leg)
      } else if (now.getTime() - row.asked_at.getTime() >= clock.wall(ANNOUNCE_AGAIN_MS)) {
        await moveRecording(database.db, row.id, ['announcing'], { askedAt: now })
        await port.announce(row.agent_id, row.leg, row.id)
      }
      return
    }
    if (!row.leg || !row.sid) return
    if (isOver && row.state !== 'ended') return move(['on', 'paused'], { state: 'ended' })
    if (row.state === 'on' && row.wish === 'pause' && (await port.changeRecording(row.leg, row.sid, 'pause')))
      await move(['on'], { state: 'paused' })
    if (row.state === 'paused' && row.wish === 'on' && (await port.changeRecording(row.leg, row.sid, 'resume')))
      await move(['paused'], { state: 'on' })
  }

  const bringAll = async (now: Date, of: CallId | null = null): Promise<void> => {
    const rows = await readUnsettled(database.db)
    await Promise.all(rows.filter(({ call_id }) => of === null || call_id === of).map((row) => bring(row, now)))
  }

  /** Conversations of campaigns that record are announced as soon as the customer is in the room. */
  const begin = async (now: Date): Promise<void> => {
    const open = await readUnrecorded(database.db)
    if (open.length === 0) return
    const campaigns = await recorded(database.db)
    // Asked for in the past, so that it is announced at this very sweep.
    const due = new Date(now.getTime() - clock.wall(ANNOUNCE_AGAIN_MS))
    for (const { id, campaign_id } of open)
      if (campaigns.has(campaign_id)) await insertRecording(database.db, randomUUID(), id, due)
  }

  return {
    /** In what the customer of this recording is told of it. */
    languageOf: async (id: string): Promise<Locale | null> => {
      const row = await database.db.recording.findUnique({ where: { id }, select: { callId: true } })
      const call = row && (await readCall(database.db, row.callId))
      const whom =
        call && (await database.db.customer.findUnique({ where: { id: call.customer_id }, select: { language: true } }))
      return Locale.safeParse(whom?.language).data ?? null
    },

    /** The network asks for the announcement: the customer hears it now, so what follows may be recorded. */
    announced: async (id: string): Promise<void> => {
      const at = clock.now()
      if (!(await moveRecording(database.db, id, ['announcing'], { announcedAt: at }))) return
      // Not in the request: the words are on their way first.
      setTimeout(() => void bringAll(clock.now()).catch(() => {}), 0) // the sweep tries again
    },

    /** The network has written it, or there was nothing to write. */
    written: async (id: string, sid: string, status: string, seconds: number): Promise<boolean> => {
      const state = status === 'completed' ? 'kept' : 'failed'
      if (await settleWritten(database.db, id, sid, { state, seconds })) return true
      if (!(await database.db.recording.findUnique({ where: { id } }))) return false
      if (state === 'kept' && !(await dropStray(id, sid))) return refuse(503, 'call.carrier') // the network says it again
      return true
    },

    wish: async (callId: CallId, userId: UserId, wish: RecordingWish): Promise<void> => {
      await database.tx(async (tx) => {
        const call = await readCall(tx, callId)
        if (call?.agent_id !== userId) return refuse(404, 'not-found')
        const recording = await readOfCall(tx, callId)
        if (recording?.wish === 'refuse') return // a no stands
        if (!recording || recording.state === 'failed' || isExpired(recording.state))
          return refuse(409, 'recording.none')
        await tx.recording.update({ where: { id: recording.id }, data: { wish }, select: { id: true } })
        const subject = `customer:${call.customer_id}` as const
        if (wish === 'refuse')
          await writeAudit(tx, {
            at: clock.now(),
            actorId: userId,
            action: 'recording.refused',
            subject,
            detail: { call: callId },
          })
        await touch(tx, [`agent:${userId}`])
      })
      await bringAll(clock.now(), callId)
    },

    list: async (customerId: CustomerId): Promise<RecordedCall[]> =>
      (await readRecorded(database.db, customerId)).map(({ call_id, dialled_at, seconds, state }) => ({
        ...{ callId: call_id, at: dialled_at.toISOString(), seconds, state },
      })),

    /** The sound, with a line that says who heard it and why. */
    play: async (callId: CallId, userId: UserId, reason: string): Promise<Response> => {
      const sid = await database.tx(async (tx) => {
        const call = await readCall(tx, callId)
        const recording = call && (await readOfCall(tx, callId))
        if (isExpired(recording?.state)) return refuse(404, 'recording.expired')
        if (!call || recording?.state !== 'kept' || !recording.sid) return refuse(404, 'recording.none')
        const at = clock.now()
        const reasoned = { at, byId: userId, reason, asked: { call: callId } }
        const detail = { call: callId, export: await writeReason(tx, reasoned) }
        const subject = `customer:${call.customer_id}` as const
        await writeAudit(tx, { at, actorId: userId, action: 'recording.played', subject, detail })
        return recording.sid
      })
      return (await port.fetchRecording(sid)) ?? refuse(503, 'call.carrier')
    },

    sweep: async (now: Date): Promise<void> => {
      await begin(now)
      await bringAll(now)
    },
  }
}
export type Recordings = ReturnType<typeof createRecordings>
