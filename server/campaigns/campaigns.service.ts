import type { CustomerId, UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { type Campaign, readActiveCampaigns, readCallingAgent } from './campaigns.store.ts'
import { type Entitlement, entitle } from './entitlement.ts'
import { matchCampaign } from './match-campaign.ts'

export type { Campaign } from './campaigns.store.ts'
export type { Entitlement } from './entitlement.ts'

const NOTHING: Entitlement = { campaignIds: [], languages: [], key: '' }

/** Who is called, by whom and in which languages. */
export function createCampaigns() {
  return {
    /** Highest priority first. */
    activeCampaigns: readActiveCampaigns,
    /** The campaign that a customer's next round belongs to: the active one of highest priority; null when none is active. */
    campaignFor: async (tx: Tx, _customer: { id: CustomerId }): Promise<Campaign | null> =>
      matchCampaign(await readActiveCampaigns(tx)),
    /** What this agent may be handed; nothing for somebody unknown or switched off. */
    entitled: async (tx: Tx, userId: UserId): Promise<Entitlement> => {
      const agent = await readCallingAgent(tx, userId)
      return agent ? entitle(agent, await readActiveCampaigns(tx)) : NOTHING
    },
  }
}
export type Campaigns = ReturnType<typeof createCampaigns>
