import { fitRidgeLogistic } from './learning/ridge-logistic.ts'
import { logistic } from './special.ts'
import { SLOTS, splitSlot } from './week-slot.ts'

/**
 * What is added to the log-odds with which somebody is believed to answer (contact.ts): by slot of the week, by attempts
 * made and for a slot in which she was tried already; plain JSON.
 */
export interface ReachModel {
  readonly base: number
  /** By attempts of the last 90 days, the last entry for all more. */
  readonly byAttempt: readonly number[]
  /** For each attempt in the same slot of the week that did not reach her, at most three. */
  readonly again: number
  readonly slots: readonly number[]
}

/** One attempt, and what was believed before it. */
export interface ReachExample {
  /** Log-odds of contact.ts, without slot. */
  readonly prior: number
  readonly attempts: number
  readonly slot: number
  readonly triedInSlot: number
  readonly reached: boolean
  /** How much it counts; old ones less. */
  readonly weight: number
}

const MOST_ATTEMPTS = 8
const MOST_AGAIN = 3
/**
 * The hour curve is learned where it is called and never assumed: 200,000 US calls of 2020 knew no best hours any more.
 * That the same slot again does worse is old and firm (Weeks, Kulka & Pierson 1987, POQ 51(4)); its size is a prior of ours.
 */
export const PRIOR_REACH: ReachModel = {
  base: 0,
  byAttempt: new Array<number>(MOST_ATTEMPTS + 1).fill(0),
  again: -0.15,
  slots: new Array<number>(SLOTS).fill(0),
}

/** Precision with which nothing is believed of a band, a weekday and a single slot: some sixty attempts move one half way. */
const RIDGE = 12
const DOUBT = 2
const BANDS = 12
const AT = { attempts: 0, again: MOST_ATTEMPTS + 1, bands: MOST_ATTEMPTS + 2, days: MOST_ATTEMPTS + 2 + BANDS }
const AT_SLOTS = AT.days + 7
const WIDTH = AT_SLOTS + SLOTS

/** Log-odds of an answer before the hour is known. */
export const reachLogOdds = (model: ReachModel, prior: number, attempts: number): number =>
  prior + model.base + (model.byAttempt[Math.min(MOST_ATTEMPTS, attempts)] ?? 0)

/** P(answers in this slot of the week), having been tried in it so often without an answer. */
export const reachIn = (model: ReachModel, beforeHour: number, slot: number, triedInSlot: number): number =>
  logistic(beforeHour + (model.slots[slot] ?? 0) + model.again * Math.min(MOST_AGAIN, triedInSlot))

export const predictReach = (model: ReachModel, one: Omit<ReachExample, 'reached' | 'weight'>): number =>
  reachIn(model, reachLogOdds(model, one.prior, one.attempts), one.slot, one.triedInSlot)

/**
 * Learns from attempts: ridge logistic beside what was believed, a slot being the sum of its band, its weekday and itself,
 * so that it is shrunk to them and they to nothing (a hierarchy by three normal priors). Without attempts it is `beside`,
 * what was believed before.
 */
export function fitReach(examples: readonly ReachExample[], beside: ReachModel = PRIOR_REACH): ReachModel {
  const cells = gather(examples)
  if (cells.length === 0) return beside
  const rows = cells.map(({ attempts, slot, triedInSlot }) => {
    const row = new Float64Array(WIDTH)
    const { day, band } = splitSlot(slot)
    row[AT.attempts + attempts] = 1
    row[AT.again] = triedInSlot
    for (const place of [AT.bands + band, AT.days + day, AT_SLOTS + slot]) row[place] = 1
    return row
  })
  const { intercept, weights, centre } = fitRidgeLogistic(
    rows,
    cells.map(({ weight, reached }) => reached / weight),
    {
      ridge: RIDGE,
      standardised: false,
      weights: cells.map(({ weight }) => weight),
      beside: {
        offset: cells.map(({ weight, prior, attempts, slot, triedInSlot }) => {
          const beforeHour = reachLogOdds(beside, prior / weight, attempts)
          return beforeHour + (beside.slots[slot] ?? 0) + beside.again * triedInSlot
        }),
        doubt: DOUBT,
      },
    },
  )
  const of = (place: number) => weights[place] ?? 0
  return {
    base: weights.reduce((sum, weight, j) => sum - weight * (centre[j] ?? 0), beside.base + intercept),
    byAttempt: beside.byAttempt.map((before, attempts) => before + of(AT.attempts + attempts)),
    again: beside.again + of(AT.again),
    slots: beside.slots.map((before, slot) => {
      const { day, band } = splitSlot(slot)
      return before + of(AT.bands + band) + of(AT.days + day) + of(AT_SLOTS + slot)
    }),
  }
}

interface Cell {
  readonly attempts: number
  readonly slot: number
  readonly triedInSlot: number
  /** Sums over the attempts in it. */
  weight: number
  prior: number
  reached: number
}

/** Attempts that are alike but for a twentieth of the log-odds believed, together: thousands become a few hundred rows. */
function gather(examples: readonly ReachExample[]): Cell[] {
  const cells = new Map<string, Cell>()
  for (const { prior, attempts, slot, triedInSlot, reached, weight } of examples) {
    if (!(weight > 0)) continue
    const [tried, again] = [Math.min(MOST_ATTEMPTS, attempts), Math.min(MOST_AGAIN, triedInSlot)]
    const key = `${tried}|${slot}|${again}|${Math.round(10 * prior)}`
    const cell = cells.get(key) ?? { attempts: tried, slot, triedInSlot: again, weight: 0, prior: 0, reached: 0 }
    cell.weight += weight
    cell.prior += weight * prior
    cell.reached += weight * Number(reached)
    cells.set(key, cell)
  }
  return [...cells.values()]
}
