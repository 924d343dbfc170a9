import { Link } from '@tanstack/react-router'
import { ChevronLeft, Languages, MapPin, OctagonX } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { CustomerPage } from '#contract/customers'
import { useFrame } from '../../app/frame.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useTick } from '../../live/use-line.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Money } from '../../ui/Money.tsx'
import { ErasePerson } from './ErasePerson.tsx'

/** Who this is, and what they were to us before they left. */
export function CustomerHead({ customer }: { customer: CustomerPage }) {
  const t = useTranslations('customers')
  const card = useTranslations('desk.customer')
  const app = useTranslations('app')
  const format = useFormat()
  const now = useTick(60_000)
  const { me } = useFrame()
  const { firstLife } = customer
  const standing = customer.stops.filter(({ liftedAt }) => liftedAt === null)
  const date = (at: string | null) => (at ? <time dateTime={at}>{format.date(at)}</time> : '–')
  return (
    <header className="customer-top">
      <Link to="/customers" className="customer-back">
        <ChevronLeft size={16} aria-hidden="true" className="mirrors" />
        {t('back')}
      </Link>
      <div className="customer-title">
        <h1>
          <Bdi>{customer.name}</Bdi>
        </h1>
        {[...new Set(standing.map(({ kind }) => kind))].map((kind) => (
          <Chip key={kind} tone="stop" isLoud icon={<OctagonX size={14} aria-hidden="true" />}>
            {t(`stops.kind.${kind}`)}
          </Chip>
        ))}
        {customer.name !== '' && (
          <span className="customer-actions">
            <ErasePerson customer={customer} />
          </span>
        )}
      </div>
      <ul className="customer-tags">
        {customer.externalId && (
          <li>
            <Bdi>{card('number', { id: customer.externalId })}</Bdi>
          </li>
        )}
        {customer.city && (
          <li>
            <MapPin size={13} aria-hidden="true" />
            <Bdi>{customer.city}</Bdi>
          </li>
        )}
        {customer.language && (
          <li>
            <Languages size={13} aria-hidden="true" />
            {card('speaks', { language: app(`language.${customer.language}`) })}
          </li>
        )}
        {customer.zone && <li>{card('localTime', { time: format.time(now, customer.zone) })}</li>}
      </ul>
      <dl className="customer-facts" aria-label={t('facts')}>
        <div>
          <dt>{card('value')}</dt>
          <dd>
            <Money minor={firstLife.valueMinor} currency={me.house.currency} />
          </dd>
        </div>
        <div>
          <dt>{t('orders')}</dt>
          <dd>{format.number(firstLife.orders)}</dd>
        </div>
        <div>
          <dt>{card('firstPurchase')}</dt>
          <dd>{date(firstLife.firstPurchaseAt)}</dd>
        </div>
        <div>
          <dt>{card('lastPurchase')}</dt>
          <dd>{date(firstLife.lastPurchaseAt)}</dd>
        </div>
        <div>
          <dt>{t('since')}</dt>
          <dd>{date(customer.joinedAt)}</dd>
        </div>
        {customer.cancelledAt && (
          <div>
            <dt>{t('leftOn')}</dt>
            <dd>{date(customer.cancelledAt)}</dd>
          </div>
        )}
      </dl>
    </header>
  )
}
