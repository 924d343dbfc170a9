import { z } from 'zod'
import { countAttempts } from './contact.ts'
import type { CustomerHistory } from './history.ts'
import type { Column, Table } from './learning/table.ts'

/** What is known of a customer before a call, by the code of the fact that it would make; a word for an attribute. */
export const Features = z.record(z.string(), z.union([z.number(), z.string(), z.null()]))
export type Features = z.infer<typeof Features>

/** What a score is stored with, for learning to read what was known and believed when the call was decided on. */
export const Known = z.object({
  /** Log-odds of an answer and of persuading, as believed without any lesson; attempts of the last 90 days. */
  contactLogOdds: z.number(),
  attempts: z.number(),
  customerLogOdds: z.number(),
  features: Features,
})
export type Known = z.infer<typeof Known>

const ATTRIBUTE = 'attribute:'
const NUMBER = /^[-+]?\d{1,15}(\.\d+)?$/

/**
 * What learning may look at. Of the attributes only those that a supervisor has marked as features; a protected one never
 * is, and neither are language, city nor name.
 */
export function listFeatures(
  history: CustomerHistory,
  attributes: Readonly<Record<string, string>>,
  allowed: readonly string[],
  now: Date,
): Features {
  const { complaints } = history
  const features: Features = {
    hiatus: round(Math.log1p(history.hiatusDays)),
    frequency: round(Math.log1p(history.purchaseDays)),
    tenure: round(Math.log1p(history.ageDays)),
    first_life_value: round(Math.log1p(Math.max(0, history.totalMinor))),
    mean_order: round(Math.log1p(Math.max(0, history.meanMinor))),
    spend_trend: round(history.spendTrend),
    own_gaps_silent: history.usualGapDays ? round(Math.log1p(history.hiatusDays / history.usualGapDays)) : null,
    complaint_open: complaints.open,
    complaint_unsolved: complaints.unsolved,
    complaint_solved: complaints.solved,
    cancelled: Number(history.cancelled),
    referred_others: history.referrals,
    refused_before: history.refusals,
    won_before: history.wins,
    many_contacts: history.contactsBeforeLeaving,
    attempts: countAttempts(history, now, 90),
  }
  for (const name of allowed) {
    const value = attributes[name]?.trim() ?? ''
    features[`${ATTRIBUTE}${name}`] = value === '' ? null : NUMBER.test(value) ? Number(value) : value
  }
  return features
}

/** The name of the attribute that a feature is; null for one of ours. */
export const attributeOf = (feature: string): string | null =>
  feature.startsWith(ATTRIBUTE) ? feature.slice(ATTRIBUTE.length) : null

/**
 * The features of many customers as columns, in the order of their names. A column is of numbers where all that is known
 * of it are numbers, else of words.
 */
export function tableFeatures(rows: readonly Features[]): Table {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort()
  const columns = names.map((name): Column => {
    const values = rows.map((row) => row[name] ?? null)
    if (values.some((value) => typeof value === 'string'))
      return { name, kind: 'category', values: values.map((value) => (value === null ? null : String(value))) }
    return {
      name,
      kind: 'numeric',
      values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    }
  })
  return { rows: rows.length, columns }
}

/** Stored with every score: three digits are as many as trees and weights can tell apart. */
const round = (value: number): number => Math.round(value * 1000) / 1000
