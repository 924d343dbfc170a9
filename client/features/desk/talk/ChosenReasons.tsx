import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useLabels } from '../../../i18n/use-labels.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { useWork } from '../work.ts'
import { Segments } from './Segments.tsx'

const severities = [1, 2, 3] as const
const sources = ['customer_said', 'agent_inferred'] as const

/** The reasons so far, each with who says so and how grave it was. */
export function ChosenReasons() {
  const t = useTranslations('desk.conversation')
  const { keeping, taxonomy, edit } = useWork()
  const labels = useLabels(taxonomy)
  return keeping.draft.reasons.map(({ code, source, severity }, at) => (
    <div key={code} className="reason">
      <p>
        <b>{labels(code)}</b>
        {at === 0 && <span className="small">{t('reasonPrimary')}</span>}
      </p>
      <Segments
        label={t('source.label')}
        options={sources.map((id) => ({ id, label: t(`source.${id}`) }))}
        value={source}
        onChoose={(next) => edit({ edit: 'reasonDetail', code, change: { source: next } })}
      />
      <Segments
        label={t('severity.label')}
        options={severities.map((id) => ({ id: String(id), label: t(`severity.${id}`) }))}
        value={severity === null ? null : String(severity)}
        onChoose={(next) => edit({ edit: 'reasonDetail', code, change: { severity: Number(next) } })}
      />
      <IconButton label={t('reasonRemove')} icon={<X size={14} />} onPress={() => edit({ edit: 'dropReason', code })} />
    </div>
  ))
}
