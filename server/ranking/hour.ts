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

/**
 * The index of a call now, less what waiting for a better hour would gain: who is better called in the evening stands
 * behind whom the hour does not matter for, and is still called when nobody else is left.
 */
export function rankInSlot(
  score: HourlyScore,
  reach: ReachModel,
  { slot, later }: { slot: number; later: readonly LaterSlot[] },
  rates: HourRates,
): number {
  const { perMinuteMinor } = valueInSlot(score, reach, slot, rates)
  let gain = 0
  for (const one of later) {
    const then = valueInSlot(score, reach, one.slot, rates).perMinuteMinor
    gain = Math.max(gain, then * (1 - WAIT_LOSS_PER_HOUR) ** one.hours - perMinuteMinor)
  }
  return perMinuteMinor - gain
}
