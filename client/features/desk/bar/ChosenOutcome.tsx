import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { useLabels } from '../../../i18n/use-labels.ts'
import { CLOSE } from '../place.ts'
import { useWork } from '../work.ts'

/** What would be saved now; pressing it opens the list. */
export function ChosenOutcome() {
  const t = useTranslations('desk')
  const format = useFormat()
  const { outcome, keeping, taxonomy, call, stop, go, place, zone } = useWork()
  const labels = useLabels(taxonomy)
  if (stop.committed)
    return (
      <p className="bar-outcome problem" role="status">
        {t('stop.committed', { time: format.time(stop.committed.at) })}
      </p>
    )
  if (!outcome && call?.state !== 'ended') return null
  const { draft } = keeping
  const at = draft.callbackAt ?? draft.promisedAt
  const words = !outcome
    ? t('outcome.choose')
    : draft.outcome
      ? labels(outcome.code)
      : t('outcome.line', { label: labels(outcome.code) })
  return (
    <button
      type="button"
      className="bar-outcome"
      data-none={!outcome || undefined}
      aria-expanded={place.step === CLOSE}
      onClick={() => go({ to: 'step', step: CLOSE })}
    >
      <span>{words}</span>
      {at && <small>{format.moment(at, zone)}</small>}
    </button>
  )
}
