import { randomUUID } from 'node:crypto'
import type { Colleague } from '#contract/calls'
import type { CallId, UserId } from '#contract/ids'
import { parsePhone } from '../people/phone-number.ts'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { Refusal, refuse } from '../platform/problem.ts'
import { writeAudit } from '../staff/audit.store.ts'
import type { LegFact } from './call-fold.ts'
import type { TelephonyNeeds } from './needs.ts'
import type { PhonePort } from './port.ts'
import type { CallChange, Progress } from './progress.service.ts'
import type { SettleRooms } from './rooms.service.ts'
import { writeCallAgent } from './rooms.store.ts'
import type { Seats } from './seats.service.ts'
import { readSeat } from './seats.store.ts'
import { type CallRow, lockCall, readCall, writeCallFlags } from './telephony.store.ts'
import {
  insertDone,
  insertTransfer,
  lockTransfer,
  moveTransfer,
  readColleagues,
  readOpenOfCall,
  readStranded,
  type TransferRow,
} from './transfers.store.ts'

type Deps = {
  database: Database
  clock: Clock
  needs: TelephonyNeeds
  progress: Progress
  seats: Seats
  port: PhonePort
  settleRooms: SettleRooms
  /** Reads numbers without a country code. */
  region: () => Promise<string>
  /** Our own numbers: a call to them would come back to us. */
  ownNumbers: readonly string[]
  tell: (change: CallChange | null) => void
}
export type TransferTo = { userId: UserId } | { number: string }

