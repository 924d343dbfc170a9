import type { UserId } from '#contract/ids'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { foldCall, type LegFact } from './call-fold.ts'
import type { LineCare } from './line.service.ts'
import type { TelephonyNeeds } from './needs.ts'
import type { PhonePort } from './port.ts'
import {
  insertSeatFact,
  lockSeat,
  readFactsOfSid,
  readSeat,
  readSeatsTaken,
  type SeatRow,
  writeSeat,
  writeSeatRoom,
} from './seats.store.ts'
import type { WebhookRecord } from './twilio-webhook.ts'

/**
 * An agent's own leg. gone → asked (the softphone is rung) → in (it answered) → gone (it left, or never answered).
 * Left alone in 'asked' for ASKED_SECONDS it counts as gone.
 */
const ASKED_SECONDS = 20
/** A phone of their own has to be picked up. */
const ASKED_PHONE_SECONDS = 40
const POLL_MS = 100
/** A softphone answers by itself; one of whose answer nobody told us is asked about, so that it is not rung again. */
const ANSWER_SECONDS = 3
/** A seat whose end nobody told us of is found by asking. */
const LOOK_SECONDS = 30
/** A browser that reloads is back within this. */
const BACK_SECONDS = 3

type Deps = {
  database: Database
  clock: Clock
  port: PhonePort
  care: Pick<LineCare, 'hear'>
  choiceOf: TelephonyNeeds['seatChoice']
  pause: (ms: number) => Promise<void>
}

