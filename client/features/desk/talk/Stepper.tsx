import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { stepNumbers } from '../place.ts'
import { useWork } from '../work.ts'

/** The ten steps in a row; the open one carries its name. */
export function Stepper() {
  const t = useTranslations('desk.conversation')
  const script = useTranslations('script.step')
  const format = useFormat()
  const { place, go } = useWork()
  return (
    <nav className="stepper" aria-label={t('steps')}>
      <ol>
        {stepNumbers.map((step) => (
          <li key={step}>
            <button
              type="button"
              className="step-pip"
              aria-current={step === place.step ? 'step' : undefined}
              data-done={step < place.step || undefined}
              title={step === place.step ? undefined : script(`${step}.title`)}
              aria-label={
                step === place.step
                  ? undefined
                  : `${t('step', { number: format.number(step) })}: ${script(`${step}.title`)}`
              }
              onClick={() => go({ to: 'step', step })}
            >
              <span>{format.number(step)}</span>
              {step === place.step && <b>{script(`${step}.title`)}</b>}
            </button>
          </li>
        ))}
      </ol>
      <IconButton
        label={t('previousStep')}
        icon={<ChevronLeft size={16} className="mirrors" />}
        isDisabled={place.step === 0}
        onPress={() => go({ to: 'previous' })}
      />
      <IconButton
        label={t('nextStep')}
        icon={<ChevronRight size={16} className="mirrors" />}
        isDisabled={place.step === 9}
        onPress={() => go({ to: 'next' })}
      />
    </nav>
  )
}
