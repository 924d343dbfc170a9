import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { IconButton } from '../../../ui/IconButton.tsx'
import { FieldProblem } from '../FieldProblem.tsx'
import { CLOSE } from '../place.ts'
import { WhenPicker } from '../WhenPicker.tsx'
import { useWork } from '../work.ts'
import { OutcomeGroups } from './OutcomeGroups.tsx'
import './Tray.css'

/** Opens above the bar in the last step: how it ended, then the date if the outcome asks for one. */
export function Tray() {
  const t = useTranslations('desk')
  const app = useTranslations('app')
  const { place, keeping, edit, go } = useWork()
  if (place.step !== CLOSE) return null
  const { asks } = place
  if (asks === 'callbackAt' || asks === 'promisedAt') {
    const label = asks === 'callbackAt' ? t('callback.title') : t('outcome.promisedAt')
    return (
      <section className="tray tray-when" aria-label={label}>
        <h2 className="part-title">
          {label}
          <IconButton label={app('close')} icon={<X size={14} />} onPress={() => go({ to: 'back' })} />
        </h2>
        <FieldProblem field={asks} />
        <WhenPicker
          label={label}
          kind={asks === 'callbackAt' ? 'hour' : 'day'}
          value={keeping.draft[asks]}
          onChoose={(at) => {
            edit({ edit: 'date', field: asks, at })
            go({ to: 'back' })
          }}
        />
      </section>
    )
  }
  return (
    <section className="tray" aria-label={t('outcome.title')}>
      <FieldProblem field="outcome" />
      <FieldProblem field="call" />
      <OutcomeGroups />
    </section>
  )
}
