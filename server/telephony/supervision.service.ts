import { HEARD_STATES, type SupervisionMode } from '#contract/floor'
import type { UserId } from '#contract/ids'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import { writeAudit } from '../staff/audit.store.ts'
import type { TelephonyNeeds } from './needs.ts'
import type { PhonePort } from './port.ts'
import type { SettleRooms } from './rooms.service.ts'
import type { Seats } from './seats.service.ts'
import { readSeat } from './seats.store.ts'
import {
  endIdle,
  isLedBy,
  readSupervision,
  type Supervision,
  takeUnapplied,
  type Wish,
  writeApplied,
  writeUnapplied,
  writeWish,
} from './supervision.store.ts'
import { lockCall, readLatestOfAgents } from './telephony.store.ts'
import type { Transfers } from './transfers.service.ts'

type Deps = {
  database: Database
  clock: Clock
  needs: TelephonyNeeds
  seats: Seats
  port: PhonePort
  transfers: Pick<Transfers, 'handOver'>
  settleRooms: SettleRooms
}

/** Longer than a request to the network may take. */
const APPLY_MS = 12_000
/** The leg needs a moment to be in the room before it can be made heard. */
const TRIES = 4
const TRY_AGAIN_MS = 150

/**
 * Supervisors in agents' rooms. A leg always enters a room silent, and what it may be heard by is told with both fields at once, so that
 * nothing that is lost, late or doubled lets the customer hear it (`telephony.md` 1.7).
 */
export function createSupervision({ database, clock, needs, seats, port, transfers, settleRooms }: Deps) {
  const checkLed = async (tx: Tx, agentId: UserId, supervisorId: UserId): Promise<void> => {
    if (agentId === supervisorId || !(await isLedBy(tx, agentId, supervisorId))) refuse(404, 'not-found')
  }

  const isHeard = async (tx: Tx, agentId: UserId): Promise<boolean> => {
    const [seat, { state }] = [await readSeat(tx, agentId), await needs.presence.read(tx, agentId)]
    return seat?.state === 'in' && HEARD_STATES.some((one) => one === state)
  }

  /** True when the network does as wished, or there is nothing left to wish for. */
  const bring = async ({ supervisor_id, agent_id, mode }: Supervision): Promise<boolean> => {
    const [own, agents] = [await readSeat(database.db, supervisor_id), await readSeat(database.db, agent_id)]
    if (own?.state !== 'in' || !own.sid) return true // a leg that is gone hears nobody; the next one begins in its own room
    if (mode === 'off') return seats.moveTo(supervisor_id, null)
    if (agents?.state !== 'in' || !agents.sid) return seats.moveTo(supervisor_id, null)
    const enters = own.roomOf !== agent_id
    if (enters && !(await seats.moveTo(supervisor_id, agent_id, { silent: true }))) return false
    return (enters && mode === 'listen') || port.supervise(agent_id, own.sid, mode, agents.sid)
  }

  const apply = async (supervisorId: UserId | null): Promise<void> => {
    for (let tries = 1; tries <= TRIES; ) {
      const now = clock.now()
      const until = new Date(now.getTime() + clock.wall(APPLY_MS))
      const wish = await takeUnapplied(database.db, supervisorId, now, until)
      if (!wish) return
      const done = await bring(wish)
      await database.tx(async (tx) => {
        if (done) await writeApplied(tx, wish.supervisor_id, wish.revision)
        else await writeUnapplied(tx, wish.supervisor_id)
        await touch(tx, ['floor', `agent:${wish.agent_id}`])
      })
      if (done) continue // there may be a newer one
      tries++
      await new Promise((again) => setTimeout(again, TRY_AGAIN_MS))
    }
  }

  return {
    /** A supervisor takes a seat, or leaves it. */
    sit: async (userId: UserId, on: boolean): Promise<void> => {
      const now = clock.now()
      await database.tx(async (tx) => {
        if (on) await needs.presence.move(tx, userId, ['offline'], 'break', now)
        else if (!(await needs.presence.move(tx, userId, ['ready', 'break'], 'offline', now))) {
          if ((await needs.presence.read(tx, userId)).state !== 'offline') refuse(409, 'presence.card-open')
        }
        await touch(tx, ['floor'])
      })
      if (on) await seats.ask(userId)
      else await seats.leave(userId)
    },

    supervise: async (
      supervisorId: UserId,
      agentId: UserId,
      mode: SupervisionMode,
      revision: number,
    ): Promise<{ mode: SupervisionMode; revision: number }> => {
      const wish: Wish = { supervisorId, agentId, mode, revision: BigInt(revision) }
      await database.tx(async (tx) => {
        await checkLed(tx, agentId, supervisorId)
        const now = clock.now()
        const seat = await readSeat(tx, supervisorId)
        if (mode !== 'off' && seat?.state !== 'in') refuse(409, 'floor.unseated')
        if (mode !== 'off' && !(await isHeard(tx, agentId))) refuse(409, 'floor.agent-unseated')
        if (!(await writeWish(tx, wish, now))) return
        const detail = { mode }
        await writeAudit(tx, {
          at: now,
          actorId: supervisorId,
          action: 'call.supervised',
          subject: `user:${agentId}`,
          detail,
        })
        await touch(tx, ['floor', `agent:${agentId}`])
      })
      await apply(supervisorId)
      const stands = await readSupervision(database.db, supervisorId)
      return { mode: stands?.mode ?? 'off', revision: Number(stands?.revision ?? 0) }
    },

    /** The customer goes on with the supervisor. */
    takeOver: async (supervisorId: UserId, agentId: UserId): Promise<void> => {
      await database.tx(async (tx) => {
        await checkLed(tx, agentId, supervisorId)
        const now = clock.now()
        const [latest] = await readLatestOfAgents(tx, [agentId])
        const call = latest && (await lockCall(tx, latest.id))
        if (call?.agent_id !== agentId || call.state !== 'answered' || call.mode !== 'carrier' || !call.sid)
          return refuse(409, 'call.over')
        await transfers.handOver(tx, call, supervisorId, now)
        const stands = await readSupervision(tx, supervisorId)
        if (stands) await writeWish(tx, { supervisorId, agentId, mode: 'off', revision: stands.revision + 1n }, now)
      })
      await apply(supervisorId)
      await seats.moveTo(supervisorId, null)
      await settleRooms()
    },

    /**
     * Whoever takes nobody is listened to no more: what an agent says then is their own, and the next customer has not been told of a
     * third voice. Then the wishes that the end of a call took back, that a process died with, or whose request was lost.
     */
    sweep: async (): Promise<void> => {
      await database.tx(async (tx) => {
        const agents = await endIdle(tx, clock.now())
        if (agents.length > 0) await touch(tx, ['floor', ...agents.map((id) => `agent:${id}` as const)])
      })
      await apply(null)
    },
  }
}
export type SupervisionService = ReturnType<typeof createSupervision>
