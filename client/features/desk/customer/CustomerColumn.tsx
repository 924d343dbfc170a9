import { useTranslations } from 'use-intl'
import { ScrollPart } from '../../../ui/ScrollPart.tsx'
import { useWork } from '../work.ts'
import { Complaints } from './Complaints.tsx'
import { CustomerHead } from './CustomerHead.tsx'
import { FirstLife } from './FirstLife.tsx'
import { OpenPromises } from './OpenPromises.tsx'
import { Timeline } from './Timeline.tsx'
import './Customer.css'

/** Who this is: the name, what they were worth, what we still owe them, and everything that happened. */
export function CustomerColumn() {
  const t = useTranslations('desk.customer')
  const { card } = useWork()
  return (
    <ScrollPart className="column customer" label={t('title')}>
      <CustomerHead />
      <Complaints complaints={card.complaints} />
      <OpenPromises promises={card.promises} />
      <FirstLife />
      <Timeline key={card.workItemId} />
    </ScrollPart>
  )
}
