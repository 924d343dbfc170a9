import type { UserId, WorkItemId } from '#contract/ids'
import type { Topic } from '#contract/live'
import type { PresenceState } from '#contract/staff'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Events } from '../platform/events.ts'
import { createWatch } from '../platform/watch.ts'
import { missOverdue, returnTaken } from './callbacks.store.ts'
import { startOfNextDay } from './daypart.ts'
import { HEADS_OPEN_MS, restoreHeads } from './heads.store.ts'
import { ESCALATE_MINUTES, GONE_SECONDS, judgeLease, UNRESERVED } from './work-item.ts'
import { type ExpiredItem, lockExpired, putBack } from './work-items.store.ts'

const AT_ONCE = 200

export type SweepDeps = {
  database: Database
  clock: Clock
  events: Pick<Events, 'emit'>
  installation: (tx: Tx) => Promise<{ zone: string }>
  movePresence: (tx: Tx, userId: UserId, from: PresenceState[], to: PresenceState, now: Date) => Promise<boolean>
  /** Of these work items, those with an attempt under the present fence whose outcome is not saved: telephony knows. */
  hasOpenAttempt: (tx: Tx, workItemIds: readonly WorkItemId[]) => Promise<ReadonlySet<WorkItemId>>
}

/** What falls due in the queue: leases of desks that fell silent, callbacks that nobody took. */
export function createSweep({ database, clock, events, installation, movePresence, hasOpenAttempt }: SweepDeps) {
  const goneMs = clock.wall(GONE_SECONDS * 1_000)
  const watch = createWatch()

  const release = (now: Date): Promise<WorkItemId[]> =>
    database.tx(async (tx) => {
      const expired = await lockExpired(tx, now, AT_ONCE)
      const couldBeHeard = now.getTime() - watch(now, goneMs).getTime() >= goneMs
      if (expired.length === 0) return []
      const open = await hasOpenAttempt(
        tx,
        expired.map(({ id }) => id),
      )
      const judged = expired.map((item) => ({ item, verdict: judge(item, open.has(item.id) ? 'open' : 'none', now) }))
      const offered = judged.filter(({ verdict }) => verdict === 'offer').map(({ item }) => item)
      // After an outage the desks come back by themselves: nobody's conversation ends for it.
      const rested = judged.filter(({ verdict }) => verdict === 'rest' && couldBeHeard).map(({ item }) => item)
      const released = [...offered, ...rested]
      if (released.length === 0) return []
      const house = await installation(tx)
      await putBack(tx, [
        ...offered.map(({ id }) => ({ id, dueAt: now })),
        ...rested.map(({ id, zone }) => ({ id, dueAt: startOfNextDay(now, zone ?? house.zone) })),
      ])
      await returnTaken(
        tx,
        released.map(({ id }) => id),
      )
      await restoreHeads(
        tx,
        offered.map(({ id }) => id),
        now,
        new Date(now.getTime() + HEADS_OPEN_MS),
      )
      for (const { agentId } of offered) await movePresence(tx, agentId, ['preview'], 'break', now)
      for (const { agentId } of rested)
        await movePresence(tx, agentId, ['preview', 'calling', 'talking', 'wrapUp'], 'offline', now)
      await touch(
        tx,
        released.flatMap(({ id, agentId }): Topic[] => [`card:${id}`, `agent:${agentId}`]),
      )
      return released.map(({ id }) => id)
    })

  const judge = ({ agentId, leaseUntil, fence, attempts }: ExpiredItem, attempt: 'none' | 'open', now: Date) =>
    judgeLease({ ...UNRESERVED, state: 'leased', agentId, leaseUntil, fence, attempts }, attempt, now, goneMs)

  /** Gives back what silent desks hold and lets callbacks escalate. A released item whose attempt had no outcome is told by `queue.released`. */
  return async (now: Date): Promise<WorkItemId[]> => {
    const released = await release(now)
    await database.tx(async (tx) => {
      const late = await missOverdue(tx, new Date(now.getTime() - ESCALATE_MINUTES * 60_000))
      if (late.length > 0) await touch(tx, ['wall', ...late.map((agentId): Topic => `agent:${agentId}`)])
    })
    for (const workItemId of released) events.emit('queue.released', { workItemId })
    return released
  }
}
