import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { CustomerId } from './ids.ts'
import { Why } from './queue.ts'
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
  /** better: at least one part gains for certain. Only such a part is used; the other stays as it was. */
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
  /** The number of the model that was in use before it; null: our priors, or it was never used. */
  replaced: z.nullable(z.int()),
  figures: ModelFigures,
})
export type LearnedModelView = z.infer<typeof LearnedModelView>

/** Never more than one in use and one candidate. */
export const Models = z.strictObject({
  /** Null: the queue is ordered by our priors. */
  inUse: z.nullable(LearnedModelView),
  candidate: z.nullable(LearnedModelView),
  /** Used before, or overtaken before anybody used it; the newest first. */
  earlier: z.array(LearnedModelView),
  /** Learning waits or runs. */
  learning: z.boolean(),
  /** The whole base is being scored anew, or is about to be: `total` is 0 while it waits. Null: it is not. */
  scoring: z.nullable(z.strictObject({ done: Count, total: Count })),
  /**
   * Of customers won back for certain, how many were lost again, and how many times as fast second lives end as our priors say. Null:
   * nobody has been scored since they are counted.
   */
  secondLives: z.nullable(z.strictObject({ seen: Count, lost: Count, lossFactor: z.number() })),
})
export type Models = z.infer<typeof Models>

/** One of the first in the queue, with everything that the place is made of. */
export const QueuePlace = z.strictObject({
  customerId: CustomerId,
  externalId: z.nullable(z.string()),
  name: z.string(),
  why: Why,
})
export type QueuePlace = z.infer<typeof QueuePlace>

const Nothing = z.strictObject({})
const OfModel = z.strictObject({ id: z.uuid() })

export const rankingApi = {
  /** The first ten, best first, of those who may be called one day; the hour and the rules are asked at the claim. */
  'ranking.queue': { method: 'GET', path: '/ranking/queue', answer: z.array(QueuePlace) },
  'ranking.models': { method: 'GET', path: '/ranking/models', answer: Models },
  /** 404; 409 'model.in-use'. The queue is ordered anew at once. */
  'ranking.adopt': { method: 'POST', path: '/ranking/adopt', body: OfModel, answer: Nothing },
  /** The model in use, by its id, so that two who press at once roll back one. 409 'model.not-in-use'. */
  'ranking.rollBack': { method: 'POST', path: '/ranking/roll-back', body: OfModel, answer: Nothing },
  'ranking.learn': { method: 'POST', path: '/ranking/learn', answer: Nothing },
} as const satisfies Record<string, Endpoint>
