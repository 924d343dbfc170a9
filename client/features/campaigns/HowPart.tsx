import { Plus, X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { CampaignMode, RecordingPolicy } from '#contract/campaigns'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import type { CallerRow, CampaignForm } from './campaign-form.ts'
import { nextId } from './condition-row.ts'

type Props = { form: CampaignForm; callerIds: readonly string[]; onChange: (form: CampaignForm) => void }

/** How it is dialled, how often, what is shown, and whether it is recorded. */
export function HowPart({ form, callerIds, onChange }: Props) {
  const t = useTranslations('campaigns')
  const set = (row: CallerRow): void =>
    onChange({ ...form, callers: form.callers.map((one) => (one.id === row.id ? row : one)) })
  const number = (name: 'capDay' | 'capWeek' | 'capRound', hint?: string) => (
    <TextField
      label={t(name)}
      value={form[name]}
      dir="ltr"
      onChange={(value) => onChange({ ...form, [name]: value })}
      maxLength={2}
      {...(hint ? { hint } : {})}
    />
  )
  return (
    <>
      <div className="campaign-fields">
        <Select
          label={t('mode')}
          options={CampaignMode.options.map((id) => ({ id, label: t(`modes.${id}`) }))}
          value={form.mode}
          onChange={(mode) => onChange({ ...form, mode })}
        />
        {form.mode === 'preview' && (
          <TextField
            label={t('previewSeconds')}
            hint={t('previewHint')}
            dir="ltr"
            value={form.previewSeconds}
            onChange={(previewSeconds) => onChange({ ...form, previewSeconds })}
            maxLength={3}
          />
        )}
        <Select
          label={t('recording')}
          options={RecordingPolicy.options.map((id) => ({ id, label: t(`recordings.${id}`) }))}
          value={form.recording}
          onChange={(recording) => onChange({ ...form, recording })}
        />
      </div>
      <div className="campaign-fields">
        {number('capDay', t('capHint'))}
        {number('capWeek')}
        {number('capRound')}
        <TextField
          label={t('wrapUp')}
          hint={t('wrapUpHint')}
          dir="ltr"
          value={form.wrapUpSeconds}
          onChange={(wrapUpSeconds) => onChange({ ...form, wrapUpSeconds })}
          maxLength={3}
        />
      </div>
      <h3 className="field-label">{t('callerIds')}</h3>
      {callerIds.length === 0 && <p className="campaign-hint">{t('callerNone')}</p>}
      {form.callers.map((row) => (
        <div key={row.id} className="campaign-caller">
          <TextField
            label={t('callerCountry')}
            dir="ltr"
            value={row.country}
            onChange={(country) => set({ ...row, country })}
            maxLength={2}
          />
          <TextField
            label={t('callerNumber')}
            type="tel"
            value={row.number}
            onChange={(shown) => set({ ...row, number: shown })}
            maxLength={20}
          />
          <IconButton
            label={t('removeCaller', { country: row.country || '–' })}
            icon={<X size={16} />}
            onPress={() => onChange({ ...form, callers: form.callers.filter(({ id }) => id !== row.id) })}
          />
        </div>
      ))}
      {callerIds.length > 0 && (
        <div>
          <Button
            dense
            icon={<Plus size={14} aria-hidden="true" />}
            onPress={() =>
              onChange({
                ...form,
                callers: [...form.callers, { id: nextId(), country: '', number: callerIds[0] ?? '' }],
              })
            }
          >
            {t('addCaller')}
          </Button>
        </div>
      )}
    </>
  )
}
