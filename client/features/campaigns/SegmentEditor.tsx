import { Plus, X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Join } from '#contract/segments'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import {
  ATTRIBUTE,
  type ConditionRow,
  FIELDS,
  type FieldId,
  type GroupRows,
  newRow,
  nextId,
  opsOf,
  type SegmentRows,
  takesValue,
} from './condition-row.ts'
import { useConditionWords } from './use-condition-words.ts'

type Props = { rows: SegmentRows; attributes: readonly string[]; onChange: (rows: SegmentRows) => void }

/** Who is meant: groups of conditions, each a field, how it is asked about, and a value. */
export function SegmentEditor({ rows, attributes, onChange }: Props) {
  const t = useTranslations('campaigns')
  const format = useFormat()
  const joins = (['and', 'or'] as const).map((id: Join) => ({ id, label: t(`join.${id}`) }))
  const setGroup = (group: GroupRows): void =>
    onChange({ ...rows, groups: rows.groups.map((one) => (one.id === group.id ? group : one)) })
  const addGroup = (): void =>
    onChange({ ...rows, groups: [...rows.groups, { id: nextId(), join: 'and', rows: [newRow()] }] })
  return (
    <div className="segment">
      {rows.groups.length === 0 && <p className="campaign-hint">{t('whoHint')}</p>}
      {rows.groups.length > 1 && (
        <Select
          label={t('join.label')}
          options={joins}
          value={rows.join}
          onChange={(join) => onChange({ ...rows, join })}
        />
      )}
      {rows.groups.map((group, at) => (
        <fieldset key={group.id} className="segment-group">
          <legend className="visually-hidden">{t('joinIn', { number: format.number(at + 1) })}</legend>
          <div className="segment-group-head">
            <Select
              label={t('joinIn', { number: format.number(at + 1) })}
              options={joins}
              value={group.join}
              onChange={(join) => setGroup({ ...group, join })}
            />
            <IconButton
              label={t('removeGroup', { number: format.number(at + 1) })}
              icon={<X size={16} />}
              onPress={() => onChange({ ...rows, groups: rows.groups.filter(({ id }) => id !== group.id) })}
            />
          </div>
          {group.rows.map((row, place) => (
            <ConditionLine
              key={row.id}
              row={row}
              number={place + 1}
              attributes={attributes}
              onChange={(next) =>
                setGroup({ ...group, rows: group.rows.map((one) => (one.id === next.id ? next : one)) })
              }
              onRemove={() => setGroup({ ...group, rows: group.rows.filter(({ id }) => id !== row.id) })}
            />
          ))}
          <div>
            <Button
              kind="quiet"
              dense
              icon={<Plus size={14} aria-hidden="true" />}
              onPress={() => setGroup({ ...group, rows: [...group.rows, newRow()] })}
            >
              {t('addCondition')}
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button dense icon={<Plus size={14} aria-hidden="true" />} onPress={addGroup}>
          {t(rows.groups.length === 0 ? 'addCondition' : 'addGroup')}
        </Button>
      </div>
    </div>
  )
}

type LineProps = {
  row: ConditionRow
  number: number
  attributes: readonly string[]
  onChange: (row: ConditionRow) => void
  onRemove: () => void
}

function ConditionLine({ row, number, attributes, onChange, onRemove }: LineProps) {
  const t = useTranslations('campaigns')
  const format = useFormat()
  const words = useConditionWords()
  const fields: FieldId[] = [...FIELDS, ...attributes.map((name) => `${ATTRIBUTE}${name}` as const)]
  const isList = row.op === 'is' || row.op === 'isNot'
  const isDays = row.op === 'agoAtLeast' || row.op === 'agoAtMost'
  const isDay = row.op === 'before' || row.op === 'since'
  const setField = (field: FieldId): void => {
    const ops = opsOf(field)
    onChange({ ...row, field, op: ops.includes(row.op) ? row.op : (ops[0] ?? 'is') })
  }
  return (
    <div className="segment-line">
      <Select
        label={t('field')}
        options={fields.map((id) => ({ id, label: words.field(id) }))}
        value={row.field}
        onChange={setField}
      />
      <Select
        label={t('op')}
        options={opsOf(row.field).map((id) => ({ id, label: t(`ops.${id}`) }))}
        value={row.op}
        onChange={(op) => onChange({ ...row, op })}
      />
      {takesValue(row.op) ? (
        <TextField
          label={isList ? t('values') : isDays ? t('days') : isDay ? t('day') : t('value')}
          type={isDay ? 'date' : 'text'}
          value={row.value}
          onChange={(value) => onChange({ ...row, value })}
          maxLength={500}
        />
      ) : (
        <span />
      )}
      <IconButton
        label={t('removeCondition', { number: format.number(number) })}
        icon={<X size={16} />}
        onPress={onRemove}
      />
    </div>
  )
}
