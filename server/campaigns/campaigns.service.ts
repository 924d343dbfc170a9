import type { UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { readActiveCampaigns, readCallingAgent } from './campaigns.store.ts'
import { type Entitlement, entitle } from './entitlement.ts'

export type { Campaign } from './campaigns.store.ts'
export type { Entitlement } from './entitlement.ts'

const NOTHING: Entitlement = { campaignIds: [], languages: [], key: '' }

/** Who is called, by whom and in which languages. */
export function createCampaigns() {
  return {
    /** Highest priority first. */
    activeCampaigns: readActiveCampaigns,
    /** What this agent may be handed; nothing for somebody unknown or switched off. */
    entitled: async (tx: Tx, userId: UserId): Promise<Entitlement> => {
      const [agent, active] = await Promise.all([readCallingAgent(tx, userId), readActiveCampaigns(tx)])
      return agent ? entitle(agent, active) : NOTHING
    },
  }
}
export type Campaigns = ReturnType<typeof createCampaigns>
