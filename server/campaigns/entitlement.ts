import type { CampaignId, TeamId } from '#contract/ids'
import type { Skill } from '#contract/skills'
import type { Locale } from '#contract/values'

/** Somebody who calls, in what decides whom she may be handed. Without a team she serves every team. */
export type CallingAgent = { teamId: TeamId | null; languages: readonly Locale[]; skills: readonly Skill[] }
/** What a campaign asks of whoever is handed its customers. */
export type Asked = { teamId: TeamId; languages: readonly Locale[]; skills: readonly Skill[] }

/**
 * What an agent may be handed. Claims of the same `key` share one statement: a skill decides which campaigns those are and
 * nothing more, so agents of other skills share it too where the campaigns are the same.
 */
export type Entitlement = { campaignIds: CampaignId[]; languages: Locale[]; key: string }

/** Whether she is of the campaign's team, speaks a language of it and has every skill that it asks for. */
export const serves = (agent: CallingAgent, { teamId, languages, skills }: Asked): boolean =>
  (agent.teamId === null || agent.teamId === teamId) &&
  (languages.length === 0 || languages.some((language) => agent.languages.includes(language))) &&
  skills.every((skill) => agent.skills.includes(skill))

/** The campaigns that the agent serves, and her languages. */
export function entitle(agent: CallingAgent, campaigns: readonly (Asked & { id: CampaignId })[]): Entitlement {
  const campaignIds = campaigns
    .filter((campaign) => serves(agent, campaign))
    .map(({ id }) => id)
    .sort()
  const languages = [...agent.languages].sort()
  return { campaignIds, languages, key: `${campaignIds.join()}|${languages.join()}` }
}
