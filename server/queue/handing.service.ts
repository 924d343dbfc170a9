import type { CustomerId, PhoneId, UserId, WorkItemId } from '#contract/ids'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { People } from '../people/people.service.ts'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.pg.ts'
import { returnTaken } from './callbacks.store.ts'
import { closeVisit, holdFor, passOn, readForCaller } from './handing.store.ts'
import { HEADS_OPEN_MS, restoreHeads } from './heads.store.ts'
import { LEASE_SECONDS } from './work-item.ts'
import { findHeldItem, insertItems, putBack } from './work-items.store.ts'

export type HandingDeps = {
  clock: Clock
  campaigns: Pick<Campaigns, 'forCallers'>
  people: Pick<People, 'openEpisodes' | 'openEpisode' | 'moveEpisode'>
}
/** The round of somebody who rings: what is held of it now. `busy`: on a colleague's desk, so they wait a little. */
export type CallerItem = { id: WorkItemId; fence: bigint } | 'busy'

/** Customers who come to a desk without a claim: they ring, or a colleague hands them over. */
export function createHanding({ clock, campaigns, people }: HandingDeps) {
  const leaseUntil = (now: Date): Date => new Date(now.getTime() + clock.wall(LEASE_SECONDS * 1_000))

  /** The live round of this caller, or a new one: of the open lapse, else of a visit, which counts for no figure of lapses. */
  const findOrOpen = async (tx: Tx, customerId: CustomerId, phoneId: PhoneId, now: Date) => {
    const live = await readForCaller(tx, customerId, phoneId)
    if (live) return live
    const open = (await people.openEpisodes(tx, [customerId])).get(customerId)?.id
    const episodeId = open ?? (await people.openEpisode(tx, { customerId, kind: 'visit', lapsedAt: now }, now))
    const campaignId = await campaigns.forCallers(tx)
    if (!episodeId || !campaignId) return null
    await insertItems(tx, [{ customerId, episodeId, campaignId, phoneId, dueAt: now }], now)
    return readForCaller(tx, customerId, phoneId)
  }

  return {
    /** Puts the caller's round on this agent's desk. */
    leaseFor: async (
      tx: Tx,
      { customerId, phoneId, agentId }: { customerId: CustomerId; phoneId: PhoneId; agentId: UserId },
      now: Date,
    ): Promise<CallerItem | null> => {
      const item = await findOrOpen(tx, customerId, phoneId, now)
      if (!item) return null
      if (item.state === 'leased') return item.agentId === agentId ? { id: item.id, fence: item.fence } : 'busy'
      const fence = await holdFor(tx, item.id, agentId, now, leaseUntil(now))
      await touch(tx, [`card:${item.id}`])
      return fence === null ? 'busy' : { id: item.id, fence }
    },

    /** The caller's round as it waits; for a call that is promised. */
    itemOf: async (tx: Tx, customerId: CustomerId, phoneId: PhoneId, now: Date) =>
      findOrOpen(tx, customerId, phoneId, now),

    /** Nobody spoke: the round waits again as it did; a mere visit is over. */
    giveBack: async (tx: Tx, workItemId: WorkItemId, now: Date): Promise<void> => {
      await putBack(tx, [{ id: workItemId, dueAt: now }])
      const visit = await closeVisit(tx, workItemId, now)
      if (visit) await people.moveEpisode(tx, visit, { closedAt: now, closedAs: 'visit' })
      else await restoreHeads(tx, [workItemId], now, new Date(now.getTime() + HEADS_OPEN_MS))
      await touch(tx, [`card:${workItemId}`])
    },

    /** A desk is freed by who leads it: what it holds waits again. False when it holds nobody. */
    release: async (tx: Tx, agentId: UserId, now: Date): Promise<boolean> => {
      const held = await findHeldItem(tx, agentId)
      if (!held) return false
      await putBack(tx, [{ id: held.id, dueAt: now }])
      await returnTaken(tx, [held.id])
      await restoreHeads(tx, [held.id], now, new Date(now.getTime() + HEADS_OPEN_MS))
      await touch(tx, [`card:${held.id}`])
      return true
    },

    /**
     * From one desk to another in mid-conversation, with what was typed. The fence stays: every write names its agent
     * too, and what hangs on the claim (decision, dial) goes on with it. False when it was no longer hers.
     */
    handOver: async (tx: Tx, workItemId: WorkItemId, from: UserId, to: UserId, now: Date): Promise<boolean> => {
      if (!(await passOn(tx, workItemId, from, to, leaseUntil(now)))) return false
      await touch(tx, [`card:${workItemId}`, `agent:${from}`, `agent:${to}`])
      return true
    },
  }
}
