import type { EpisodeId, TeamId, UserId, WorkItemId } from '#contract/ids'
import type { Card, Why } from '#contract/queue'
import type { Role } from '#contract/staff'
import { Locale } from '#contract/values'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { People } from '../people/people.service.ts'
import type { CardFacts } from '../people/person.store.ts'
import { maskPhone } from '../people/phone-number.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import type { Audit } from '../staff/audit.store.ts'
import { readCallback } from './callbacks.store.ts'
import { isOfTeam, readCardRow } from './card.store.ts'
import { localHour } from './daypart.ts'
import { readDecidedWhy } from './decisions.store.ts'
import { findDraft } from './desk.store.ts'
import { readItem } from './work-items.store.ts'

export type Viewer = { userId: UserId; role: Role; teamId: TeamId | null }

export type CardDeps = {
  clock: Clock
  campaigns: Campaigns
  people: Pick<People, 'card' | 'timeline'>
  rankingWhy: (tx: Tx, episodeId: EpisodeId) => Promise<Why | null>
  audit: Audit
}

const toText = (at: Date | null): string | null => at?.toISOString() ?? null

function toCustomer({ customer }: CardFacts, zone: string | null, now: Date): Card['customer'] {
  const language = Locale.safeParse(customer.language)
  return {
    id: customer.id,
    externalId: customer.externalId,
    name: customer.name,
    language: language.success ? language.data : null,
    city: customer.city,
    zone,
    localHour: zone && localHour(now, zone),
    joinedAt: toText(customer.joinedAt),
    cancelledAt: toText(customer.cancelledAt),
    attributes: customer.attributes,
  }
}

/** What she would be spoken to in, of the campaign's own lines. */
const linesFor = (script: Card['campaign']['script'], spoken: Card['customer']['language']) =>
  script.filter(({ language }) => spoken === null || language === spoken)

const toFirstLife = ({ firstLife }: CardFacts): Card['firstLife'] => ({
  ...firstLife,
  valueMinor: String(firstLife.valueMinor),
  firstPurchaseAt: toText(firstLife.firstPurchaseAt),
  lastPurchaseAt: toText(firstLife.lastPurchaseAt),
})

/** A supervisor sees what her own team calls. */
const leads = async (tx: Tx, workItemId: WorkItemId, { role, teamId }: Viewer): Promise<boolean> =>
  role === 'supervisor' && teamId !== null && (await isOfTeam(tx, workItemId, teamId))

/** The customer before the agent, composed of what each part knows. The full number is there for her who must dial it herself. */
export function createCards({ clock, campaigns, people, rankingWhy, audit }: CardDeps) {
  /** Refuses 404 `card.not-yours` unless the viewer holds the lease or leads those who do. */
  return async (tx: Tx, workItemId: WorkItemId, viewer: Viewer): Promise<Card> => {
    const item = await readItem(tx, workItemId, false)
    const holds = item?.state === 'leased' && item.agentId === viewer.userId
    if (!item || !(holds || (await leads(tx, workItemId, viewer)))) return refuse(404, 'card.not-yours')
    const now = clock.now()
    const row = await readCardRow(tx, workItemId)
    const facts = row && (await people.card(tx, item.customerId))
    const phone = facts?.phones.find(({ id }) => id === item.phoneId)
    if (!row || !facts || !phone) return refuse(404, 'card.not-yours')
    const callback = await readCallback(tx, workItemId)
    const campaign = await campaigns.byId(tx, item.campaignId)
    const mode = campaign?.mode ?? 'preview'
    const customer = toCustomer(facts, item.zone, now)
    const number = holds && mode === 'manual' ? phone.e164 : null
    const seen = { at: now, actorId: viewer.userId, subject: `customer:${item.customerId}` } as const
    await audit(tx, { ...seen, action: 'card.viewed' })
    if (number !== null) await audit(tx, { ...seen, action: 'number.shown', detail: { phone: item.phoneId } })
    return {
      workItemId,
      fence: String(item.fence),
      episodeId: item.episodeId,
      campaign: {
        ...{ id: item.campaignId, name: row.campaignName, offers: campaign?.offers ?? [], mode },
        script: linesFor(campaign?.script ?? [], customer.language),
      },
      customer,
      phone: {
        id: item.phoneId,
        masked: maskPhone(phone.e164),
        number,
        shared: phone.shared,
      },
      firstLife: toFirstLife(facts),
      lapsed: row.lapsed,
      complaints: facts.complaints,
      promises: facts.promises,
      timeline: await people.timeline(tx, item.customerId, null),
      attempts: item.attempts,
      callback: callback && { dueAt: callback.dueAt.toISOString(), note: callback.note },
      why: (await readDecidedWhy(tx, workItemId, item.fence)) ?? (await rankingWhy(tx, item.episodeId)),
      draft: item.agentId ? await findDraft(tx, workItemId, item.agentId) : null,
    }
  }
}
