import { type ContactSettings, estimateMinutes } from './contact.ts'
import { type ReachModel, reachIn } from './reach.ts'

/** What the value of a call at some hour is worked out from; stored with every score. */
export interface HourlyScore {
  /** Log-odds of an answer before the hour is known. */
  readonly contactLogOdds: number
  /** Worth once reached, and cost of an attempt besides its minutes; minor units. */
  readonly reachedMinor: number
  readonly fixedMinor: number
  /** Slots of the week in which she was tried and not reached, one for each attempt. */
  readonly triedSlots: readonly number[]
}

export interface HourRates extends ContactSettings {
  readonly agentHourMinor: bigint
}

export interface HourValue {
  readonly pContact: number
  readonly expectedMinor: number
  readonly minutes: number
  /** The index: expected value for each agent minute. */
  readonly perMinuteMinor: number
}

/** A day's wait costs so much of a call's value: she may come back meanwhile, or be forgotten. A prior of ours. */
const WAIT_LOSS_PER_HOUR = 0.002

/** What a call in this slot of her week is expected to earn (design/ranking.md 3.1, EV(h, o)). */
export function valueInSlot(score: HourlyScore, reach: ReachModel, slot: number, rates: HourRates): HourValue {
  const tried = score.triedSlots.reduce((count, one) => count + Number(one === slot), 0)
  const pContact = reachIn(reach, score.contactLogOdds, slot, tried)
  const minutes = estimateMinutes(pContact, rates)
  const minutesMinor = (minutes * Number(rates.agentHourMinor)) / 60
  const expectedMinor = pContact * score.reachedMinor - score.fixedMinor - minutesMinor
  return { pContact, minutes, expectedMinor, perMinuteMinor: expectedMinor / minutes }
}

export interface LaterSlot {
  readonly slot: number
  readonly hours: number
}

/** The index of a call now, and that of the best later slot with what the wait costs; the same where none is better. */
export interface Timing {
  readonly now: number
  readonly later: number
}

export function timeCall(
  score: HourlyScore,
  reach: ReachModel,
  { slot, later }: { slot: number; later: readonly LaterSlot[] },
  rates: HourRates,
): Timing {
  const now = valueInSlot(score, reach, slot, rates).perMinuteMinor
  let best = now
  for (const one of later) {
    const then = valueInSlot(score, reach, one.slot, rates).perMinuteMinor
    best = Math.max(best, then * (1 - WAIT_LOSS_PER_HOUR) ** one.hours)
  }
  return { now, later: best }
}

/**
 * The rank of each now. Those whom waiting for a better hour gains most are put behind, but no more of them than can be
 * called in the hours to come: a better hour has no room for everybody, and who is kept for it is still called when nobody
 * else is left.
 */
export function deferBest(timings: readonly Timing[], roomLater: number): number[] {
  const ranks = timings.map(({ now }) => now)
  const gains = timings.map(({ now, later }, index) => ({ index, gain: later - now })).filter(({ gain }) => gain > 0)
  gains.sort((a, b) => b.gain - a.gain || a.index - b.index)
  for (const { index, gain } of gains.slice(0, Math.max(0, Math.floor(roomLater))))
    ranks[index] = (ranks[index] ?? 0) - gain
  return ranks
}
