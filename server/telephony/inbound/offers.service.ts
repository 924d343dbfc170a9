import type { CallId, UserId } from '#contract/ids'
import type { People } from '../../people/people.service.ts'
import { touch } from '../../platform/bus.pg.ts'
import type { Clock } from '../../platform/clock.ts'
import { createCoalescer } from '../../platform/coalescer.ts'
import type { Database, Tx } from '../../platform/database.pg.ts'
import { refuse } from '../../platform/problem.ts'
import { isUniqueViolation } from '../../platform/transaction.ts'
import type { Queue } from '../../queue/queue.service.ts'
import type { Staff } from '../../staff/staff.service.ts'
import type { CallChange, Progress } from '../progress.service.ts'
import type { SettleRooms } from '../rooms.service.ts'
import { chooseAgent } from './choose-agent.ts'
import {
  type InboundRow,
  insertAnswered,
  lockInbound,
  lockWaiting,
  moveInbound,
  readFree,
  readUnanswered,
} from './inbound.store.ts'

export type OffersDeps = {
  database: Database
  clock: Clock
  progress: Progress
  settleRooms: SettleRooms
  people: Pick<People, 'survivorOf'>
  presence: Pick<Staff['presence'], 'move'>
  startPreviews: Staff['presence']['startPreviews']
  queue: Pick<Queue, 'leaseFor' | 'giveBack'>
  tell: (change: CallChange | null) => void
}

/** An agent has so long to answer, in a person's time; then the next one is asked. */
export const OFFER_SECONDS = 15
const OFFERS_AT_ONCE = 20

/** The floor, and the desk that this caller is before, are to be drawn anew. */
export const show = (tx: Tx, row: Pick<InboundRow, 'agent_id'>) =>
  touch(tx, row.agent_id ? ['floor', `agent:${row.agent_id}`] : ['floor'])

/** Callers who wait, and the desks they are offered to: one caller rings at one desk, and a desk has one caller. */
export function createOffers(deps: OffersDeps) {
  const { database, clock, progress, people, queue, presence, settleRooms, tell } = deps

  /** The customer, also after two records became one while they waited. */
  const whoIs = async (tx: Tx, { customer_id }: InboundRow) => customer_id && (await people.survivorOf(tx, customer_id))

  /** The desk that has the card loses it; what it waits for is the next customer. */
  const withdraw = async (tx: Tx, row: InboundRow, next: 'ready' | 'break', now: Date): Promise<void> => {
    if (row.state !== 'offered' || !row.agent_id || !row.work_item_id) return
    await queue.giveBack(tx, row.work_item_id, now)
    await presence.move(tx, row.agent_id, ['preview'], next, now)
  }

  /** The next caller to the best free agent: the card is on the desk before it is answered. False when nobody waits, or nobody is free. */
  const offerOne = (): Promise<boolean> =>
    database.tx(async (tx) => {
      const free = await readFree(tx)
      if (free.length === 0) return false // nobody is locked for nothing: each of them is being answered meanwhile
      const waiting = await lockWaiting(tx, OFFERS_AT_ONCE)
      const now = clock.now()
      for (const row of waiting) {
        const left = free.filter(({ userId }) => !row.passed_by.includes(userId) || free.length === 1)
        const { language, team_id: teamId, skills, last_agent_id: lastAgentId, passed_by: passedBy } = row
        const caller = { language, teamId, skills, lastAgentId, passedBy }
        const agentId = chooseAgent(caller, left.length > 0 ? left : free)
        const customerId = agentId && (await whoIs(tx, row))
        if (!agentId || !customerId || !row.phone_id) continue
        const item = await queue.leaseFor(tx, { customerId, phoneId: row.phone_id, agentId }, now)
        if (item === null || item === 'busy') continue
        if ((await deps.startPreviews(tx, [agentId], now)).length === 0) {
          await queue.giveBack(tx, item.id, now)
          continue
        }
        await moveInbound(tx, row, ['waiting'], { state: 'offered', agentId, workItemId: item.id, offeredAt: now })
        await touch(tx, ['floor', `agent:${agentId}`])
        return true
      }
      return false
    })

  const offerAll = async (): Promise<void> => {
    for (let asked = 0; asked < OFFERS_AT_ONCE; asked++)
      try {
        if (!(await offerOne())) return
      } catch (error) {
        if (!isUniqueViolation(error)) throw error // else that desk was handed a customer just now: the next look sees it
      }
  }

  /** Every caller who waits asks for it again and again: one look serves all who ask meanwhile. */
  const offer = createCoalescer<void, void>(async (asked) => {
    await offerAll()
    return asked
  }, Number.POSITIVE_INFINITY)

  /** Whose desk let it ring: it goes to somebody else, and they say themselves when they are back. */
  const passOver = async (now: Date): Promise<void> => {
    const late = new Date(now.getTime() - clock.wall(OFFER_SECONDS * 1_000))
    for (const { id } of await readUnanswered(database.db, late))
      await database.tx(async (tx) => {
        const row = await lockInbound(tx, id)
        if (row?.state !== 'offered' || !row.agent_id || !row.offered_at || row.offered_at > late) return
        await withdraw(tx, row, 'break', now)
        const back = { state: 'waiting', agentId: null, workItemId: null, offeredAt: null } as const
        await moveInbound(tx, row, ['offered'], { ...back, passedBy: { push: row.agent_id } })
        await show(tx, row)
      })
  }

  return {
    offer,
    withdraw,
    passOver,

    /** An agent takes the call that is before them. */
    answer: async (id: CallId, userId: UserId): Promise<void> => {
      tell(
        await database.tx(async (tx) => {
          const row = await lockInbound(tx, id)
          if (!row || row.agent_id !== userId) return refuse(404, 'not-found')
          if (row.state === 'answered') return null
          const customerId = await whoIs(tx, row)
          if (row.state !== 'offered' || !customerId || !row.phone_id) return refuse(409, 'call.over')
          const now = clock.now()
          const whose = { customerId, phoneId: row.phone_id, agentId: userId }
          const item = await queue.leaseFor(tx, whose, now)
          if (item === null || item === 'busy') return refuse(409, 'call.over')
          const made = await insertAnswered(tx, { ...{ id, sid: row.sid, at: now }, ...whose, item })
          if (!made || !(await presence.move(tx, userId, ['preview'], 'talking', now))) return refuse(409, 'call.busy')
          await moveInbound(tx, row, ['offered'], { state: 'answered', answeredAt: now })
          await show(tx, row)
          const fact = { status: 'answered', seq: 0, at: now, seconds: null } as const
          return progress.learn(tx, id, { sid: row.sid, source: 'own', fact }, now)
        }),
      )
      await settleRooms()
    },
  }
}
