import type { CustomerId, EpisodeId, PhoneId, UserId, WorkItemId } from '#contract/ids'
import type { Card, Why } from '#contract/queue'
import type { Role } from '#contract/staff'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import { maskPhone } from '../people/phone-number.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import { readCallback } from './callbacks.store.ts'
import { readCardRow } from './card.store.ts'
import { localHour } from './daypart.ts'
import { findDraft } from './desk.store.ts'
import { readItem } from './work-items.store.ts'

export type Viewer = { userId: UserId; role: Role }
/** What people.card tells of a customer. */
export type CardFacts = Pick<Card, 'firstLife' | 'complaints' | 'promises'> & {
  customer: Omit<Card['customer'], 'localHour'>
}

export type CardDeps = {
  clock: Clock
  campaigns: Campaigns
  people: {
    card: (tx: Tx, customerId: CustomerId, now: Date) => Promise<CardFacts | null>
    timeline: (tx: Tx, customerId: CustomerId) => Promise<Card['timeline']>
  }
  rankingWhy: (tx: Tx, episodeId: EpisodeId) => Promise<Why | null>
  audit: (tx: Tx, entry: { at: Date; actorId: UserId; action: string; subject: string }) => Promise<unknown>
}

const SEES_ALL: readonly Role[] = ['supervisor', 'admin', 'auditor']

/** The customer before the agent, composed of what each part knows. The full number is there for her who must dial it herself. */
export function createCards({ clock, campaigns, people, rankingWhy, audit }: CardDeps) {
  /** Refuses 404 `card.not-yours` unless the viewer holds the lease or leads those who do. */
  return async (tx: Tx, workItemId: WorkItemId, viewer: Viewer): Promise<Card> => {
    const item = await readItem(tx, workItemId, false)
    const holds = item?.state === 'leased' && item.agentId === viewer.userId
    if (!item || (!holds && !SEES_ALL.includes(viewer.role))) return refuse(404, 'card.not-yours')
    const now = clock.now()
    const facts = await people.card(tx, item.customerId, now)
    const row = await readCardRow(tx, workItemId)
    const campaign = (await campaigns.activeCampaigns(tx)).find(({ id }) => id === item.campaignId)
    if (!facts || !row) return refuse(404, 'card.not-yours')
    const callback = await readCallback(tx, workItemId)
    const timeline = await people.timeline(tx, item.customerId)
    const why = await rankingWhy(tx, item.episodeId)
    await audit(tx, { at: now, actorId: viewer.userId, action: 'card.viewed', subject: item.customerId })
    const mode = campaign?.mode ?? 'preview'
    const zone = facts.customer.zone ?? item.zone
    return {
      workItemId,
      fence: String(item.fence),
      episodeId: item.episodeId,
      campaign: { id: item.campaignId, name: row.campaignName, offers: campaign?.offers ?? [], mode },
      customer: { ...facts.customer, localHour: zone && localHour(now, zone) },
      phone: {
        id: item.phoneId as PhoneId,
        masked: maskPhone(row.e164),
        number: holds && mode === 'manual' ? row.e164 : null,
        shared: row.shared,
      },
      firstLife: facts.firstLife,
      lapsed: row.lapsed,
      complaints: facts.complaints,
      promises: facts.promises,
      timeline,
      attempts: item.attempts,
      callback: callback && { dueAt: callback.dueAt.toISOString(), note: callback.note },
      why,
      draft: item.agentId ? await findDraft(tx, workItemId, item.agentId) : null,
    }
  }
}
