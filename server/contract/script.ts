import * as z from 'zod/mini'
import { Locale } from './values.ts'

/** What is filled in as a line is shown: the customer, who calls, the house. */
export const SCRIPT_FIELDS = ['name', 'agent', 'house'] as const
export type ScriptField = (typeof SCRIPT_FIELDS)[number]
/** Anything in braces. */
export const IN_BRACES = /\{([^{}]*)\}/g

/** Of the steps of the conversation (domain.md 5) those that are spoken; 0 is read before. */
export const SpokenStep = z.int().check(z.minimum(1), z.maximum(9))
/** What is said at a step in one language, instead of what is shipped. */
export const ScriptLine = z.strictObject({
  step: SpokenStep,
  language: Locale,
  say: z.string().check(z.trim(), z.minLength(1), z.maxLength(600)),
})
export type ScriptLine = z.infer<typeof ScriptLine>
/** A campaign's own lines; where it has none, what is shipped is said. */
export const Script = z.array(ScriptLine).check(z.maxLength(27))
