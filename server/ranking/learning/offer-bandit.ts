import { createQuadrature } from '../quadrature.ts'
import type { Chance } from './chance.ts'

/** An offer that may be made to this customer now: allowed, within its budget and not barred by anything known. */
export interface EligibleOffer {
  readonly code: string
  /** What making it costs, in the unit of the reward. */
  readonly cost: number
}

/** What came of the offers made so far; plain JSON. Rewards are about 1 for a win: money is divided by what a win is worth. */
export interface OfferRecord {
  readonly offers: Readonly<Record<string, Outcomes>>
  /** By offer, then by cell. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, Outcomes>>>>
}

export interface Outcomes {
  readonly tries: number
  readonly sum: number
  readonly squares: number
}

export interface BanditOptions {
  /** Every eligible offer keeps at least this chance, so that any other policy can be estimated from the log. */
  readonly leastPropensity?: number
  /** Tries at which what is peculiar to an offer in a cell weighs as much as what the offer does everywhere. */
  readonly shrinkage?: number
  /** Standard deviation sampled of an offer long tried, as a share of the posterior's: below 1 explores less. */
  readonly boldness?: number
  /** Tries at which an offer's boldness is half way (in variance) from that of a new one, 1, to that of one long tried. */
  readonly novelty?: number
  /** Tries' worth of what is believed that stand behind each offer. */
  readonly priorTries?: number
}

const DEFAULTS = { leastPropensity: 0.01, shrinkage: 500, boldness: 0.2, novelty: 600, priorTries: 10 }
/** Variance of a reward before there is any. */
const PRIOR_VARIANCE = 0.25
const NOTHING: Outcomes = { tries: 0, sum: 0, squares: 0 }
const POINTS = createQuadrature(48)

export const EMPTY_RECORD: OfferRecord = { offers: {}, cells: {} }

/**
 * With what probability each offer is to be made to a customer of this cell: that of being the best by NET reward under
 * normal posteriors (Thompson 1933), worked out by quadrature and not by draws, so that what is logged is exact. An
 * offer's mean is sampled, less boldly the longer it has been tried, since the least propensity explores for ever anyway;
 * what is peculiar to it in the cell is added at its shrunk value. They sum to 1, each at least
 * `leastPropensity` (or 1/n, where there are too many offers for that). Throws RangeError when no offer is eligible.
 */
export function findPropensities(
  record: OfferRecord,
  cell: string,
  eligible: readonly EligibleOffer[],
  options: BanditOptions = {},
): Map<string, number> {
  if (eligible.length === 0) throw new RangeError('no offer is eligible, not even none')
  const { leastPropensity, shrinkage, boldness, novelty, priorTries } = { ...DEFAULTS, ...options }
  const pool = poolOutcomes(Object.values(record.offers))
  const believed = eligible.map(({ code, cost }) => {
    const { tries, sum } = record.offers[code] ?? NOTHING
    const mean = (sum + priorTries * pool.mean) / (tries + priorTries)
    const share = boldness ** 2 + ((1 - boldness ** 2) * novelty) / (novelty + tries)
    return {
      code,
      mean: mean + findPeculiarity(record, code, cell, shrinkage) - cost,
      deviation: Math.sqrt((share * pool.variance) / (tries + priorTries)),
    }
  })
  return findChances(believed, leastPropensity)
}

/** With what probability each is the greatest, but for each at least `leastPropensity` (or 1/n). They sum to 1. */
export function findChances(
  believed: readonly (Normal & { readonly code: string })[],
  leastPropensity: number,
): Map<string, number> {
  const best = chancesOfBest(believed)
  const floor = Math.min(leastPropensity, 1 / believed.length)
  return new Map(believed.map(({ code }, i) => [code, floor + (1 - floor * believed.length) * (best[i] ?? 0)]))
}

/** An offer by its propensity. */
export function drawOffer(propensities: ReadonlyMap<string, number>, chance: Chance): string {
  let left = chance.uniform()
  let last = ''
  for (const [code, propensity] of propensities) {
    last = code
    left -= propensity
    if (left < 0) break
  }
  return last
}

/** The record with one more outcome. */
export function recordOutcome(record: OfferRecord, code: string, cell: string, reward: number): OfferRecord {
  const add = ({ tries, sum, squares }: Outcomes): Outcomes => ({
    tries: tries + 1,
    sum: sum + reward,
    squares: squares + reward ** 2,
  })
  const byCell = record.cells[code] ?? {}
  return {
    offers: { ...record.offers, [code]: add(record.offers[code] ?? NOTHING) },
    cells: { ...record.cells, [code]: { ...byCell, [cell]: add(byCell[cell] ?? NOTHING) } },
  }
}

function poolOutcomes(all: readonly Outcomes[]): { mean: number; variance: number } {
  const tries = all.reduce((sum, one) => sum + one.tries, 0)
  if (tries === 0) return { mean: 0, variance: PRIOR_VARIANCE }
  const mean = all.reduce((sum, one) => sum + one.sum, 0) / tries
  const squares = all.reduce((sum, one) => sum + one.squares, 0)
  const within = Math.max(0, squares / tries - mean ** 2)
  return { mean, variance: (within * tries + PRIOR_VARIANCE) / (tries + 1) }
}

/**
 * By how much the offer does better in this cell than offers do there in general (each against its own mean), shrunk by
 * n/(n + k). What all offers have in common in a cell does not count: it favours none.
 */
function findPeculiarity(record: OfferRecord, code: string, cell: string, shrinkage: number): number {
  let [tries, excess] = [0, 0]
  for (const [other, byCell] of Object.entries(record.cells)) {
    const inCell = byCell[cell]
    if (!inCell) continue
    tries += inCell.tries
    excess += inCell.sum - inCell.tries * meanOf(record.offers[other] ?? NOTHING)
  }
  const own = record.cells[code]?.[cell] ?? NOTHING
  if (own.tries === 0) return 0
  const ownExcess = meanOf(own) - meanOf(record.offers[code] ?? NOTHING)
  return (own.tries / (own.tries + shrinkage)) * (ownExcess - excess / tries)
}

const meanOf = ({ tries, sum }: Outcomes) => (tries > 0 ? sum / tries : 0)

interface Normal {
  readonly mean: number
  readonly deviation: number
}

/** P(each is the greatest) of independent normals, by Gauss–Legendre over ±6 deviations; they are scaled to sum to 1. */
function chancesOfBest(normals: readonly Normal[]): number[] {
  const raw = normals.map(({ mean, deviation }, i) =>
    POINTS.nodes.reduce((sum, node, k) => {
      const z = 12 * node - 6
      const density = (12 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)
      const others = normals.reduce(
        (product, other, j) =>
          j === i ? product : product * cumulative((mean + z * deviation - other.mean) / other.deviation),
        1,
      )
      return sum + (POINTS.weights[k] ?? 0) * density * others
    }, 0),
  )
  const total = raw.reduce((sum, one) => sum + one, 0)
  return raw.map((one) => (total > 0 ? one / total : 1 / raw.length))
}

/** Standard normal distribution function, to 7.5e-8 (Abramowitz & Stegun 26.2.17). */
function cumulative(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
  return z >= 0 ? 1 - tail : tail
}
