import { CampaignState } from '#contract/campaigns'
import type { CampaignId, CustomerId, UserId } from '#contract/ids'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.pg.ts'
import { type CallingCampaign, type Campaign, readCalling, readCallingAgent, readCampaign } from './campaigns.store.ts'
import { type Entitlement, entitle } from './entitlement.ts'
import { isInDates } from './in-dates.ts'
import { countBase, countMatches, readFirstMatches, readMembers } from './segments.store.ts'

export type { CallingCampaign } from './campaigns.store.ts'
export type { Entitlement } from './entitlement.ts'

const NOTHING: Entitlement = { campaignIds: [], languages: [], key: '' }

export type CampaignsDeps = {
  clock: Pick<Clock, 'now'>
  /** The centre's zone: the days of a campaign are days of its calendar. */
  zone: () => Promise<string>
}

/** Who is called, by whom, in which languages, and by which rules of our own. */
export function createCampaigns({ clock, zone }: CampaignsDeps) {
  const inDates = async (campaigns: readonly CallingCampaign[]): Promise<CallingCampaign[]> => {
    const [now, centre] = [clock.now(), await zone()]
    return campaigns.filter((campaign) => isInDates(campaign, now, centre))
  }

  /** Whose rounds are handed out, running or draining; highest priority first. */
  const activeCampaigns = async (tx: Tx): Promise<CallingCampaign[]> =>
    inDates(await readCalling(tx, ['running', 'draining']))

  const takingCampaigns = async (tx: Tx): Promise<CallingCampaign[]> => inDates(await readCalling(tx, ['running']))

  /** The campaign that a new round of each goes to: of those that take new rounds the one of highest priority whose segment she is in. */
  const match = async (
    tx: Tx,
    customerIds: readonly CustomerId[],
    taking: readonly CallingCampaign[],
  ): Promise<Map<CustomerId, CampaignId>> => {
    const [first] = taking
    if (!first) return new Map()
    // Nobody is asked about whom the first of them calls anyway.
    if (first.segment.groups.length === 0) return new Map(customerIds.map((id) => [id, first.id]))
    const places = await readFirstMatches(
      tx,
      customerIds,
      taking.map(({ segment }) => segment),
      clock.now(),
    )
    return new Map(
      [...places].flatMap(([id, place]) => {
        const campaign = taking[place]
        return campaign ? [[id, campaign.id] as const] : []
      }),
    )
  }

  return {
    activeCampaigns,
    match,
    /** In whatever state; null where there is none. */
    byId: (tx: Tx, id: CampaignId): Promise<Campaign | null> => readCampaign(tx, id),
    /** Under which somebody who rings us is served who has no round: the least of those that run, else any there is. */
    forCallers: async (tx: Tx): Promise<CampaignId | null> =>
      ((await activeCampaigns(tx)).at(-1) ?? (await readCalling(tx, CampaignState.options)).at(-1))?.id ?? null,
    /** Those that new rounds go to. */
    takingCampaigns,
    countBase,
    countMatches,
    readMembers,
    /** What this agent may be handed; nothing for somebody unknown or switched off. */
    entitled: async (tx: Tx, userId: UserId): Promise<Entitlement> => {
      const [agent, active] = await Promise.all([readCallingAgent(tx, userId), activeCampaigns(tx)])
      return agent ? entitle(agent, active) : NOTHING
    },
  }
}
export type Campaigns = ReturnType<typeof createCampaigns>