/** Handing a customer on: to a colleague or a number, after a word with them (warm) or at once (cold). States: `transfers.store.ts`. */
export function createTransfers(deps: Deps) {
  const { database, clock, needs, progress, seats, port, settleRooms, region, ownNumbers, tell } = deps

  const readOwn = async (tx: Tx, id: CallId, userId: UserId, read = readCall): Promise<CallRow> => {
    const call = await read(tx, id)
    return call?.agent_id === userId && call.mode === 'carrier' ? call : refuse(404, 'not-found')
  }
  const lockLive = async (tx: Tx, id: CallId, userId: UserId): Promise<CallRow> => {
    const call = await readOwn(tx, id, userId, lockCall)
    return call.state === 'answered' && call.sid ? call : refuse(409, 'call.over')
  }

  /** Whose the conversation is changes hands: desk, call, presence, in one transaction; the legs follow. */
  const handOver = async (tx: Tx, call: CallRow, to: UserId, now: Date, isWritten = false): Promise<void> => {
    const from = call.agent_id
    const seat = await readSeat(tx, to)
    if (seat?.state !== 'in') refuse(409, 'transfer.absent')
    if (!(await needs.presence.move(tx, to, ['ready', 'break', 'consult'], 'talking', now)))
      refuse(409, 'transfer.busy')
    if (!(await needs.queue.handOver(tx, call.work_item_id, from, to, now))) refuse(409, 'lease.lost')
    await needs.presence.move(tx, from, ['talking'], 'break', now)
    await writeCallAgent(tx, call.id, to)
    if (!isWritten) await insertDone(tx, call.id, from, to, now)
    const detail = { call: call.id, to }
    await writeAudit(tx, {
      at: now,
      actorId: from,
      action: 'call.transferred',
      subject: `customer:${call.customer_id}`,
      detail,
    })
    await touch(tx, [`agent:${from}`, `agent:${to}`, 'floor'])
  }

  const hold = async (call: CallRow, on: boolean): Promise<boolean> => {
    if (!call.sid || !(await port.hold(call.agent_id, call.sid, on))) return false
    await database.tx(async (tx) => {
      await writeCallFlags(tx, call.id, { held: on })
      await touch(tx, [`agent:${call.agent_id}`])
    })
    return true
  }

  /** The customer is with the agent again, whoever else was there is not. */
  const undo = async (transfer: TransferRow, state: 'back' | 'failed'): Promise<void> => {
    const now = clock.now()
    const call = await database.tx(async (tx) => {
      if (!(await moveTransfer(tx, transfer.id, ['ringing', 'consulting'], { state, settledAt: now }))) return null
      if (transfer.to_user_id) {
        const role = (await tx.user.findUnique({ where: { id: transfer.to_user_id }, select: { role: true } }))?.role
        await needs.presence.move(tx, transfer.to_user_id, ['consult'], role === 'agent' ? 'ready' : 'break', now)
      }
      await touch(tx, [`agent:${transfer.from_agent_id}`, 'floor'])
      return readCall(tx, transfer.call_id)
    })
    if (!call) return
    if (transfer.to_user_id) await seats.moveTo(transfer.to_user_id, null)
    if (transfer.sid) await port.hangUp(transfer.sid, transfer.state === 'consulting')
    if (call.state === 'answered' && call.agent_id === transfer.from_agent_id && call.held) await hold(call, false)
  }

  /** Customer and number talk on without us; for the agent the call is over. */
  const pairUp = async (transfer: TransferRow): Promise<void> => {
    const call = await readCall(database.db, transfer.call_id)
    if (!call?.sid || !transfer.sid) return
    if (!(await port.pair([call.sid, transfer.sid], call.id))) return refuse(503, 'call.carrier')
    tell(
      await database.tx(async (tx) => {
        const now = clock.now()
        if (!(await moveTransfer(tx, transfer.id, ['ringing', 'consulting'], { state: 'done', settledAt: now })))
          return null
        const seconds = Math.round((now.getTime() - (call.answered_at ?? now).getTime()) / 1000)
        const fact: LegFact = { status: 'completed', seq: 0, at: now, seconds }
        const detail = { call: call.id, outside: true }
        const subject = `customer:${call.customer_id}` as const
        await writeAudit(tx, { at: now, actorId: call.agent_id, action: 'call.transferred', subject, detail })
        return progress.learn(tx, call.id, { sid: call.sid, source: 'own', fact }, now)
      }),
    )
  }

  const toColleague = async (call: CallRow, to: UserId, kind: 'warm' | 'cold', userId: UserId): Promise<void> => {
    if (!(await readColleagues(database.db, userId)).some(({ id }) => id === to)) refuse(409, 'transfer.absent')
    if (kind === 'cold') {
      await database.tx(async (tx) => handOver(tx, await lockLive(tx, call.id, userId), to, clock.now()))
      return settleRooms()
    }
    const id = randomUUID()
    await database.tx(async (tx) => {
      const now = clock.now()
      const live = await lockLive(tx, call.id, userId)
      const asked = {
        id,
        callId: live.id,
        fromAgentId: userId,
        kind,
        to: { userId: to },
        state: 'consulting' as const,
        at: now,
      }
      if (!(await needs.presence.move(tx, to, ['ready', 'break'], 'consult', now))) refuse(409, 'transfer.busy')
      if (!(await insertTransfer(tx, asked))) refuse(409, 'transfer.busy')
      await touch(tx, [`agent:${userId}`, `agent:${to}`, 'floor'])
    })
    // The customer first: they hear nothing of what the two say.
    if ((await hold(call, true)) && (await seats.moveTo(to, userId))) return
    const transfer = await lockTransfer(database.db, id)
    if (transfer) await undo(transfer, 'failed')
    refuse(503, 'call.carrier')
  }

  const toNumber = async (call: CallRow, typed: string, kind: 'warm' | 'cold', userId: UserId): Promise<void> => {
    const read = parsePhone(typed, await region())
    if (!read.ok) throw new Refusal(422, { code: read.code, field: 'body.to.number', params: { value: typed } })
    if (ownNumbers.includes(read.e164)) throw new Refusal(422, { code: 'transfer.own-number', field: 'body.to.number' })
    const why = port.refuses(read.e164)
    if (why) throw new Refusal(409, { code: why, field: 'body.to.number', params: { value: read.country ?? '' } })
    const id = randomUUID()
    await database.tx(async (tx) => {
      const live = await lockLive(tx, call.id, userId)
      const to = { e164: read.e164 }
      if (
        !(await insertTransfer(tx, {
          id,
          callId: live.id,
          fromAgentId: userId,
          kind,
          to,
          state: 'ringing',
          at: clock.now(),
        }))
      )
        refuse(409, 'transfer.busy')
      await touch(tx, [`agent:${userId}`, 'floor'])
    })
    const undoNow = async (): Promise<never> => {
      const transfer = await lockTransfer(database.db, id)
      if (transfer) await undo(transfer, 'failed')
      return refuse(503, 'call.carrier')
    }
    if (!(await hold(call, true))) return undoNow()
    const placed = await port.invite({ transferId: id, room: userId, to: read.e164 })
    if (placed.kind === 'accepted') {
      await moveTransfer(database.db, id, ['ringing', 'consulting'], { sid: placed.leg })
      const transfer = await lockTransfer(database.db, id)
      if (transfer?.state === 'failed' || transfer?.state === 'back') await port.hangUp(placed.leg, false)
    } else if (placed.kind === 'refused') await undoNow()
    // Of an unknown one its callbacks tell.
  }

  const open = async (callId: CallId, userId: UserId): Promise<{ call: CallRow; transfer: TransferRow }> => {
    const call = await readOwn(database.db, callId, userId)
    const transfer = await database.tx((tx) => readOpenOfCall(tx, callId))
    return transfer ? { call, transfer } : refuse(409, 'transfer.over')
  }

  return {
    handOver,
    colleagues: (userId: UserId): Promise<Colleague[]> => readColleagues(database.db, userId),

    start: async (callId: CallId, kind: 'warm' | 'cold', to: TransferTo, userId: UserId): Promise<void> => {
      const call = await readOwn(database.db, callId, userId)
      if (call.state !== 'answered') refuse(409, 'call.over')
      return 'userId' in to ? toColleague(call, to.userId, kind, userId) : toNumber(call, to.number, kind, userId)
    },

    /** The other takes the customer. */
    finish: async (callId: CallId, userId: UserId): Promise<void> => {
      const { transfer } = await open(callId, userId)
      if (transfer.state !== 'consulting') refuse(409, 'transfer.ringing')
      const to = transfer.to_user_id
      if (!to) return pairUp(transfer)
      await database.tx(async (tx) => {
        const now = clock.now()
        const call = await lockLive(tx, callId, userId)
        if (!(await moveTransfer(tx, transfer.id, ['consulting'], { state: 'done', settledAt: now })))
          refuse(409, 'transfer.over')
        await handOver(tx, call, to, now, true)
      })
      await seats.moveTo(to, null)
      await settleRooms()
    },

    back: async (callId: CallId, userId: UserId): Promise<void> => {
      const { transfer } = await open(callId, userId)
      await undo(transfer, 'back')
    },

    /** A fact of an outside number's leg; false when nobody here rang it. */
    learn: async (id: string, sid: string, fact: LegFact): Promise<boolean> => {
      const transfer = await database.tx(async (tx) => {
        const found = await lockTransfer(tx, id)
        if (!found || found.to_e164 === null || (found.sid !== null && found.sid !== sid)) return null
        await moveTransfer(tx, id, ['ringing', 'consulting'], { sid })
        if (fact.status === 'answered' && (await moveTransfer(tx, id, ['ringing'], { state: 'consulting' })))
          await touch(tx, [`agent:${found.from_agent_id}`])
        return {
          ...found,
          sid,
          state: fact.status === 'answered' && found.state === 'ringing' ? ('consulting' as const) : found.state,
        }
      })
      if (!transfer) return false
      if (fact.status === 'answered') {
        if (transfer.state === 'consulting' && transfer.kind === 'cold') await pairUp(transfer)
        else if (transfer.state === 'back' || transfer.state === 'failed') await port.hangUp(sid, true)
      } else if (fact.status !== 'queued' && fact.status !== 'dialling' && fact.status !== 'ringing')
        await undo(transfer, 'failed')
      return true
    },

    /** Ends those whose call is over, or whose colleague is gone; called with the other sweeps. */
    sweep: async (): Promise<void> => {
      for (const transfer of await readStranded(database.db)) await undo(transfer, 'failed')
    },
  }
}
export type Transfers = ReturnType<typeof createTransfers>
