import { useTranslations } from 'use-intl'
import { AuditAction } from '#contract/audit'
import { useRead } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField } from '../../ui/DateField.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { EVERYTHING, type Form, isIdOrNothing } from './trail-filter.ts'
import { useActWords } from './use-act-words.ts'

const ANY = ''

type Props = { form: Form; onChange: (form: Form) => void }

/** By act, by who did it, by what it is about, and by days. */
export function TrailFilter({ form, onChange }: Props) {
  const t = useTranslations('audit')
  const { act } = useActWords()
  const actors = useRead('audit.actors', {})
  const set = (patch: Partial<Form>) => onChange({ ...form, ...patch })
  const acts = AuditAction.options.map((id) => ({ id: id as string, label: act(id) }))
  const people = (actors.data ?? []).map(({ id, name }) => ({ id: id as string, label: name }))
  const isChosen = Object.values(form).some(Boolean)
  return (
    <search className="audit-filter" aria-label={t('filter')}>
      <Select
        label={t('act')}
        options={[{ id: ANY, label: t('anyAct') }, ...acts]}
        value={form.action}
        onChange={(action) => set({ action })}
      />
      <Select
        label={t('actor')}
        options={[{ id: ANY, label: t('anybody') }, ...people]}
        value={form.actor}
        onChange={(actor) => set({ actor })}
      />
      <DateField label={t('from')} value={form.from} onChange={(from) => set({ from })} />
      <DateField label={t('to')} value={form.to} onChange={(to) => set({ to })} />
      <div className="audit-filter-id">
        <TextField
          label={t('aboutId')}
          type="search"
          dir="ltr"
          value={form.about}
          onChange={(about) => set({ about })}
          error={isIdOrNothing(form.about) ? null : t('wholeId')}
          maxLength={60}
        />
      </div>
      {isChosen && (
        <Button kind="quiet" onPress={() => onChange(EVERYTHING)} className="audit-clear">
          {t('clear')}
        </Button>
      )}
    </search>
  )
}
