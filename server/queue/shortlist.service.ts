import type { CampaignId } from '#contract/ids'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { Block, Compliance } from '../compliance/compliance.service.ts'
import { touch } from '../platform/bus.pg.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Sql } from '../platform/sql.pg.ts'
import { estimateMinutes } from '../ranking/contact.ts'
import type { Hours } from '../ranking/ranking.service.ts'
import {
  type Candidate,
  dropShutHeads,
  keepHeads,
  readBest,
  readMedianIndex,
  readZones,
  vacuumHeads,
  writeHeads,
} from './heads.store.ts'
import { drawSlice, type HeadRanking, rankHeads } from './rank-heads.ts'
import { type BackToQueue, putBackDue } from './work-items.store.ts'

/** The best so many of each campaign and zone are what claims walk for the next minutes. */
export const HEADS_PER_ZONE = 2_000
/** Denied until a person acts: asked again once a day. */
export const ASK_AGAIN_MS = 86_400_000
const PAGE = 500

export type ShortlistDeps = {
  database: Database
  /** Agents who are at work just now. */
  countWorking: (tx: Tx) => Promise<number>
  campaigns: Campaigns
  compliance: Compliance
  rankingHours: (tx: Sql, now: Date) => Promise<Hours>
}

type Admitted = { openUntil: Date; lapsesAt: Date | null }

/** P(reached) of an ordinary call, for the time that one takes. */
const TYPICAL_CONTACT = 0.3
/** Re-ranks the queue's heads for this hour: every five minutes and after each filling. Returns how many heads stand. */
export function createShortlist({ database, campaigns, compliance, countWorking, rankingHours }: ShortlistDeps) {
  const { db, tx } = database

  /** Of new candidates, those that may be called; the others wait until they may, with the reason stored. */
  const admit = async (
    campaignId: CampaignId,
    candidates: readonly Candidate[],
    now: Date,
  ): Promise<Map<string, Admitted>> => {
    const admitted = new Map<string, Admitted>()
    for (let start = 0; start < candidates.length; start += PAGE) {
      const page = candidates.slice(start, start + PAGE)
      const permits = await compliance.permitMany(
        db,
        page.map((one) => ({ ...one, campaignId })),
        now,
      )
      const blocks: Block[] = []
      const later: BackToQueue[] = []
      for (const [index, { id, customerId }] of page.entries()) {
        const permit = permits[index]
        if (!permit) continue
        if (permit.allowed) admitted.set(id, { openUntil: permit.until, lapsesAt: permit.lapsesAt })
        else {
          blocks.push(...compliance.blocksOf(customerId, permit, now))
          later.push({ id, dueAt: permit.retryAt ?? new Date(now.getTime() + ASK_AGAIN_MS) })
        }
      }
      await tx(async (inner) => {
        if (later.length > 0) await putBackDue(inner, later, now)
        await compliance.writeBlocks(
          inner,
          page.map(({ customerId }) => customerId),
          blocks,
        )
      })
    }
    return admitted
  }

  const listZone = async (campaignId: CampaignId, ranking: HeadRanking): Promise<number> => {
    const { zone, now } = ranking
    const best = await readBest(db, campaignId, zone, now, HEADS_PER_ZONE)
    const admitted = await admit(
      campaignId,
      best.filter(({ openUntil }) => openUntil === null),
      now,
    )
    const open = best.flatMap((one) => {
      if (one.openUntil) return [{ ...one, openUntil: one.openUntil }]
      const fresh = admitted.get(one.id)
      return fresh ? [{ ...one, ...fresh }] : []
    })
    const heads = drawSlice(rankHeads(open, ranking), ranking)
    await keepHeads(
      db,
      campaignId,
      zone,
      heads.map(({ id }) => id),
    )
    for (let start = 0; start < heads.length; start += PAGE)
      await writeHeads(db, campaignId, zone, heads.slice(start, start + PAGE))
    return heads.length
  }

  return async (now: Date): Promise<number> => {
    const active = await campaigns.activeCampaigns(db)
    const zones = await readZones(db)
    const [median, hours] = [await readMedianIndex(db), await rankingHours(db, now)]
    const perHour = (await countWorking(db)) * (60 / estimateMinutes(TYPICAL_CONTACT, hours.rates))
    const roomPerHour = perHour / Math.max(1, active.length * zones.length)
    await dropShutHeads(
      db,
      active.map(({ id }) => id),
      now,
    )
    let total = 0
    for (const { id } of active)
      for (const zone of zones) total += await listZone(id, { zone, median, hours, roomPerHour, now })
    await vacuumHeads(db)
    await tx((inner) => touch(inner, ['wall']))
    return total
  }
}
