import type { UserId } from '#contract/ids'
import type { PresenceState } from '#contract/staff'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Events } from '../platform/events.ts'
import { refuse } from '../platform/problem.ts'
import type { Programme } from '../programme/programme.service.ts'
import {
  countWorking,
  extendWrapUp,
  forgetSilent,
  movePresence,
  movePresences,
  readPresence,
  readReadyAgents,
  readSilentAgents,
  stampSeen,
  startPreviews,
} from './presence.store.ts'
import { CHOSEN_STATES, hasCard, WRAP_UP_EXTENSION_SECONDS } from './presence.ts'
import { spanOf } from './session.express.ts'
import { touchSessionsOf } from './session.store.ts'

/** Whose round says how long wrap-up is, in seconds; the others have the installation's. */
export type WrapUpsOf = (tx: Tx, userIds: readonly UserId[]) => Promise<ReadonlyMap<UserId, number>>

export type PresenceNeeds = {
  database: Database
  clock: Clock
  events: Events
  programme: Programme
  wrapUpsOf: WrapUpsOf
}

/** The one writer of what an agent is doing. Every move is compare-and-set and raises `agent:<id>` and `wall`. */
export function createPresence({ database, clock, events, programme, wrapUpsOf }: PresenceNeeds) {
  return {
    read: readPresence,

    /** False when the agent is in none of `from`; nothing is written then. */
    move: (
      tx: Tx,
      userId: UserId,
      from: readonly PresenceState[],
      to: PresenceState,
      now: Date,
      extra: { wrapUpEndsAt?: Date } = {},
    ): Promise<boolean> => movePresence(tx, userId, from, to, now, extra.wrapUpEndsAt ?? null),

    /** As `move`, for many; answers who moved. */
    moveAll: (
      tx: Tx,
      userIds: readonly UserId[],
      from: readonly PresenceState[],
      to: PresenceState,
      now: Date,
    ): Promise<UserId[]> => movePresences(tx, userIds, from, to, now),

    /** Into wrap-up, for as long as the campaign says, else the installation; answers who moved. */
    startWrapUps: async (
      tx: Tx,
      userIds: readonly UserId[],
      from: readonly PresenceState[],
      now: Date,
    ): Promise<UserId[]> => {
      const { wrapUpSeconds } = await programme.known()
      const own = await wrapUpsOf(tx, userIds)
      const secondsOf = (userId: UserId) => own.get(userId) ?? wrapUpSeconds
      const moved: UserId[] = []
      for (const seconds of new Set(userIds.map(secondsOf))) {
        const ids = userIds.filter((userId) => secondsOf(userId) === seconds)
        const endsAt = new Date(now.getTime() + clock.wall(seconds * 1_000))
        moved.push(...(await movePresences(tx, ids, from, 'wrapUp', now, endsAt)))
      }
      return moved
    },

    /** Another half minute of wrap-up; null when both are used or none runs. */
    moreWrapUp: (tx: Tx, userId: UserId): Promise<{ endsAt: Date; left: number } | null> =>
      extendWrapUp(tx, userId, clock.wall(WRAP_UP_EXTENSION_SECONDS * 1_000)),

    /** These agents' desks are open. One with a customer is not idle, so the session goes on. */
    markSeen: async (userIds: readonly UserId[]): Promise<void> => {
      if (userIds.length === 0) return
      const now = clock.now()
      // As a transaction, which is run again when it meets somebody who moves the same people in another order.
      const withCustomer = await database.tx((tx) => stampSeen(tx, userIds, now))
      if (withCustomer.length > 0) await touchSessionsOf(database.db, withCustomer, now, spanOf(clock))
    },

    /** Handed a customer, many at once; answers who was still ready. */
    startPreviews,
    readyAgents: readReadyAgents,
    countWorking,

    /** Not offline, yet silent for a person's `graceMs`, or switched off. */
    goneAgents: (now: Date, graceMs: number, tx: Tx = database.db): Promise<UserId[]> =>
      readSilentAgents(tx, new Date(now.getTime() - clock.wall(graceMs))),

    /** Offline are those of them who take nobody and are silent still: one may have been heard by another process meanwhile. */
    forget: (userIds: readonly UserId[], now: Date, graceMs: number): Promise<UserId[]> => {
      if (userIds.length === 0) return Promise.resolve([])
      return database.tx((tx) => forgetSilent(tx, userIds, new Date(now.getTime() - clock.wall(graceMs)), now))
    },

    /** The agent's own wish; 409 `presence.card-open` while there is a customer on the desk. */
    choose: async (userId: UserId, wish: (typeof CHOSEN_STATES)[number]): Promise<PresenceState> => {
      const now = clock.now()
      const changed = await database.tx(async (tx) => {
        const { state } = await readPresence(tx, userId)
        await stampSeen(tx, [userId], now)
        if (state === wish) return false
        const from = CHOSEN_STATES.filter((chosen) => chosen !== wish)
        if (hasCard(state) || !(await movePresence(tx, userId, from, wish, now)))
          return refuse(409, 'presence.card-open')
        return true
      })
      if (changed) events.emit('presence.changed', { userId, state: wish })
      return wish
    },
  }
}
