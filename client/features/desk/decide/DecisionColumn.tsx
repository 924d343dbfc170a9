import { useTranslations } from 'use-intl'
import { ScrollPart } from '../../../ui/ScrollPart.tsx'
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
    <ScrollPart className="column decide" label={t('title')}>
      {place.step === 7 && <Offers />}
      <WhyNow why={card.why} />
      {place.step !== 7 && <Offers />}
      <PromiseList />
    </ScrollPart>
  )
}
