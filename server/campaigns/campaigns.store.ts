import type { CampaignId, TeamId, UserId } from '#contract/ids'
import { Locale } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'

export type CampaignMode = 'preview' | 'manual'
export type Campaign = {
  id: CampaignId
  name: string
  priority: number
  mode: CampaignMode
  teamId: TeamId
  /** Languages it is called in; none: any. */
  languages: Locale[]
  /** Offers allowed; none: all. */
  offers: string[]
}

const toLocales = (languages: readonly string[]): Locale[] =>
  languages.flatMap((language) => {
    const read = Locale.safeParse(language)
    return read.success ? [read.data] : []
  })

/** Highest priority first. */
export async function readActiveCampaigns(tx: Tx): Promise<Campaign[]> {
  const rows = await tx.campaign.findMany({ where: { active: true }, orderBy: [{ priority: 'desc' }, { id: 'asc' }] })
  return rows.map(({ id, name, priority, mode, teamId, languages, offers }) => ({
    id: id as CampaignId,
    name,
    priority,
    mode: mode === 'manual' ? 'manual' : 'preview',
    teamId: teamId as TeamId,
    languages: toLocales(languages),
    offers,
  }))
}

/** The team and the languages of somebody who calls; null when unknown or switched off. */
export async function readCallingAgent(
  tx: Tx,
  userId: UserId,
): Promise<{ teamId: TeamId | null; languages: Locale[] } | null> {
  const user = await tx.user.findUnique({
    where: { id: userId },
    select: { teamId: true, languages: true, active: true },
  })
  return user?.active ? { teamId: user.teamId as TeamId | null, languages: toLocales(user.languages) } : null
}
