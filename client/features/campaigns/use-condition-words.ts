import { useTranslations } from 'use-intl'
import { ATTRIBUTE, type ConditionRow, type FieldId, type KnownField } from './condition-row.ts'

/** The name of a field, and a whole condition in words. */
export function useConditionWords(): { field: (field: FieldId) => string; condition: (row: ConditionRow) => string } {
  const t = useTranslations('campaigns')
  const field = (id: FieldId): string =>
    id.startsWith(ATTRIBUTE) ? t('attribute', { name: id.slice(ATTRIBUTE.length) }) : t(`fields.${id as KnownField}`)
  return { field, condition: (row) => `${field(row.field)} ${t(`ops.${row.op}`)} ${row.value}`.trim() }
}
