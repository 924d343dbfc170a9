import { useTranslations } from 'use-intl'
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className="column customer" aria-label={t('title')} tabIndex={0}>
      <CustomerHead />
      <Complaints complaints={card.complaints} />
      <OpenPromises promises={card.promises} />
      <FirstLife />
      <Timeline key={card.workItemId} />
    </section>
  )
}
