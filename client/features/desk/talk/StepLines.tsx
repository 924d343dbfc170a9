import { Ear } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { useWork } from '../work.ts'
import { useScript } from './use-script.ts'

/** One line to say, in the customer's language, and one to listen for, in the agent's. */
export function StepLines() {
  const t = useTranslations('script')
  const { place, card, me } = useWork()
  const names = { name: card.customer.name, agent: me.name, house: me.house.name }
  const { language } = card.customer
  const { step } = place
  const line = useScript({ language: step === 0 ? null : language, step, script: card.campaign.script }, names)
  return (
    <div className="lines" data-small={step === 3 || undefined}>
      <p className="line-label">{t(step === 0 ? 'read' : 'say')}</p>
      {line ? (
        <p className="line-say" lang={line.lang} dir={line.dir}>
          {line.text}
        </p>
      ) : (
        <Skeleton height={56} />
      )}
      <p className="line-listen">
        <Ear size={14} aria-hidden="true" />
        <span>
          <b>{t('listen')}</b> {t(`step.${step}.listen`)}
        </span>
      </p>
    </div>
  )
}
