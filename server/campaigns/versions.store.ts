import type { CampaignSettings, CampaignState } from '#contract/campaigns'
import type { CampaignId, UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { Prisma } from '../platform/generated/client.ts'
import type { Campaign } from './campaigns.store.ts'

export const settingsOf = (campaign: Campaign): CampaignSettings => ({
  name: campaign.name,
  priority: campaign.priority,
  mode: campaign.mode,
  previewSeconds: campaign.previewSeconds,
  teamId: campaign.teamId,
  languages: campaign.languages,
  skills: campaign.skills,
  offers: campaign.offers,
  segment: campaign.segment,
  hours: campaign.hours,
  caps: campaign.caps,
  callerIds: { ...campaign.callerIds },
  recording: campaign.recording,
  script: campaign.script,
  wrapUpSeconds: campaign.wrapUpSeconds,
  startsOn: campaign.startsOn,
  endsOn: campaign.endsOn,
})

export type NewVersion = {
  id: CampaignId
  version: number
  state: CampaignState
  settings: CampaignSettings
  at: Date
  byUserId: UserId | null
}

const toRow = ({ hours, ...settings }: CampaignSettings) => ({ ...settings, hours: hours ?? Prisma.DbNull })

const insertVersion = async (tx: Tx, { id, version, state, settings, at, byUserId }: NewVersion): Promise<void> => {
  const row = { campaignId: id, version, state, settings, at, byUserId }
  await tx.campaignVersion.create({ data: row, select: { version: true } })
}

/** The first version of a campaign. */
export async function insertCampaign(tx: Tx, first: NewVersion): Promise<void> {
  const { id, version, state, settings, at } = first
  await tx.campaign.create({ data: { ...toRow(settings), id, version, state, createdAt: at }, select: { id: true } })
  await insertVersion(tx, first)
}

/** The version after `version - 1`; false when that is not the one that stands. */
export async function writeVersion(tx: Tx, next: NewVersion): Promise<boolean> {
  const { id, version, state, settings } = next
  const { count } = await tx.campaign.updateMany({
    where: { id, version: version - 1 },
    data: { ...toRow(settings), version, state },
  })
  if (count === 0) return false
  await insertVersion(tx, next)
  return true
}

/** By whom and when each campaign was changed last; one that the house began with has nobody. */
export async function readLastChanges(tx: Tx): Promise<Map<string, { at: Date; by: string | null }>> {
  const rows = await tx.campaignVersion.findMany({
    distinct: ['campaignId'],
    orderBy: [{ campaignId: 'asc' }, { version: 'desc' }],
    select: { campaignId: true, at: true, byUserId: true },
  })
  const ids = rows.flatMap(({ byUserId }) => byUserId ?? [])
  const users = await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map(users.map(({ id, name }) => [id, name]))
  return new Map(
    rows.map(({ campaignId, at, byUserId }) => [campaignId, { at, by: names.get(byUserId ?? '') ?? null }]),
  )
}

export const readTeams = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx.team.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } })

/** Imported attributes and what each may be used for. */
export const readAttributeUses = (tx: Tx): Promise<{ name: string; use: string }[]> =>
  tx.attribute.findMany({ select: { name: true, use: true }, orderBy: { name: 'asc' } })
