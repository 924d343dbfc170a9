import { useTranslations } from 'use-intl'
import type { CustomerPage } from '#contract/customers'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Part } from './Part.tsx'

type Props = Pick<CustomerPage, 'complaints' | 'promises'>

const COMPLAINT_TONE = { open: 'stop', solved: 'won', closed: 'waiting' } as const
const PROMISE_TONE = { open: 'due', kept: 'won', broken: 'stop' } as const

/** What they complained of and what we promised them. */
export function Owed({ complaints, promises }: Props) {
  const t = useTranslations('customers')
  const card = useTranslations('desk.customer')
  const format = useFormat()
  return (
    <>
      <Part title={t('complaints.title')}>
        {complaints.length === 0 && <p className="customer-note">{t('complaints.none')}</p>}
        <ul className="customer-rows">
          {complaints.map(({ id, text, status, openedAt }) => (
            <li key={id}>
              <Chip tone={COMPLAINT_TONE[status]}>{card(`complaintState.${status}`)}</Chip>
              <span className="customer-said">
                <Bdi>{text}</Bdi>
                <time className="customer-note" dateTime={openedAt}>
                  {format.date(openedAt)}
                </time>
              </span>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t('promises.title')}>
        {promises.length === 0 && <p className="customer-note">{t('promises.none')}</p>}
        <ul className="customer-rows">
          {promises.map(({ id, what, owner, status, dueAt }) => (
            <li key={id}>
              <Chip tone={PROMISE_TONE[status]}>{card(`promiseState.${status}`)}</Chip>
              <span className="customer-said">
                <Bdi>{what}</Bdi>
                <span className="customer-note">
                  <Bdi>{owner}</Bdi> · {card('due', { date: format.date(dueAt) })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </Part>
    </>
  )
}