export function createSeats({ database, clock, port, care, choiceOf, pause }: Deps) {
  const looked = new Map<string, number>()
  const isAsked = (seat: SeatRow, seconds: number, now: Date): boolean =>
    seat.state === 'asked' && now.getTime() - seat.since.getTime() < clock.wall(seconds * 1000)

  /** Rings the softphone unless it is seated or ringing already. */
  const ask = async (agentId: UserId): Promise<void> => {
    const now = clock.now()
    const { by, phone } = await choiceOf(database.db, agentId)
    const asks = await database.tx(async (tx) => {
      const seat = await lockSeat(tx, agentId)
      const seconds = by === 'phone' ? ASKED_PHONE_SECONDS : ASKED_SECONDS
      if (seat.state === 'in' || isAsked(seat, seconds, now)) return false
      await writeSeat(tx, agentId, { state: 'asked', sid: null, since: now })
      await touch(tx, [`agent:${agentId}`, 'floor'])
      return true
    })
    if (!asks) return
    const placed = await port.seat(agentId, by === 'phone' ? phone : null)
    await database.tx(async (tx) => {
      const seat = await lockSeat(tx, agentId)
      if (seat.state !== 'asked' || seat.sid !== null) return // its callbacks were faster
      if (placed.kind === 'accepted')
        await writeSeat(tx, agentId, { state: 'asked', sid: placed.leg, since: seat.since })
      // An unknown one may be ringing: it has its time before the softphone is rung again.
      else if (placed.kind === 'refused') await writeSeat(tx, agentId, { state: 'gone', sid: null, since: now })
      await touch(tx, [`agent:${agentId}`, 'floor'])
    })
    await care.hear(placed)
  }

  const settle = async (tx: Tx, agentId: UserId, sid: string, facts: readonly LegFact[], now: Date): Promise<void> => {
    const { state } = foldCall('sent', facts)
    const next = state === 'answered' ? 'in' : state === 'ended' ? 'gone' : 'asked'
    await writeSeat(tx, agentId, { state: next, sid, since: now })
    await touch(tx, [`agent:${agentId}`, 'floor'])
  }

  /** The carrier is asked about this seat's leg, as when its news were lost. True when it is over: the seat is free then. */
  const check = async (agentId: UserId, sid: string, now: Date): Promise<boolean> => {
    const seen = await port.snapshot(sid)
    const state = seen === 'gone' ? 'ended' : seen && foldCall('sent', [seen]).state
    if (state !== 'answered' && state !== 'ended') return false
    const next = state === 'answered' ? 'in' : 'gone'
    await database.tx(async (tx) => {
      const held = await lockSeat(tx, agentId)
      if (held.sid !== sid || held.state === next || held.state === 'gone') return
      await writeSeat(tx, agentId, { state: next, sid, since: now })
      await touch(tx, [`agent:${agentId}`, 'floor'])
    })
    return state === 'ended'
  }

  return {
    ask,

    /** Seated now, or within so many milliseconds of a person's time. */
    isSeated: async (agentId: UserId, withinMs: number): Promise<boolean> => {
      await ask(agentId)
      for (let waited = 0; ; waited += POLL_MS) {
        const seat = await readSeat(database.db, agentId)
        if (seat?.state === 'in') return true
        if (seat?.state === 'gone' || waited >= withinMs) return false
        await pause(POLL_MS)
      }
    },

    /** Puts somebody's ear and mouth into a colleague's room, or back into their own (null); false when they are not seated, or the network did not answer. */
    moveTo: async (agentId: UserId, room: UserId | null, how: { silent?: boolean } = {}): Promise<boolean> => {
      const seat = await readSeat(database.db, agentId)
      if (!seat?.sid || seat.state !== 'in') return false
      if (seat.roomOf === room) return true
      if (!(await port.move(seat.sid, room ?? agentId, how))) return false
      return writeSeatRoom(database.db, agentId, seat.sid, room)
    },

    /** The next customer hears an agent who was muted for the last one. */
    unmute: async (agentId: UserId): Promise<void> => {
      const seat = await readSeat(database.db, agentId)
      if (seat?.sid && seat.state === 'in') await port.mute(agentId, seat.sid, false)
    },

    /** The agent leaves the desk. */
    leave: async (agentId: UserId): Promise<void> => {
      const seat = await readSeat(database.db, agentId)
      if (seat?.sid && seat.state !== 'gone') await port.hangUp(seat.sid, seat.state === 'in')
    },

    /** A fact of a seat's leg; false when no seat knows this leg. */
    learn: async (
      tx: Tx,
      agentId: UserId,
      sid: string,
      fact: LegFact,
      raw: WebhookRecord,
      now: Date,
    ): Promise<boolean> => {
      if (!(await readSeat(tx, agentId))) return false
      const seat = await lockSeat(tx, agentId)
      const before = await readFactsOfSid(tx, sid)
      const current = seat.sid === sid || (seat.sid === null && seat.state === 'asked')
      if (!current && before.length === 0) return false
      if (!(await insertSeatFact(tx, { sid, fact, receivedAt: now, raw }))) return true
      if (current) await settle(tx, agentId, sid, [...before, fact], now)
      return true
    },

    /** Agents whose softphone fell out of a conversation are rung again, so that nobody is left alone on the line. */
    bringBack: async (agentIds: readonly UserId[], now: Date): Promise<void> => {
      for (const agentId of agentIds) {
        const seat = await readSeat(database.db, agentId)
        if (seat?.state === 'gone' && now.getTime() - seat.since.getTime() >= clock.wall(BACK_SECONDS * 1000))
          await ask(agentId)
      }
    },

    /** The carrier and we do not agree on who sits where: it is asked about this seat now. */
    recheck: async (agentId: UserId): Promise<void> => {
      const seat = await readSeat(database.db, agentId)
      if (seat?.sid && seat.state !== 'gone') await check(agentId, seat.sid, clock.now())
    },

    /** Asks about seats whose answer or end may have been lost. */
    look: async (now: Date): Promise<void> => {
      for (const { agentId, sid, state, since } of await readSeatsTaken(database.db)) {
        const seconds = state === 'asked' ? ANSWER_SECONDS : LOOK_SECONDS
        if (!sid || now.getTime() - (looked.get(sid) ?? since.getTime()) < clock.wall(seconds * 1000)) continue
        looked.set(sid, now.getTime())
        if (await check(agentId as UserId, sid, now)) looked.delete(sid)
      }
    },
  }
}
export type Seats = ReturnType<typeof createSeats>
