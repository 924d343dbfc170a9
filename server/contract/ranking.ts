import * as z from 'zod/mini'
import { Instant } from './values.ts'

const Count = z.int().check(z.nonnegative())

/** An estimate with its 95 % interval. */
export const Interval = z.strictObject({ value: z.number(), low: z.number(), high: z.number() })
export type Interval = z.infer<typeof Interval>

/** One part of a learned model on calls that it had not seen, beside the model in use at that time (our priors, where none was). */
export const PartFigures = z.strictObject({
  /** prior: too little to learn from. ridge, trees: what was chosen by the order within blocks. curve: slots of the week. */
  by: z.enum(['prior', 'curve', 'ridge', 'trees']),
  /** Cases judged, and those of them that succeeded. */
  cases: Count,
  successes: Count,
  /** Mean log loss a case; null where nothing could be judged. */
  logLoss: z.nullable(z.number()),
  inUseLogLoss: z.nullable(z.number()),
  /** How much lower its log loss is, paired; above zero is better. */
  gain: z.nullable(Interval),
  /** Order within each block of calls, the only choice that a queue has. */
  withinBlockAuc: z.nullable(z.number()),
  inUseWithinBlockAuc: z.nullable(z.number()),
})
export type PartFigures = z.infer<typeof PartFigures>

export const ModelFigures = z.strictObject({
  /** Claims that were followed by an attempt, customers reached, and wins among these, that it was learned from. */
  attempts: Count,
  reached: Count,
  wins: Count,
  /** Blocks of calls that were judged. */
  blocks: Count,
  /** better: at least one part gains for certain and none loses for certain. */
  verdict: z.enum(['better', 'not-better', 'too-little']),
  reach: PartFigures,
  win: PartFigures,
})
export type ModelFigures = z.infer<typeof ModelFigures>

export const LearnedModelView = z.strictObject({
  id: z.uuid(),
  number: z.int(),
  state: z.enum(['candidate', 'in_use', 'retired']),
  madeAt: Instant,
  learnedTo: Instant,
  usedAt: z.nullable(Instant),
  retiredAt: z.nullable(Instant),
  /** Who put it into use; null: the weekly job, or nobody yet. */
  usedBy: z.nullable(z.string()),
  figures: ModelFigures,
})
export type LearnedModelView = z.infer<typeof LearnedModelView>
