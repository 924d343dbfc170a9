import type { CustomerId, UserId } from '#contract/ids'
import type { Problem } from '#contract/problem'
import type { Tx } from '../platform/database.pg.ts'
import { listCallbacks } from './callbacks.store.ts'
import { type CardDeps, createCards } from './card.service.ts'
import { type ClaimsDeps, createClaims } from './claims.service.ts'
import { createFill, type FillDeps } from './fill.service.ts'
import { createHanding, type HandingDeps } from './handing.service.ts'
import { readIdle } from './heads.store.ts'
import { createHolding, type HoldingDeps } from './holding.service.ts'
import { createRematch } from './rematch.service.ts'
import { closeNumberless, takeNextNumber } from './renumber.store.ts'
import { createShortlist, type ShortlistDeps } from './shortlist.service.ts'
import { createSweep, type SweepDeps } from './sweep.service.ts'
import { createTold, type ToldDeps } from './told.service.ts'
import { ESCALATE_MINUTES } from './work-item.ts'
import { findHeldItem, findLiveItem, wakeItem } from './work-items.store.ts'

export type QueueDeps = ClaimsDeps &
  FillDeps &
  ShortlistDeps &
  HoldingDeps &
  SweepDeps &
  CardDeps &
  ToldDeps &
  HandingDeps

/** One customer to one agent, never twice. */
export function createQueue(deps: QueueDeps) {
  const { database, events, campaigns, clock } = deps
  const fillItems = createFill(deps)
  const shortlist = createShortlist(deps)
  const rematch = createRematch(deps)
  const holding = createHolding(deps)
  const fill = async (now: Date) => {
    const filled = await fillItems(now)
    const heads = await shortlist(now)
    events.emit('queue.filled', { waiting: heads })
    return filled
  }
  return {
    ...holding,
    ...createHanding(deps),
    told: createTold(deps, holding.hold),
    claim: createClaims(deps),
    sweep: createSweep(deps),
    card: createCards(deps),
    shortlist,
    /** Work items for whoever is worth a call, then the heads. */
    fill,
    /** A campaign has begun, stopped or changed whom it calls: the waiting rounds are matched anew, then the queue is filled. */
    rematch: async (now: Date) => {
      const rematched = await rematch(now)
      await fill(now)
      return rematched
    },
    callbacks: (agentId: UserId) => listCallbacks(database.db, agentId),
    held: findHeldItem,
    liveItem: findLiveItem,
    /** A number was struck or came: the round that waits goes on with the next one, or ends for want of one. */
    renumber: async (tx: Tx, customerId: CustomerId, now: Date): Promise<void> => {
      await takeNextNumber(tx, customerId)
      await closeNumberless(tx, customerId, now)
    },
    /** A promise or complaint that held this customer back is settled: she waits no longer for it. */
    wake: async (tx: Tx, customerId: CustomerId, now: Date): Promise<void> =>
      void (await wakeItem(tx, customerId, now, ESCALATE_MINUTES * 60_000)),
    /** Why nothing comes to an agent who is ready; null when something does. */
    idle: async (tx: Tx, agentId: UserId): Promise<Problem | null> =>
      readIdle(tx, (await campaigns.entitled(tx, agentId)).campaignIds, clock.now()),
  }
}
export type Queue = ReturnType<typeof createQueue>
