import { createHash } from 'node:crypto'
import type { CustomerId, UserId, WorkItemId } from '#contract/ids'
import type { OfferEstimate } from '#contract/queue'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.pg.ts'
import type { Ranking } from '../ranking/ranking.service.ts'
import { keepDrawn } from './decisions.store.ts'
import type { HeldItem } from './holding.service.ts'

export type ToldDeps = { clock: Clock; campaigns: Pick<Campaigns, 'byId'>; rankingOffers: Ranking['offersFor'] }
type Hold = (tx: Tx, userId: UserId, workItemId: WorkItemId, fence: bigint) => Promise<HeldItem>
type Asked = { workItemId: WorkItemId; fence: bigint; reasonCode: string }

/** The same conversation about the same reason draws the same offer, and another one after the next claim. */
const seedOf = (customerId: CustomerId, { fence, reasonCode }: Asked): number =>
  createHash('sha256').update(`${customerId} ${fence} ${reasonCode}`).digest().readInt32BE(0)

/** What to offer to the customer whom this agent holds, for the reason that she has told; the draw is kept with the claim. */
export function createTold({ clock, campaigns, rankingOffers }: ToldDeps, hold: Hold) {
  return async (tx: Tx, userId: UserId, asked: Asked): Promise<{ offers: OfferEstimate[] }> => {
    const { customerId, campaignId } = await hold(tx, userId, asked.workItemId, asked.fence)
    const allowed = (await campaigns.byId(tx, campaignId))?.offers ?? []
    const told = { customerId, reasonCode: asked.reasonCode, seed: seedOf(customerId, asked), allowed }
    const found = await rankingOffers(tx, told, clock.now())
    const [drawn] = found?.offers ?? []
    if (!found || !drawn) return { offers: [] }
    const { propensities } = found
    await keepDrawn(tx, asked, {
      ...{ offer: drawn.code, pWin: drawn.pWin },
      ...{ reasonCode: asked.reasonCode, propensities },
    })
    return { offers: found.offers }
  }
}
