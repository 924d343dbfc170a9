import { z } from 'zod'
import type { Sql } from '../platform/sql.pg.ts'
import { ITSELF } from './counted.ts'
import { type LearnedParams, type Lessons, NO_LESSONS, prepareLessons } from './lessons.ts'

/** Learned by this version of the program. */
export const isLearned = (value: unknown): value is LearnedParams =>
  typeof value === 'object' && value !== null && 'version' in value && value.version === 1
const Rows = z.array(z.object({ id: z.string(), in_use: z.boolean() }))
const Params = z.array(z.object({ id: z.string(), params: z.custom<LearnedParams>(isLearned) }))

/** Which lessons stand: another object only when another model was adopted or learned since. */
export type ReadLessons = (tx: Sql) => Promise<Lessons>

/**
 * What is in use; our priors where nothing is. What was counted is that of the newest model, adopted or not.
 */
export function createLessons(): ReadLessons {
  let kept: { of: string; lessons: Lessons } = { of: '', lessons: NO_LESSONS }
  return async (tx) => {
    const rows = Rows.parse(
      await tx.$queryRaw`
        SELECT id::text, state = 'in_use' AS in_use FROM learned_model
        WHERE state = 'in_use' OR number = (SELECT max(number) FROM learned_model) ORDER BY number`,
    )
    const of = JSON.stringify(rows)
    if (of === kept.of) return kept.lessons
    const params = Params.parse(
      await tx.$queryRaw`SELECT id::text, params FROM learned_model WHERE id = ANY(${rows.map(({ id }) => id)}::uuid[]) ORDER BY number`,
    )
    const inUse = params.find(({ id }) => rows.some((row) => row.id === id && row.in_use))
    const newest = params.at(-1)
    const counted = newest?.params.counted
    const beside = counted?.beside === ITSELF ? (newest?.id ?? null) : counted?.beside
    kept = { of, lessons: prepareLessons(inUse ?? null, counted && { ...counted, beside: beside ?? null }) }
    return kept.lessons
  }
}
