import * as z from 'zod/mini'
import { Params } from './values.ts'

/**
 * What went wrong, as a code with parameters; words are made in the reader's language.
 * `field` is the path of the input at fault ('body.offers.0.answer'), when there is one.
 */
export const Problem = z.strictObject({ code: z.string(), params: z.optional(Params), field: z.optional(z.string()) })
/** The body of every answer that is not 2xx. */
export const ProblemAnswer = z.strictObject({ problem: Problem, more: z.optional(z.array(Problem)) })

export type Problem = z.infer<typeof Problem>
export type ProblemAnswer = z.infer<typeof ProblemAnswer>
