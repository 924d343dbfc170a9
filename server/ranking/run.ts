import type { RankingModelParams } from './fit.ts'
import type { Lessons } from './lessons.ts'
import type { RankingSettings } from './settings.ts'

/** What stays the same for all customers of one run; plain, so that another thread or process has the same. */
export type Run = {
  now: Date
  completeThrough: Date
  /** How far the centre's day is ahead of UTC. */
  offsetMinutes: number
  zone: string
  holdoutKey: string
  holdoutPercent: number
  settings: RankingSettings
  lessons: Lessons
  /** Attributes that ranking may learn from. */
  featureNames: readonly string[]
  /** Attributes that nothing about a score may depend on. */
  protectedNames: readonly string[]
  model: RankingModelParams
  modelId: string
}
/** The same before anything is learned from the base. */
export type House = Omit<Run, 'model' | 'modelId'>

/** Raised with the shape of `Run`: a run that an older program began is not gone on with. */
export const RUN_FORMAT = 3

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** As JSON, with the two kinds of values that JSON does not have. */
export function packRun(value: unknown): Json {
  if (typeof value === 'bigint') return { $minor: String(value) }
  if (value instanceof Date) return { $at: value.getTime() }
  if (Array.isArray(value)) return value.map(packRun)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, packRun(one)]])),
    )
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null
}

/** What `packRun` was given; what was `undefined` is not there. */
export function unpackRun(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpackRun)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [only, ...more] = entries
  if (only && more.length === 0) {
    if (only[0] === '$minor') return BigInt(String(only[1]))
    if (only[0] === '$at') return new Date(Number(only[1]))
  }
  return Object.fromEntries(entries.map(([key, one]) => [key, unpackRun(one)]))
}
