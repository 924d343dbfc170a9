import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { Interval } from './ranking.ts'
import { Instant } from './values.ts'

const Count = z.int().check(z.nonnegative())

/** Customers of one arm whose horizon is over, and those of them who bought in it. */
const Arm = z.strictObject({ customers: Count, buyers: Count })
/** Mean of the called less mean of the held out, a customer, in minor units of the installation's currency. */
const MoneyDifference = z.strictObject({ value: z.number(), low: z.number(), high: z.number() })

/**
 * What calling is worth, by assignment: everybody who was assigned counts in their arm, called or not, and only purchases count,
 * never claims.
 */
export const Lift = z.strictObject({
  /** Purchases are known up to here; null: no purchase file came yet. */
  completeThrough: z.nullable(Instant),
  horizonDays: Count,
  /** Assigned in all, and when the first horizon is over; null: nobody is assigned. */
  assigned: z.strictObject({ treat: Count, holdout: Count }),
  firstCompleteAt: z.nullable(Instant),
  treat: Arm,
  holdout: Arm,
  /** Share of buyers among the assigned less the same among the held out; null while an arm is empty. */
  share: z.nullable(Interval),
  /** The interval is narrow enough to be acted on; else how many customers it takes in all, as arms and shares are now. */
  enough: z.boolean(),
  needed: z.nullable(Count),
  margin: z.nullable(MoneyDifference),
  /** The same after incentives, dialling and agents' minutes on the line. */
  net: z.nullable(MoneyDifference),
})
export type Lift = z.infer<typeof Lift>

/** Said and happened: of so many cases, the sum of the probabilities said, and how many came about. */
export const Said = z.strictObject({ cases: Count, said: z.number(), happened: Count, auc: z.nullable(z.number()) })
export type Said = z.infer<typeof Said>
/** `reach`: claims that were dialled. `win`: of these the reached. */
export const CalibrationWeek = z.strictObject({ from: Instant, reach: Said, win: Said })
export type CalibrationWeek = z.infer<typeof CalibrationWeek>

const Estimate = z.nullable(Interval)
/**
 * What would have been won among those for whom it could have been drawn, had it been drawn for all of them; beside it what was won
 * of these as it was. Null: refused, the log hardly did so.
 */
export const OfferPolicy = z.strictObject({
  policy: z.enum(['offer', 'best', 'as-it-was']),
  /** Of `offer`. */
  code: z.nullable(z.string()),
  cases: Count,
  asItWas: Estimate,
  snips: Estimate,
  doublyRobust: Estimate,
  effectiveSize: z.number(),
})
export type OfferPolicy = z.infer<typeof OfferPolicy>
export const OfferPolicies = z.strictObject({
  from: Instant,
  /** Reached customers who told why they left, so that an offer was drawn for them. */
  reached: Count,
  /** Effective size below which nothing is estimated. */
  leastEffectiveSize: Count,
  policies: z.array(OfferPolicy),
})
export type OfferPolicies = z.infer<typeof OfferPolicies>

/** Claims of the last four weeks that were drawn evenly to learn from, beside the others. */
const Slice = z.strictObject({ claims: Count, attempted: Count, reached: Count, won: Count })
export const Explored = z.strictObject({ from: Instant, drawn: Slice, ordered: Slice })
export type Explored = z.infer<typeof Explored>

/** `value`: null for `none` (not known) and `rest` (all smaller values together). */
export const Segment = z.strictObject({
  kind: z.enum(['value', 'none', 'rest']),
  value: z.nullable(z.string()),
  scored: Count,
  queued: Count,
  claimed: Count,
})
export type Segment = z.infer<typeof Segment>
export const Inclusion = z.strictObject({
  from: Instant,
  /** Customers worth a call, of these in the queue's best now, and claimed since `from`. */
  totals: z.strictObject({ scored: Count, queued: Count, claimed: Count }),
  groups: z.array(
    z.strictObject({
      by: z.enum(['language', 'city', 'attribute']),
      /** Of `attribute`: its name. */
      name: z.nullable(z.string()),
      segments: z.array(Segment),
    }),
  ),
})
export type Inclusion = z.infer<typeof Inclusion>

/** Each part is null while it is being counted for the first time: ask again. Counted anew when it is older than some minutes. */
export const RankingMeasures = z.strictObject({
  asOf: z.nullable(Instant),
  lift: z.nullable(Lift),
  /** Twelve weeks at most, the newest first; without weeks in which nobody was claimed. */
  weeks: z.nullable(z.array(CalibrationWeek)),
  offers: z.nullable(OfferPolicies),
  explored: z.nullable(Explored),
  inclusion: z.nullable(Inclusion),
})
export type RankingMeasures = z.infer<typeof RankingMeasures>

export const measuresApi = {
  'ranking.measures': { method: 'GET', path: '/ranking/measures', answer: RankingMeasures },
} as const satisfies Record<string, Endpoint>
