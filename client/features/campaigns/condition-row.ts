import {
  type Condition,
  DateField,
  type Join,
  MoneyField,
  NumberField,
  type Segment,
  TextField,
} from '#contract/segments'
import { foldDigits, readCount } from '../../i18n/digits.ts'

export type Op =
  | 'is'
  | 'isNot'
  | 'atLeast'
  | 'atMost'
  | 'before'
  | 'since'
  | 'agoAtLeast'
  | 'agoAtMost'
  | 'known'
  | 'unknown'
export type KnownField = TextField | NumberField | MoneyField | DateField
export const ATTRIBUTE = 'attribute:'
export type FieldId = KnownField | `${typeof ATTRIBUTE}${string}`

/** One condition as it stands in the form: what is typed may not be one yet. */
export type ConditionRow = { id: number; field: FieldId; op: Op; value: string }
export type GroupRows = { id: number; join: Join; rows: ConditionRow[] }
export type SegmentRows = { join: Join; groups: GroupRows[] }

export const FIELDS: readonly KnownField[] = [
  ...TextField.options,
  ...MoneyField.options,
  ...NumberField.options,
  ...DateField.options,
]

const isIn = <T extends string>(options: readonly T[], field: string): field is T =>
  (options as readonly string[]).includes(field)
const isDate = (field: string): field is DateField => isIn(DateField.options, field)

/** How a field may be asked about. */
export function opsOf(field: FieldId): readonly Op[] {
  if (field.startsWith(ATTRIBUTE)) return ['is', 'isNot', 'atLeast', 'atMost', 'known', 'unknown']
  if (isDate(field)) return ['before', 'since', 'agoAtLeast', 'agoAtMost', 'known', 'unknown']
  return isIn(TextField.options, field) ? ['is', 'isNot', 'known', 'unknown'] : ['atLeast', 'atMost']
}
export const takesValue = (op: Op): boolean => op !== 'known' && op !== 'unknown'

const readDay = (text: string): string | null => (/^\d{4}-\d\d-\d\d$/.test(foldDigits(text)) ? foldDigits(text) : null)
const readList = (text: string): string[] =>
  text
    .split(/[,،؛;]/)
    .map((part) => part.trim())
    .filter(Boolean)

/** The condition that a row says; null while it says none. `perUnit`: minor units in one of the currency. */
export function readCondition({ field, op, value }: ConditionRow, perUnit: number): Condition | null {
  const name = field.startsWith(ATTRIBUTE) ? field.slice(ATTRIBUTE.length) : null
  const number = readCount(value)
  if (op === 'known' || op === 'unknown') {
    const known = op === 'known'
    if (name !== null) return { kind: 'attributeKnown', name, known }
    return isDate(field) || isIn(TextField.options, field) ? { kind: 'known', field, known } : null
  }
  if (op === 'is' || op === 'isNot') {
    const values = readList(value)
    if (values.length === 0) return null
    if (name !== null) return { kind: 'attribute', name, op, values }
    return isIn(TextField.options, field) ? { kind: 'text', field, op, values } : null
  }
  if (op === 'before' || op === 'since') {
    const on = readDay(value)
    return on && isDate(field) ? { kind: 'date', field, op, on } : null
  }
  if (number === null) return null
  if (op === 'agoAtLeast' || op === 'agoAtMost')
    return isDate(field) && number >= 0
      ? { kind: 'ago', field, op: op === 'agoAtLeast' ? 'atLeast' : 'atMost', days: number }
      : null
  if (name !== null) return { kind: 'attributeNumber', name, op, value: number }
  if (isIn(MoneyField.options, field)) return { kind: 'money', field, op, minor: String(number * perUnit) }
  return isIn(NumberField.options, field) ? { kind: 'number', field, op, value: number } : null
}

/** A condition as a row of the form. */
export function toRow(condition: Condition, id: number, perUnit: number): ConditionRow {
  switch (condition.kind) {
    case 'text':
      return { id, field: condition.field, op: condition.op, value: condition.values.join(', ') }
    case 'number':
      return { id, field: condition.field, op: condition.op, value: String(condition.value) }
    case 'money':
      return { id, field: condition.field, op: condition.op, value: String(Number(condition.minor) / perUnit) }
    case 'date':
      return { id, field: condition.field, op: condition.op, value: condition.on }
    case 'ago':
      return {
        ...{ id, field: condition.field, op: condition.op === 'atLeast' ? 'agoAtLeast' : 'agoAtMost' },
        value: String(condition.days),
      }
    case 'attribute':
      return { id, field: `${ATTRIBUTE}${condition.name}`, op: condition.op, value: condition.values.join(', ') }
    case 'attributeNumber':
      return { id, field: `${ATTRIBUTE}${condition.name}`, op: condition.op, value: String(condition.value) }
    case 'known':
      return { id, field: condition.field, op: condition.known ? 'known' : 'unknown', value: '' }
    case 'attributeKnown':
      return { id, field: `${ATTRIBUTE}${condition.name}`, op: condition.known ? 'known' : 'unknown', value: '' }
  }
}

let lastId = 0
/** Rows are told apart by these; they mean nothing else. */
export const nextId = (): number => {
  lastId += 1
  return lastId
}
export const newRow = (): ConditionRow => ({ id: nextId(), field: 'city', op: 'is', value: '' })

export const toRows = ({ join, groups }: Segment, perUnit: number): SegmentRows => ({
  join,
  groups: groups.map((group) => ({
    id: nextId(),
    join: group.join,
    rows: group.conditions.map((condition) => toRow(condition, nextId(), perUnit)),
  })),
})

/** The segment that the rows say, or null while one of them says nothing. */
export function readSegment({ join, groups }: SegmentRows, perUnit: number): Segment | null {
  const read = groups.map((group) => ({
    join: group.join,
    conditions: group.rows.map((row) => readCondition(row, perUnit)),
  }))
  if (read.some(({ conditions }) => conditions.some((condition) => condition === null))) return null
  const full = read.map((group) => ({ join: group.join, conditions: group.conditions.filter((one) => one !== null) }))
  return { join, groups: full.filter(({ conditions }) => conditions.length > 0) }
}
