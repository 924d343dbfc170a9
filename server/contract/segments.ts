import * as z from 'zod/mini'
import { Minor } from './values.ts'

/** Who is meant, as data: conditions in groups. It is compiled to SQL in one place and evaluated nowhere else. */

export const TextField = z.enum(['country', 'city', 'language', 'consent', 'lapse', 'episode', 'lastOutcome'])
export const NumberField = z.enum(['orders', 'tenureDays', 'complaints', 'openComplaints'])
export const MoneyField = z.enum(['value', 'meanOrder'])
export const DateField = z.enum(['joinedAt', 'cancelledAt', 'firstPurchaseAt', 'lastPurchaseAt', 'lapsedAt'])
export type TextField = z.infer<typeof TextField>
export type NumberField = z.infer<typeof NumberField>
export type MoneyField = z.infer<typeof MoneyField>
export type DateField = z.infer<typeof DateField>

/** An imported attribute, by its name in the file. */
const AttributeName = z.string().check(z.minLength(1), z.maxLength(200))
const Value = z.string().check(z.trim(), z.minLength(1), z.maxLength(200))
const Values = z.array(Value).check(z.minLength(1), z.maxLength(50))
const Bound = z.enum(['atLeast', 'atMost'])

/** What is not known fulfils no condition but `isNot` and `known: false`. */
export const Condition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), field: TextField, op: z.enum(['is', 'isNot']), values: Values }),
  z.strictObject({ kind: z.literal('number'), field: NumberField, op: Bound, value: z.int() }),
  z.strictObject({ kind: z.literal('money'), field: MoneyField, op: Bound, minor: Minor }),
  /** before and since a day, in UTC. */
  z.strictObject({ kind: z.literal('date'), field: DateField, op: z.enum(['before', 'since']), on: z.iso.date() }),
  /** So many days of 24 hours before the moment of asking. */
  z.strictObject({
    kind: z.literal('ago'),
    field: DateField,
    op: z.enum(['atLeast', 'atMost']),
    days: z.int().check(z.minimum(0), z.maximum(36_500)),
  }),
  z.strictObject({ kind: z.literal('attribute'), name: AttributeName, op: z.enum(['is', 'isNot']), values: Values }),
  z.strictObject({ kind: z.literal('attributeNumber'), name: AttributeName, op: Bound, value: z.number() }),
  z.strictObject({
    kind: z.literal('known'),
    field: z.union([TextField, DateField]),
    known: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('attributeKnown'), name: AttributeName, known: z.boolean() }),
])
export type Condition = z.infer<typeof Condition>

export const Join = z.enum(['and', 'or'])
export type Join = z.infer<typeof Join>
export const SegmentGroup = z.strictObject({
  join: Join,
  conditions: z.array(Condition).check(z.minLength(1), z.maxLength(30)),
})
export type SegmentGroup = z.infer<typeof SegmentGroup>

/** Groups of conditions; without a group, everybody. */
export const Segment = z.strictObject({ join: Join, groups: z.array(SegmentGroup).check(z.maxLength(10)) })
export type Segment = z.infer<typeof Segment>

export const EVERYBODY: Segment = { join: 'and', groups: [] }
