import type { CustomerId, EpisodeId, PhoneId, WorkItemId } from '#contract/ids'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { Block, Compliance } from '../compliance/compliance.service.ts'
import type { Database } from '../platform/database.pg.ts'
import { choosePhone } from './choose-phone.ts'
import { closeEnded, hasPhone, readEnded, readUnqueued, type Unqueued } from './fill.store.ts'
import { insertItems, type NewItem } from './work-items.store.ts'

const PAGE = 500
const ENDED_PAGE = 5_000
/** No campaign that takes new rounds calls her. */
const NO_CAMPAIGN = 'campaign.none'

export type FillDeps = { database: Database; campaigns: Campaigns; compliance: Compliance }
/** `blocked`: only a person can lift what stands against them. `later`: waiting until a rule lifts by itself. */
export type Filled = { waiting: number; later: number; blocked: number }

/** Makes work items of the episodes that are worth a call, page by key, each page its own short transaction. */
export function createFill({ database, campaigns, compliance }: FillDeps) {
  const fillPage = async (page: readonly Unqueued[], now: Date): Promise<Filled> => {
    const taking = await campaigns.takingCampaigns(database.db)
    const goesTo = await campaigns.match(
      database.db,
      page.map(({ customerId }) => customerId),
      taking,
    )
    const pairs = page.flatMap(({ customerId, phones }) =>
      phones.map((phoneId) => ({ customerId, phoneId, campaignId: goesTo.get(customerId) ?? null })),
    )
    const permits = await compliance.permitMany(database.db, pairs, now)
    const reachable = await hasPhone(
      database.db,
      page.filter(({ phones }) => phones.length === 0).map((row) => row.customerId),
    )
    const items: NewItem[] = []
    const blocks: Block[] = []
    const judged: CustomerId[] = []
    const filled: Filled = { waiting: 0, later: 0, blocked: 0 }
    const taken = new Set<PhoneId>()
    let next = 0
    for (const { customerId, episodeId, phones } of page) {
      const hers = phones.flatMap((phoneId, index) => {
        const permit = permits[next + index]
        return permit && !taken.has(phoneId) ? [{ phoneId, permit }] : []
      })
      next += phones.length
      const choice = choosePhone(hers, now)
      if (!choice && (phones.length > 0 || reachable.has(customerId))) continue // her number rings for somebody else; the next filling sees
      judged.push(customerId)
      if (!choice) blocks.push({ customerId, rule: 'phone.none', params: {}, at: now, retryAt: null })
      else blocks.push(...compliance.blocksOf(customerId, choice.permit, now))
      const campaignId = goesTo.get(customerId)
      if (!campaignId) blocks.push({ customerId, rule: NO_CAMPAIGN, params: {}, at: now, retryAt: null })
      if (!choice?.dueAt || !campaignId) filled.blocked++
      else {
        taken.add(choice.phoneId)
        items.push({ customerId, episodeId, campaignId, phoneId: choice.phoneId, dueAt: choice.dueAt })
        if (choice.permit.allowed) filled.waiting++
        else filled.later++
      }
    }
    await database.tx(async (tx) => {
      await insertItems(tx, items, now)
      await compliance.writeBlocks(tx, judged, blocks)
    })
    return filled
  }

  const shutEnded = async (now: Date): Promise<void> => {
    for (let after: WorkItemId | null = null; ; ) {
      const page: Awaited<ReturnType<typeof readEnded>> = await readEnded(database.db, after, ENDED_PAGE)
      if (page.ended.length > 0) await database.tx((tx) => closeEnded(tx, page.ended, now))
      if (!page.last) return
      after = page.last
    }
  }

  return async (now: Date): Promise<Filled> => {
    await shutEnded(now)
    const total: Filled = { waiting: 0, later: 0, blocked: 0 }
    let after: EpisodeId | null = null
    for (;;) {
      const page: Unqueued[] = await readUnqueued(database.db, after, PAGE)
      if (page.length === 0) return total
      const filled = await fillPage(page, now)
      total.waiting += filled.waiting
      total.later += filled.later
      total.blocked += filled.blocked
      after = page.at(-1)?.episodeId ?? null
    }
  }
}
