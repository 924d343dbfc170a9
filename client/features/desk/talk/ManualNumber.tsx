import { useTranslations } from 'use-intl'
import { Button } from '../../../ui/Button.tsx'
import { Phone } from '../../../ui/Phone.tsx'
import { useWork } from '../work.ts'

/** The number to dial on any phone, and what became of it. */
export function ManualNumber() {
  const t = useTranslations('desk.call')
  const { call, calls } = useWork()
  if (call?.mode !== 'manual' || call.state === 'ended' || !call.number) return null
  const results =
    call.state === 'answered' ? (['ended'] as const) : (['answered', 'no-answer', 'busy', 'failed'] as const)
  return (
    <section className="manual" aria-label={t('log.label')}>
      <p className="small">{t('manualLead')}</p>
      <p className="manual-number">
        <Phone number={call.number} />
      </p>
      <div className="manual-results">
        {results.map((result, at) => (
          <Button
            key={result}
            kind={at === 0 ? 'primary' : 'plain'}
            onPress={() => calls.log(result)}
            isDisabled={calls.isPending}
          >
            {t(`log.${result}`)}
          </Button>
        ))}
      </div>
    </section>
  )
}
