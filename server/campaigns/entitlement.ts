import type { CampaignId, TeamId } from '#contract/ids'
import type { Locale } from '#contract/values'

/** What an agent may be handed. Claims of the same `key` share one statement. */
export type Entitlement = { campaignIds: CampaignId[]; languages: Locale[]; key: string }

type Offered = { id: CampaignId; teamId: TeamId; languages: readonly Locale[] }

/** The campaigns of the agent's team that are called in a language of hers, and those languages. An agent without a team serves every team. */
export function entitle(
  agent: { teamId: TeamId | null; languages: readonly Locale[] },
  campaigns: readonly Offered[],
): Entitlement {
  const campaignIds = campaigns
    .filter(({ teamId }) => agent.teamId === null || agent.teamId === teamId)
    .filter(
      ({ languages }) => languages.length === 0 || languages.some((language) => agent.languages.includes(language)),
    )
    .map(({ id }) => id)
    .sort()
  const languages = [...agent.languages].sort()
  return { campaignIds, languages, key: `${campaignIds.join()}|${languages.join()}` }
}
