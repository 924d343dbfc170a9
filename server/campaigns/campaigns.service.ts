import type { CampaignId, UserId } from '#contract/ids'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.pg.ts'
import { type Campaign, readCallingAgent, readCampaign, readCampaigns } from './campaigns.store.ts'
import { type Entitlement, entitle } from './entitlement.ts'
import { isInDates } from './in-dates.ts'

export type { Campaign } from './campaigns.store.ts'
export type { Entitlement } from './entitlement.ts'

const NOTHING: Entitlement = { campaignIds: [], languages: [], key: '' }

export type CampaignsDeps = {
  clock: Pick<Clock, 'now'>
  /** The centre's zone: the days of a campaign are days of its calendar. */
  zone: () => Promise<string>
}

/** Who is called, by whom, in which languages, and by which rules of our own. */
export function createCampaigns({ clock, zone }: CampaignsDeps) {
  const inDates = async (campaigns: readonly Campaign[]): Promise<Campaign[]> => {
    const [now, centre] = [clock.now(), await zone()]
    return campaigns.filter((campaign) => isInDates(campaign, now, centre))
  }

  /** Whose rounds are handed out, running or draining; highest priority first. */
  const activeCampaigns = async (tx: Tx): Promise<Campaign[]> =>
    inDates(await readCampaigns(tx, ['running', 'draining']))

  return {
    activeCampaigns,
    /** In whatever state; null where there is none. */
    byId: (tx: Tx, id: CampaignId): Promise<Campaign | null> => readCampaign(tx, id),
    /** Those that new rounds go to. */
    takingCampaigns: async (tx: Tx): Promise<Campaign[]> => inDates(await readCampaigns(tx, ['running'])),
    /** What this agent may be handed; nothing for somebody unknown or switched off. */
    entitled: async (tx: Tx, userId: UserId): Promise<Entitlement> => {
      const [agent, active] = await Promise.all([readCallingAgent(tx, userId), activeCampaigns(tx)])
      return agent ? entitle(agent, active) : NOTHING
    },
  }
}
export type Campaigns = ReturnType<typeof createCampaigns>
