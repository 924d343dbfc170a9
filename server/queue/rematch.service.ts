import type { WorkItemId } from '#contract/ids'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { Database } from '../platform/database.pg.ts'
import { closeLeft, moveItems, readMovable } from './rematch.store.ts'

const PAGE = 1_000

export type RematchDeps = { database: Database; campaigns: Campaigns }
/** `moved` to another campaign; `closed`: no campaign calls them any more, and nothing had been tried. */
export type Rematched = { moved: number; closed: number }

/**
 * Matches the waiting rounds anew, after a campaign has begun, stopped or changed whom it calls: page by key, each page a short
 * transaction. Left where they are: rounds of a campaign that drains, callbacks, and rounds that have begun and that nobody else
 * calls, since their next try has its time.
 */
export function createRematch({ database, campaigns }: RematchDeps) {
  return async (now: Date): Promise<Rematched> => {
    const total: Rematched = { moved: 0, closed: 0 }
    for (let after: WorkItemId | null = null; ; ) {
      const page: Awaited<ReturnType<typeof readMovable>> = await readMovable(database.db, after, PAGE)
      const last = page.at(-1)
      if (!last) return total
      const goesTo = await campaigns.match(
        database.db,
        page.map(({ customerId }) => customerId),
        await campaigns.takingCampaigns(database.db),
      )
      const moves = page.flatMap(({ id, customerId, campaignId }) => {
        const to = goesTo.get(customerId)
        return to && to !== campaignId ? [{ id, from: campaignId, to }] : []
      })
      // Who is paused keeps its rounds: they wait for it.
      const left = page.filter(
        ({ customerId, attempts, state }) => !goesTo.has(customerId) && attempts === 0 && state !== 'paused',
      )
      await database.tx(async (tx) => {
        total.moved += await moveItems(tx, moves)
        total.closed += await closeLeft(
          tx,
          left.map(({ id }) => id),
          now,
        )
      })
      after = last.id
    }
  }
}
