import { Plus, X } from 'lucide-react'
import { useLocale, useTranslations } from 'use-intl'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckGroup } from '../../ui/CheckGroup.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { TextField } from '../../ui/TextField.tsx'
import type { CampaignForm } from './campaign-form.ts'
import { type HoursRow, newHours } from './campaign-form.ts'

/** A Monday: the days of the week are named from it. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

type Props = { form: CampaignForm; onChange: (form: CampaignForm) => void }

/** Days and hours on the called party's clock, and the first and last day. */
export function WhenPart({ form, onChange }: Props) {
  const t = useTranslations('campaigns')
  const format = useFormat()
  const locale = useLocale()
  const names = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    id: String(day),
    label: names.format(new Date(MONDAY + (day - 1) * DAY_MS)),
  }))
  const set = (row: HoursRow): void =>
    onChange({ ...form, hours: form.hours.map((one) => (one.id === row.id ? row : one)) })
  return (
    <>
      <p className="campaign-hint">{t('hoursHint')}</p>
      {form.hours.map((row, at) => (
        <div key={row.id} className="campaign-hours">
          <CheckGroup
            label={t('weekdays')}
            options={days}
            value={row.days}
            onChange={(chosen) => set({ ...row, days: chosen })}
          />
          <TextField label={t('from')} type="time" value={row.from} onChange={(from) => set({ ...row, from })} />
          <TextField label={t('to')} type="time" value={row.to} onChange={(to) => set({ ...row, to })} />
          <IconButton
            label={t('removeHours', { number: format.number(at + 1) })}
            icon={<X size={16} />}
            onPress={() => onChange({ ...form, hours: form.hours.filter(({ id }) => id !== row.id) })}
          />
        </div>
      ))}
      <div>
        <Button
          dense
          icon={<Plus size={14} aria-hidden="true" />}
          onPress={() => onChange({ ...form, hours: [...form.hours, newHours()] })}
        >
          {t('addHours')}
        </Button>
      </div>
      <div className="campaign-fields">
        <TextField
          label={t('startsOn')}
          type="date"
          value={form.startsOn}
          onChange={(startsOn) => onChange({ ...form, startsOn })}
        />
        <TextField
          label={t('endsOn')}
          type="date"
          value={form.endsOn}
          onChange={(endsOn) => onChange({ ...form, endsOn })}
        />
      </div>
    </>
  )
}
