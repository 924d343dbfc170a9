import { useTranslations } from 'use-intl'
import { useWork } from '../work.ts'
import { Offers } from './Offers.tsx'
import { PromiseList } from './PromiseList.tsx'
import { WhyNow } from './WhyNow.tsx'
import './Decision.css'

/** Why this customer now, what to offer, what we promise. */
export function DecisionColumn() {
  const t = useTranslations('desk.decision')
  const { card, place } = useWork()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className="column decide" aria-label={t('title')} tabIndex={0}>
      {place.step === 7 && <Offers />}
      <WhyNow why={card.why} />
      {place.step !== 7 && <Offers />}
      <PromiseList />
    </section>
  )
}
