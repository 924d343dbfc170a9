import { createHash } from 'node:crypto'
import type { CampaignId } from '#contract/ids'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { Block, Compliance } from '../compliance/compliance.service.ts'
import { offsetAt } from '../people/import/zone-offset.ts'
import { touch } from '../platform/bus.pg.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Sql } from '../platform/sql.pg.ts'
import { estimateMinutes } from '../ranking/contact.ts'
import { deferBest, type LaterSlot, timeCall, valueInSlot } from '../ranking/hour.ts'
import { createChance } from '../ranking/learning/chance.ts'
import type { Hours } from '../ranking/ranking.service.ts'
import { slotOf } from '../ranking/week-slot.ts'
import { explore } from './explore.ts'
import {
  type Candidate,
  dropShutHeads,
  type Head,
  keepHeads,
  readBest,
  readMedianIndex,
  readZones,
  vacuumHeads,
  writeHeads,
} from './heads.store.ts'
import { rankOf } from './rank.ts'
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

/** P(reached) of an ordinary call, for the time that one takes. */
const TYPICAL_CONTACT = 0.3
/** Of the places of the queue so many go to customers drawn evenly from all who may be called (ranking.md, 3.2). */
const EXPLORED_SHARE = 0.05

/** `roomPerHour`: calls that those who work now get through in an hour, in each zone. */
type Ranking = { median: number; hours: Hours; roomPerHour: number; now: Date }
type Open = Candidate & { openUntil: Date }

/** By the value of a call in this hour of her week, those kept back for whom a better one of today has room; and the time that she waits. */
function rankHeads(
  open: readonly Open[],
  { zone, median, hours: { reach, rates }, roomPerHour, now }: Ranking & { zone: string },
): Head[] {
  const slotAt = (at: number) => slotOf(at, offsetAt(zone, at))
  const slot = slotAt(now.getTime())
  const timings = open.map(({ hourly, perMinuteMinor, openUntil }) => {
    const later = listLater(now.getTime(), openUntil.getTime(), slotAt)
    return hourly ? timeCall(hourly, reach, { slot, later }, rates) : { now: perMinuteMinor, later: perMinuteMinor }
  })
  const lastMs = open.reduce((last, { openUntil }) => Math.max(last, openUntil.getTime()), now.getTime())
  const hoursLater = Math.min(MOST_HOURS, Math.max(0, (lastMs - now.getTime()) / HOUR_MS - SLOT_HOURS))
  const ranks = deferBest(timings, roomPerHour * hoursLater)
  return open.map(({ id, language, hourly, createdAt, openUntil }, i) => {
    const contact = hourly ? valueInSlot(hourly, reach, slot, rates).pContact : null
    const rank = rankOf(ranks[i] ?? 0, createdAt, now, median)
    return { id, language, rank, exploredOf: null, contact, openUntil }
  })
}

const SLOT_HOURS = 2
const MOST_HOURS = 12
const HOUR_MS = 3_600_000
/** The slots that come while she may still be called today. */
function listLater(now: number, until: number, slotAt: (at: number) => number): LaterSlot[] {
  const later: LaterSlot[] = []
  for (let hours = SLOT_HOURS; hours <= MOST_HOURS && now + hours * HOUR_MS < until; hours += SLOT_HOURS)
    later.push({ slot: slotAt(now + hours * HOUR_MS), hours })
  return later
}

/** The same turn of the same zone draws the same customers. */
function drawSlice(heads: readonly Head[], { zone, now }: { zone: string; now: Date }): Head[] {
  const digest = createHash('sha256').update(`${zone} ${now.getTime()}`).digest()
  const placed = explore(heads, EXPLORED_SHARE, createChance(digest.readInt32BE(0), digest.readInt32BE(4)))
  const byId = new Map(placed.map((one) => [one.id, one]))
  return heads.map((head) => ({ ...head, ...(byId.get(head.id) ?? {}), id: head.id }))
}

/** Re-ranks the queue's heads for this hour: every five minutes and after each filling. Returns how many heads stand. */
export function createShortlist({ database, campaigns, compliance, countWorking, rankingHours }: ShortlistDeps) {
  const { db, tx } = database

  /** Of new candidates, those that may be called; the others wait until they may, with the reason stored. */
  const admit = async (candidates: readonly Candidate[], now: Date): Promise<Map<string, Date>> => {
    const admitted = new Map<string, Date>()
    for (let start = 0; start < candidates.length; start += PAGE) {
      const page = candidates.slice(start, start + PAGE)
      const permits = await compliance.permitMany(db, page, now)
      const blocks: Block[] = []
      const later: BackToQueue[] = []
      for (const [index, { id, customerId }] of page.entries()) {
        const permit = permits[index]
        if (!permit) continue
        if (permit.allowed) admitted.set(id, permit.until)
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

  const listZone = async (campaignId: CampaignId, ranking: Ranking & { zone: string }): Promise<number> => {
    const { zone, now } = ranking
    const best = await readBest(db, campaignId, zone, now, HEADS_PER_ZONE)
    const admitted = await admit(
      best.filter(({ openUntil }) => openUntil === null),
      now,
    )
    const open = best.flatMap((one) => {
      const openUntil = one.openUntil ?? admitted.get(one.id)
      return openUntil ? [{ ...one, openUntil }] : []
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
