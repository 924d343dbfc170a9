import { createHash } from 'node:crypto'
import { offsetAt } from '../people/import/zone-offset.ts'
import { deferBest, type LaterSlot, timeCall, valueInSlot } from '../ranking/hour.ts'
import { createChance } from '../ranking/learning/chance.ts'
import type { Hours } from '../ranking/ranking.service.ts'
import { slotOf } from '../ranking/week-slot.ts'
import { explore } from './explore.ts'
import type { Candidate, Head } from './heads.store.ts'
import { rankOf } from './rank.ts'

/** Of the places of the queue so many go to customers drawn evenly from all who may be called (ranking.md, 3.2). */
const EXPLORED_SHARE = 0.05

/** `roomPerHour`: calls that those who work now get through in an hour, in each zone. */
export type HeadRanking = { zone: string; median: number; hours: Hours; roomPerHour: number; now: Date }
export type OpenCandidate = Candidate & { openUntil: Date }

/** By the value of a call in this hour of her week, those kept back for whom a better one of today has room; and the time that she waits. */
export function rankHeads(
  open: readonly OpenCandidate[],
  { zone, median, hours: { reach, rates }, roomPerHour, now }: HeadRanking,
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
  return open.map(({ id, language, hourly, createdAt, openUntil, lapsesAt }, i) => {
    const contact = hourly ? valueInSlot(hourly, reach, slot, rates).pContact : null
    const rank = rankOf(ranks[i] ?? 0, createdAt, now, median, lapsesAt)
    return { id, language, rank, exploredOf: null, contact, openUntil, lapsesAt }
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
export function drawSlice(heads: readonly Head[], { zone, now }: { zone: string; now: Date }): Head[] {
  const digest = createHash('sha256').update(`${zone} ${now.getTime()}`).digest()
  const placed = explore(heads, EXPLORED_SHARE, createChance(digest.readInt32BE(0), digest.readInt32BE(4)))
  const byId = new Map(placed.map((one) => [one.id, one]))
  return heads.map((head) => ({ ...head, ...(byId.get(head.id) ?? {}), id: head.id }))
}
