import type { CampaignCount, CampaignPreview, CampaignSettings } from '#contract/campaigns'
import type { CampaignId, CustomerId, PhoneId } from '#contract/ids'
import type { Segment } from '#contract/segments'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import { blockCode } from './block-code.ts'
import { toCampaignRules } from './campaign-rules.ts'
import type { Compliance } from './compliance.service.ts'

/** So many customers are looked at; a larger base by an even part of it. */
const LOOKED_AT = 20_000
/** So many of those who match are asked about, drawn evenly. */
const ASKED = 1_000
/** So many conditions are left out one by one where nobody matches. */
const LOOSENED = 20

export type CampaignPreviewDeps = {
  database: Database
  clock: Pick<Clock, 'now'>
  campaigns: Campaigns
  permitMany: Compliance['permitMany']
}

/** The segment without one of its conditions. */
const without = ({ join, groups }: Segment, group: number, condition: number): Segment => ({
  join,
  groups: groups
    .map((one, at) =>
      at === group ? { ...one, conditions: one.conditions.filter((_, place) => place !== condition) } : one,
    )
    .filter(({ conditions }) => conditions.length > 0),
})

/** Whom a campaign would call, and who is held back by what: asked of the gate that every call goes through. */
export function createCampaignPreview({ database, clock, campaigns, permitMany }: CampaignPreviewDeps) {
  return {
    count: async (segment: Segment): Promise<CampaignCount> => {
      const now = clock.now()
      const all = await campaigns.countBase(database.db)
      const bounds = { all, most: LOOKED_AT, now }
      const { looked, matched } = await campaigns.countMatches(database.db, [segment], bounds)
      const places = segment.groups.flatMap(({ conditions }, group) =>
        conditions.map((_, condition) => ({ group, condition })),
      )
      const isNobody = matched[0] === 0 && places.length > 0
      const tried = isNobody ? places.slice(0, LOOSENED) : []
      const loosened = isNobody
        ? await campaigns.countMatches(
            database.db,
            tried.map(({ group, condition }) => without(segment, group, condition)),
            bounds,
          )
        : null
      return {
        looked: { of: looked, all },
        matched: matched[0] ?? 0,
        without: tried.map((place, at) => ({ ...place, matched: loosened?.matched[at] ?? 0 })),
      }
    },

    preview: async (id: CampaignId | null, settings: CampaignSettings): Promise<CampaignPreview> => {
      const now = clock.now()
      const all = await campaigns.countBase(database.db)
      const bounds = { all, most: LOOKED_AT, now }
      const { matched } = await campaigns.countMatches(database.db, [settings.segment], bounds)
      const members = await campaigns.readMembers(database.db, settings.segment, { ...bounds, limit: ASKED })
      const rules = toCampaignRules(settings)
      const pairs = members.flatMap(({ id: customerId, phones }) =>
        phones.map((phoneId) => ({ customerId, phoneId: phoneId as PhoneId, campaignId: null, rules })),
      )
      const permits = await permitMany(database.db, pairs, now)
      const others = (await campaigns.takingCampaigns(database.db)).filter(
        (other) => other.id !== id && other.priority > settings.priority,
      )
      const taken = await campaigns.match(
        database.db,
        members.map((member) => member.id),
        others,
      )
      const answer: CampaignPreview = {
        asked: { of: members.length, all: matched[0] ?? 0 },
        now: 0,
        later: 0,
        excluded: [],
      }
      const counts = new Map<string, number>()
      let next = 0
      for (const { id: customerId, is_open, holdout, phones } of members) {
        const hers = permits.slice(next, next + phones.length)
        next += phones.length
        const causes = new Set(causesOf({ customerId, isOpen: is_open, holdout, taken }))
        const open = hers.some((permit) => permit.allowed)
        if (phones.length === 0) causes.add('phone.none')
        else if (!open)
          for (const permit of hers) if (!permit.allowed) for (const one of permit.denials) causes.add(blockCode(one))
        for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1)
        if (causes.size === 0) answer.now++
        else if (
          causesOf({ customerId, isOpen: is_open, holdout, taken }).length === 0 &&
          hers.some((permit) => !permit.allowed && permit.retryAt)
        )
          answer.later++
      }
      answer.excluded = [...counts]
        .map(([cause, customers]) => ({ cause, customers }))
        .sort((one, other) => other.customers - one.customers)
      return answer
    },
  }
}
export type CampaignPreviews = ReturnType<typeof createCampaignPreview>

/** What keeps her out besides the gate. */
const causesOf = (her: {
  customerId: CustomerId
  isOpen: boolean
  holdout: boolean
  taken: ReadonlyMap<CustomerId, CampaignId>
}): string[] => [
  ...(her.isOpen ? [] : ['episode.none']),
  ...(her.holdout ? ['holdout'] : []),
  ...(her.taken.has(her.customerId) ? ['campaign.other'] : []),
]
