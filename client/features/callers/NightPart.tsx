import { useTranslations } from 'use-intl'
import { TextField } from '../../ui/TextField.tsx'

type Props = { number: string | null; onChange: (number: string | null) => void }

/** Who takes calls when nobody of ours does. */
export function NightPart({ number, onChange }: Props) {
  const t = useTranslations('ivr.night')
  return (
    <section className="callers-part">
      <h2>{t('title')}</h2>
      <TextField
        label={t('number')}
        hint={t('hint')}
        type="tel"
        value={number ?? ''}
        onChange={(text) => onChange(text.trim() === '' ? null : text.replace(/[\s()-]/g, ''))}
        maxLength={16}
      />
    </section>
  )
}
